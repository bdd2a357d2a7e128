"""Lines, continuation, and which colon starts the flags."""

import pytest

from annarchy_lab.diagnostics import Source
from annarchy_lab.language.definitions import cut_flags, split_definitions
from annarchy_lab.language.faults import Mistake


def split(text):
    return [definition.text for definition in split_definitions(Source(text))]


def flags(text):
    (definition,) = split_definitions(Source(text))
    tokens, found = cut_flags(definition.tokens)
    value = {f.key: None if f.value is None else "".join(t.text for t in f.value) for f in found}
    return " ".join(token.text for token in tokens), value


@pytest.mark.proves("2.1-one-per-line", "2.1-semicolon")
def test_one_definition_per_line_and_semicolon():
    assert split("a = 1 ; b = 2\n\n# nothing\nc = 3 # last") == ["a = 1", "b = 2", "c = 3"]


@pytest.mark.proves("2.1-continuation")
def test_a_line_without_assignment_continues():
    assert split("r = a\n  + b # more\n  - c\nv = 1") == ["r = a + b - c", "v = 1"]


@pytest.mark.proves("2.1-one-assignment")
def test_comparisons_are_no_assignments():
    assert split("r = ite(a\n == b, 1,\n c <= d)\nv = 1") == ["r = ite(a == b, 1, c <= d)", "v = 1"]


def test_flags_continue_too():
    assert split("r = a\n : init=0.0,\n max=1.0\nv = 2") == ["r = a : init=0.0, max=1.0", "v = 2"]
    assert split("r = a +\n b : init=1.0") == ["r = a + b : init=1.0"]
    assert split("r = a :\n init=1.0") == ["r = a : init=1.0"]


def test_a_conditional_over_lines_is_one_definition():
    text = "r = if a > 1:\n  b\nelse:\n  c\nv = 1"
    assert split(text) == ["r = if a > 1: b else: c", "v = 1"]


@pytest.mark.proves("2.1-last-colon")
def test_flags_are_cut_at_the_last_colon():
    assert flags("r = a : init=Uniform(0.0, 1.0), min=-w, exponential") == (
        "r = a",
        {"init": "Uniform(0.0,1.0)", "min": "-w", "exponential": None},
    )


def test_words_with_hyphens_are_flags():
    assert flags("r = a : event-driven, runge-kutta4")[1] == {
        "event-driven": None,
        "runge-kutta4": None,
    }


@pytest.mark.proves("2.1-last-colon")
def test_the_colon_of_else_starts_no_flags():
    assert flags("r = if a: b else: c")[1] == {}
    assert flags("r = if a: b else: clip(c, 0, 1)")[1] == {}
    assert flags("r = if a: b else: (if c: d else: e)")[1] == {}


def test_flags_behind_a_conditional():
    statement, found = flags("r = if a: b else: c : min=0.0")
    assert statement == "r = if a : b else : c"
    assert found == {"min": "0.0"}


def test_a_misspelt_flag_is_still_a_flag():
    assert flags("r = a : exponentail") == ("r = a", {"exponentail": None})


def test_an_item_that_is_no_flag_is_refused():
    with pytest.raises(Mistake) as error:
        flags("r = a : min=0, 3")
    assert error.value.diagnostic.code == "ANN112"
