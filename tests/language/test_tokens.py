"""Scanner."""

from annarchy_lab.diagnostics import Source
from annarchy_lab.language.tokens import TokenKind, scan


def texts(text):
    return [token.text for token in scan(Source(text))]


def test_numbers_names_and_long_signs():
    assert texts("x += 1.5e-3*y**2") == ["x", "+=", "1.5e-3", "*", "y", "**", "2"]
    assert texts("a<=.5 and 1.>=b") == ["a", "<=", ".5", "and", "1.", ">=", "b"]


def test_a_range_is_two_numbers():
    assert texts("0..20") == ["0", "..", "20"]
    assert texts("-0.5..1.5") == ["-", "0.5", "..", "1.5"]


def test_comments_vanish_and_separators_stay():
    assert texts("a = 1 # b = 2\nc = 3; d = 4") == [
        "a", "=", "1", "\n", "c", "=", "3", ";", "d", "=", "4",
    ]  # fmt: skip


def test_spans_point_into_the_source():
    source = Source("  tau = 10.0")
    token = scan(source)[2]
    assert source.text[token.start : token.stop] == token.text == "10.0"
    assert token.span.line == 1


def test_a_region_is_scanned_alone():
    source = Source("a b c d")
    assert [token.text for token in scan(source, 2, 5)] == ["b", "c"]


def test_foreign_signs_are_tokens_of_their_own():
    kinds = {token.text: token.kind for token in scan(Source("a % \N{GREEK SMALL LETTER TAU}au ."))}
    assert kinds["%"] is TokenKind.INVALID
    assert kinds["\N{GREEK SMALL LETTER TAU}au"] is TokenKind.INVALID
    assert kinds["."] is TokenKind.OPERATOR


def test_a_no_break_space_is_a_blank():
    assert texts("a\N{NO-BREAK SPACE}+ b\r\n") == ["a", "+", "b", "\n"]
