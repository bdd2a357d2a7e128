"""A journal as a table: when, what, to what, by whom.

In: a `Journal`.
Out: HTML, or rows in words.
Not here: the file.
"""

import json
from typing import TYPE_CHECKING, Any, Final

from annarchy_lab.lab.cards.card import card, number, quiet, table, text
from annarchy_lab.lab.messages import JournalRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annarchy_lab.lab.journals.journaling import Journal
    from annarchy_lab.lab.journals.reading import Record

__all__ = ["journal_html", "rows_of"]

SHOWN: Final = 12
SIGNS: Final = {
    "set": "=",
    "set_at": "=",
    "flag": "=",
    "control": "=",
    "create": "+",
    "prune": "−",
    "replace": "=",
    "scale": "×",
    "scale_at": "×",
}


def journal_html(journal: "Journal", dt_ms: float) -> str:
    """Return the last changes as a table, and where the file is."""
    if journal.path is None:
        return card(quiet("The journal begins with the first live run."))
    records = journal.records()
    facts = [f"{len(records)} change{'s' * (len(records) != 1)}"]
    if len(records) > SHOWN:
        facts.append(f"the last {SHOWN} are shown")
    if journal.cannot_replay:
        facts.append(f"cannot be replayed: {journal.cannot_replay}")
    facts += [str(journal.path), "%journal --script writes it as a script"]
    rows = [_row(record, dt_ms) for record in records[-SHOWN:]]
    return card(
        table(("time (ms)", "what", "change", "by"), rows, ["time (ms)"]),
        f"<div>{quiet(text(' · '.join(facts)))}</div>",
    )


def rows_of(records: "Sequence[Record]", dt_ms: float) -> list[JournalRow]:
    """Return the lines of a journal in words, those that were undone by going back marked."""
    rows = [_words(record, dt_ms) for record in records]
    happened: list[JournalRow] = []
    for record, row in zip(records, rows, strict=True):
        if record["kind"] == "rewind":
            n_left = len(happened) - record["value"]["n_undone"]
            for undone in happened[n_left:]:
                undone["is_undone"] = True
            del happened[n_left:]
        else:
            happened.append(row)
    return rows


def _row(record: "Record", dt_ms: float) -> tuple[str, ...]:
    told = _words(record, dt_ms)
    words = (text(told[key]) for key in ("what", "change", "by"))
    return number(told["t_ms"]), *words


def _words(record: "Record", dt_ms: float) -> JournalRow:
    kind = record["kind"]
    what = ".".join(part for part in (record["object"], record["attribute"]) if part) or kind
    if "indices" in record:
        what += f" [{_places(record['indices'])}]"
    is_of_pairs = kind in ("create", "prune")
    told = _synapses(record["value"]) if is_of_pairs else _told(record["value"])
    change = f"{SIGNS.get(kind, '')} {told}".strip()
    return {
        "t_ms": record["step"] * dt_ms,
        "what": what,
        "change": change,
        "by": record["origin"],
        "is_undone": False,
    }


def _places(indices: dict[str, Any]) -> str:
    if "start" in indices:
        return f"{indices['start']}:{indices['stop']}"
    return f"{indices['shape'][0]} elements"


def _synapses(pairs: dict[str, Any]) -> str:
    n = pairs["shape"][1]
    return f"{n} synapse{'s' * (n != 1)}"


def _told(value: Any) -> str:  # noqa: ANN401 - as journaled
    match value:
        case {"array": _, "shape": [*shape]}:
            return f"{' × '.join(map(str, shape))} values"
        case {"model": str(described)}:
            return f"model {json.loads(described)['name']}"
        case {"onset_steps": {"shape": [int(n), *_]}}:
            return f"{n} row{'s' * (n != 1)}"
        case {"n_steps": int(n_steps), "ranks": {"shape": [int(n), *_]}}:
            return f"stimulus of {n} neuron{'s' * (n != 1)}, {n_steps} steps"
        case {"ranks": {"shape": [int(n), *_]}}:
            return f"{n} spike{'s' * (n != 1)}"
        case {"number": str(odd)}:
            return odd
        case {"step": int(step)}:  # of a rewind, or a checkpoint
            return f"to step {step}"
        case dict():
            return ", ".join(name for name, is_on in value.items() if is_on)
        case float():
            return f"{value:g}"
        case _:
            return str(value)
