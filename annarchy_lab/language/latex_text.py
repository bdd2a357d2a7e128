"""Plain text as LaTeX, so that a user's words can never become a command.

In: any text.  Out: LaTeX that shows it, with any engine and without packages.
Not here: formulas (see `latex`).

Letters that LaTeX's own fonts lack are written as their plain letters, else as their number.
"""

import unicodedata
from typing import Final

__all__ = ["escape"]

_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"{''}",
    "`": r"{`}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_SIGNS: Final = {
    **{"–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "…": r"\ldots{}"},
    **{
        sign: rf"\ensuremath{{{latex}}}"
        for sign, latex in {
            **{"−": "-", "±": r"\pm", "×": r"\times", "·": r"\cdot", "÷": r"\div", "µ": r"\mu"},
            **{"≤": r"\leq", "≥": r"\geq", "≠": r"\neq", "≈": r"\approx", "∞": r"\infty"},
            **{"→": r"\rightarrow", "←": r"\leftarrow", "°": r"^{\circ}", "Ω": r"\Omega"},
            **{
                "¹": "^{1}",
                "²": "^{2}",
                "³": "^{3}",
                "⁻": "^{-}",
                "∂": r"\partial",
                "ς": r"\varsigma",
            },
        }.items()
    },
}
_WITHOUT_COMMAND: Final = {
    **{"ALPHA": "A", "BETA": "B", "EPSILON": "E", "ZETA": "Z", "ETA": "H", "IOTA": "I"},
    **{"KAPPA": "K", "MU": "M", "NU": "N", "RHO": "P", "TAU": "T", "CHI": "X"},
}
"""Greek capitals that look like Latin ones."""
_GREEK: Final = frozenset(
    (
        *("ALPHA", "BETA", "GAMMA", "DELTA", "EPSILON", "ZETA", "ETA", "THETA", "IOTA", "KAPPA"),
        *("LAMDA", "MU", "NU", "XI", "PI", "RHO", "SIGMA", "TAU", "UPSILON", "PHI", "CHI"),
        *("PSI", "OMEGA"),
    )
)
_LAST_KNOWN_LETTER: Final = "\u017f"  # of Latin Extended-A, which every LaTeX knows as UTF-8


def escape(text: str) -> str:
    """Return plain text so that LaTeX shows it as it is; line ends become blanks."""
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    if letter in _SIGNS:
        return _SIGNS[letter]
    if " " <= letter <= "~" or (letter.isalpha() and letter <= _LAST_KNOWN_LETTER):
        return letter
    if letter.isspace():
        return " "
    return _greek(letter) or _plain(letter)


def _greek(letter: str) -> str:
    """Return a Greek letter as LaTeX, '' for any other."""
    words = unicodedata.name(letter, "").split()
    if words[:1] != ["GREEK"] or len(words) != 4:
        return ""
    name, is_capital = words[3], words[1] == "CAPITAL"
    if name not in _GREEK:
        return {"OMICRON": "O" if is_capital else "o"}.get(name, "")
    if is_capital and name in _WITHOUT_COMMAND:
        return _WITHOUT_COMMAND[name]
    command = "LAMBDA" if name == "LAMDA" else name
    return rf"\ensuremath{{\{command.capitalize() if is_capital else command.lower()}}}"


def _plain(letter: str) -> str:
    """Return the plain letters of a letter with accents or in another font, or its number."""
    if unicodedata.category(letter).startswith("C"):
        return ""
    base = "".join(c for c in unicodedata.normalize("NFKD", letter) if c.isascii())
    return "".join(_SPECIAL.get(c, c) for c in base) or f"[U+{ord(letter):04X}]"
