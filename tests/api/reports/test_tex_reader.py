"""The reader that judges our LaTeX sees what would not compile."""

import pytest
from tex_reader import mistakes

GOOD = r"\begin{longtable}{p{\linewidth}p{\linewidth}}" + "\n{a} & {$x_1$} \\\\\n\\end{longtable}\n"


def test_what_is_right():
    assert mistakes(GOOD) == []
    assert mistakes(r"$\begin{cases} a & b \\ \left(c\right) & d \end{cases}$ 5 \% \& more") == []


@pytest.mark.parametrize(
    "tex",
    [
        r"\input{x}",
        "a_b",
        "a & b",
        "100 %",
        "{a",
        "a}",
        "$a",
        r"$\left(a$",
        r"$\frac{a}{b$}",
        r"\textbf{$a}$",
        r"$\textbackslash{}$",
        r"\alpha",
        "漢",
        r"\begin{longtable} a",
        GOOD.replace("{a} &", "{a}"),
        "# a",
        "a~b",
    ],
)
def test_what_is_wrong(tex):
    assert mistakes(tex) != []
