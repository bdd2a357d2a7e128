"""How a mistake is shown: the line, the caret under its place, nothing that a terminal obeys."""

import pytest

from annarchy_lab.diagnostics import Diagnostic, ModelError, Report, Source, Span


def shown(text, marked, origin="model"):
    start = text.index(marked)
    span = Span(Source(text, origin), start, start + len(marked))
    return Diagnostic("ANN100", "wrong", span, "mend it").render().split("\n")


def test_line_caret_and_hint():
    assert shown("a = 1\nr = foo + 1\n", "foo") == [
        "error[ANN100]: wrong",
        "  --> model, line 2",
        " 2 | r = foo + 1",
        "   |     ^^^",
        "   = help: mend it",
    ]


@pytest.mark.parametrize(
    ("text", "marked", "line", "caret"),
    [
        ("\tr = \tfoo", "foo", "\tr = \tfoo", "\t    \t^^^"),  # tabs stand where they stood
        ("r = foo\r\nv = 1", "foo", "r = foo", "    ^^^"),
        ("r = \x1b[31mfoo", "foo", "r = ␛[31mfoo", "         ^^^"),
        ("r = \x9bfoo", "foo", "r = \N{REPLACEMENT CHARACTER}foo", "     ^^^"),
        ("r = 重foo", "foo", "r = 重foo", "      ^^^"),  # two columns wide
        ("r = 重 + 1", "重", "r = 重 + 1", "    ^^"),
        ("r = e\u0301 + foo", "foo", "r = e\u0301 + foo", "        ^^^"),  # no column of its own
        ("r = \u200b", "\u200b", "r = \u200b", "    ^"),
        ("r = ite(a,\n b)", "ite(a,\n b)", "r = ite(a,", "    ^^^^^^"),  # only the first line
    ],
)
def test_the_caret_stands_under_its_place(text, marked, line, caret):
    _, _, shown_line, shown_caret, _ = shown(text, marked)
    assert shown_line.partition(" | ")[2] == line
    assert shown_caret.partition(" | ")[2] == caret


def test_the_end_of_a_text_has_a_place():
    source = Source("r = ", "model")
    lines = Diagnostic("ANN100", "more", Span(source, 4, 5)).render().split("\n")
    assert lines[2:] == [" 1 | r = ", "   |     ^"]


def test_names_cannot_write_lines_of_their_own():
    lines = shown("r = foo", "foo", origin="Neuron 'a\n  --> b\x07'")
    assert len(lines) == 5
    assert lines[1] == "  --> Neuron 'a␊  --> b␇', line 1"


def test_mistakes_come_text_by_text_each_once_in_its_order():
    first, second = Source("a b", "first"), Source("c d", "second")
    report = Report()
    for source, start in ((first, 2), (second, 0), (first, 0), (first, 2)):
        report.error("ANN100", source.text[start], Span(source, start, start + 1))
    report.error("ANN100", "nowhere")
    with pytest.raises(ModelError) as error:
        report.raise_if_any()
    assert [d.message for d in error.value.diagnostics] == ["nowhere", "a", "b", "c"]
