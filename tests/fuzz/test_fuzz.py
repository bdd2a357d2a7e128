"""Whatever a user types ends in a model that runs, or in messages that explain it.

A fixed sample of the texts that ``make fuzz`` runs by the hundred thousand.
"""

import pytest
from fuzz.cases import Case
from fuzz.corpus import CORPUS
from fuzz.outcome import Finding, compare, outcome
from fuzz.shrinking import smallest
from fuzz.texts import random_case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annarchy_lab.diagnostics import Diagnostic, ModelError, Source, Span

N_EXAMPLES = 300
CASES_EACH = 5


@settings(
    max_examples=N_EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.randoms(use_true_random=False))
def test_a_sample_of_random_texts(rng):
    for _ in range(CASES_EACH):
        outcome(random_case(rng))


@pytest.mark.parametrize("case", CORPUS, ids=range(len(CORPUS)))
def test_what_is_mutated_is_right(case):
    assert outcome(case) == "built"


@pytest.mark.parametrize("case", CORPUS[::4], ids=range(len(CORPUS[::4])))
def test_what_is_accepted_runs_alike_when_compiled(case):
    compared = []
    outcome(case, lambda model: compared.append(compare(model)))
    assert len(compared) == 1


# The judge can say no

SMALL = Case.of("neuron", equations="r = foo")


def judged(monkeypatch, error):
    def declare(case):
        raise error

    monkeypatch.setattr("fuzz.outcome.declare", declare)
    with pytest.raises(Finding) as finding:
        outcome(SMALL)
    return str(finding.value)


def mistake(**changes):
    source = Source(changes.pop("text", "r = foo"), "equations")
    span = Span(source, *changes.pop("range", (4, 7)))
    given = {"code": "ANN102", "message": "unknown", "span": span, "hint": "mend it", **changes}
    return ModelError([Diagnostic(**given)])


@pytest.mark.parametrize(
    ("error", "finding"),
    [
        (RecursionError("too deep"), "RecursionError: too deep"),
        (MemoryError(), "MemoryError"),
        (UserWarning("look"), "UserWarning: look"),
        (mistake(code="E1"), "no code"),
        (mistake(hint=""), "no remedy"),
        (mistake(span=None), "no place"),
        (mistake(range=(7, 7)), "no place in the text"),
        (mistake(range=(4, 9)), "no place in the text"),
        (mistake(text="something else"), "the place is in no text of the user"),
        (mistake(message="KeyError: 'foo'"), "speaks of 'KeyError'"),
        (mistake(hint="see Name('foo')"), "speaks of 'Name('"),
    ],
    ids=str,
)
def test_the_judge_finds(monkeypatch, error, finding):
    assert judged(monkeypatch, error).startswith(finding)


def test_the_judge_accepts_a_mistake_that_explains_itself():
    assert outcome(SMALL) == "refused"


def test_slowness_is_a_finding(monkeypatch):
    monkeypatch.setattr("fuzz.outcome.LONGEST_S", 0.0)
    with pytest.raises(Finding, match="took"):
        outcome(SMALL)


def test_findings_are_made_small():
    case = Case.of("neuron", parameters="tau = 10.0", equations="v = 1.0\nr = v + bad * (v - 1)")
    small = smallest(case, lambda c: "bad" in c.texts["equations"])
    assert small.texts == {"parameters": "", "equations": "bad"}
