"""Answers to what the JupyterLab extension asks about a model cell.

In: a question as it came (see ``lab/schema/messages.json``); the user's variables.
Out: the answer.
Not here: comms.

The browser counts UTF-16 units, Python code points; places are converted here and nowhere else.
"""

from collections.abc import Mapping
from typing import Any

from annarchy_lab.lab.assist.completion import completions
from annarchy_lab.lab.assist.entry import Entry
from annarchy_lab.lab.assist.inspection import meaning
from annarchy_lab.lab.assist.problems import Problem, problems
from annarchy_lab.lab.messages import BridgeAnswer, BridgeProblem, BridgeWord

__all__ = ["answer"]


def answer(question: Mapping[str, Any], variables: Mapping[str, object]) -> BridgeAnswer:
    """Return the answer to a question; an empty one if it makes no sense."""
    text, cursor = question.get("text"), question.get("cursor")
    told: BridgeAnswer = {
        "kind": "answer",
        "id": str(question.get("id", "")),
        "start": 0,
        "argument": -1,
        "words": [],
        "problems": [],
    }
    if not isinstance(text, str) or not isinstance(cursor, int):
        return told
    offset = _to_points(text, cursor)
    match question.get("about"):
        case "completions":
            start, entries = completions(text, offset, variables)
            told |= {"start": _to_units(text, start), "words": [_word(each) for each in entries]}
        case "meaning" if found := meaning(text, offset, variables):
            told |= {"words": [_word(found[0])], "argument": found[1]}
        case "problems":
            told["problems"] = [_problem(text, each) for each in problems(text)]
        case _:
            pass
    return told


def _word(entry: Entry) -> BridgeWord:
    return {
        "word": entry.word,
        "insert": entry.typed,
        "kind": entry.kind,
        "form": entry.written,
        "text": entry.text,
        "unit": entry.unit,
        "arguments": [list(pair) for pair in entry.arguments],
    }


def _problem(text: str, problem: Problem) -> BridgeProblem:
    return {
        "start": _to_units(text, problem.start),
        "stop": _to_units(text, problem.stop),
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "fix": problem.fix,
    }


def _to_units(text: str, offset: int) -> int:
    return offset + sum(letter > "\uffff" for letter in text[:offset])


def _to_points(text: str, units: int) -> int:
    seen = 0
    for index, letter in enumerate(text):
        if seen >= units:
            return index
        seen += 2 if letter > "\uffff" else 1
    return len(text)
