"""Whatever users write, it is shown and never obeyed."""

from html.parser import HTMLParser

import pytest
from nbconvert.filters import markdown2html
from tex_reader import mistakes

import annarchy_lab as ann
from annarchy_lab.api.reports.markdown import escape as escape_markdown
from annarchy_lab.language.latex_text import escape as escape_latex

EVIL = [
    r"\input{/etc/passwd} \write18{ls} \end{document}",
    "100% & more_of # this ~ ^ {it} $x$ $$y$$",
    "<img src=x onerror=alert(1)> <script>alert(1)</script> &amp; &lt;",
    "[a](javascript:alert(1)) ![b](c) **bold** *it* `code` | a | b |",
    "line\nbreak\r\n# heading\n\n- item\ttab",
    "- item",
    "12. item",
    "+ item",
    "---",
    "| x |",
    "a\"b'c``d''e <<f>> \\(x\\) \\[y\\]",
    "τ = 20 ms, µ, Ω, Α, ∂, ± – — “x” ‘y’ … é ß Ł ő 漢 😀 \u0301 \u200b \x07 \x1b[31m",
    "@cite [@cite] ^[note] :::{.warning} {{< include x >}}",
]


class Reader(HTMLParser):
    """Tags, the links they have, and the text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.words, self.links = set(), [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for key, value in attrs if key in ("href", "src", "onerror")]

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(params=EVIL)
def net(request):
    """A network with such a text in each place that takes one."""
    net = ann.Network()
    words = request.param
    neuron = ann.Neuron(
        {"a": ann.Parameter(1.0, unit=words, description=words)},
        ann.Variable("r = a", unit=words, description=words),
        name=words,
        description=words,
    )
    pop = net.create(2, neuron, name=words)
    net.connect(pop, pop, "exc", name=f"{words} 2").all_to_all(1.0)
    net.monitor(pop, "r", name=f"{words} 3")
    net.words = words
    return net


@pytest.mark.proves("api-12-escaped", "api-12-valid-latex")
def test_latex_stays_well_formed(net, tmp_path):
    for standalone in (True, False):
        path = tmp_path / "report.tex"
        net.report(path, standalone, title=net.words, author=net.words, date=net.words)
        assert mistakes(path.read_text(encoding="utf-8")) == []


@pytest.mark.proves("api-12-escaped")
@pytest.mark.parametrize("ending", [".md", ".qmd"])
def test_markdown_shows_the_words(net, tmp_path, ending):
    path = tmp_path / f"report{ending}"
    net.report(path, title=net.words, author=net.words, date="2020")
    text = path.read_text(encoding="utf-8")
    if ending == ".qmd":
        head, body = text.removeprefix("---\n").split("\n---\n", 1)
        assert [line.split(":")[0] for line in head.split("\n")] == ["title", "author", "date"]
        text = body
    reader = Reader(markdown2html(text))
    allowed = {"h1", "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "a"}
    assert reader.tags <= allowed
    assert all(link.startswith("#") for link in reader.links)
    shown = " ".join("".join(c for c in net.words if c.isprintable() or c.isspace()).split())
    page = " ".join("".join(reader.words).split())
    assert page.count(shown) >= 5


def test_what_latex_escapes_look_like():
    assert escape_latex("a_b & 50%") == r"a\_b \& 50\%"
    assert escape_latex("τ Λ Α ο µ") == (
        r"\ensuremath{\tau} \ensuremath{\Lambda} A o \ensuremath{\mu}"
    )
    assert escape_latex("é Łódź") == "é Łódź"
    assert escape_latex("ﬁ ℝ ά 漢\n\x07") == "fi R [U+03AC] [U+6F22] "


def test_what_markdown_escapes_look_like():
    assert escape_markdown("a_b *c*") == r"a\_b \*c\*"
    assert escape_markdown("1. first") == r"1\. first"
    assert escape_markdown("- first") == r"\- first"
    assert escape_markdown("plain-text, 1.5 ms") == "plain-text, 1.5 ms"
