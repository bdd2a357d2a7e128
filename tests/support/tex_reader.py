"""Reads LaTeX strictly enough to say whether it will compile, without a TeX.

In: the text of a report.
Out: what is wrong with it: nothing, if only known commands, balanced groups, formulas and
environments, tables with as many cells as columns, and letters that every LaTeX knows are there.
Not here: what it looks like.
"""

import re

__all__ = ["mistakes"]

IN_TEXT = {
    *("documentclass", "usepackage", "title", "author", "date", "maketitle", "sloppy", "noindent"),
    *("section", "subsection", "textbf", "hline", "endhead", "dimexpr", "linewidth", "tabcolsep"),
    *("relax", "begin", "end", "textbackslash", "textasciitilde", "textasciicircum", "textless"),
    *("textgreater", "textbar", "ensuremath", "ldots"),
}
GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega varsigma"
)
IN_MATH = {
    *GREEK.split(),
    *("frac", "sqrt", "left", "right", "lvert", "rvert", "mathrm", "mathcal", "mathbb", "text"),
    *("cdot", "times", "leftarrow", "rightarrow", "displaystyle", "exp", "log", "ln", "sin", "cos"),
    *("tan", "sinh", "cosh", "tanh", "bmod", "neg", "wedge", "vee", "neq", "leq", "geq", "infty"),
    *("begin", "end", "circ", "pm", "div", "approx", "partial"),
}
TOKEN = re.compile(r"\\([A-Za-z]+)\*?|\\(.)|([{}$&%#_^~])", re.S)


def mistakes(tex: str) -> list[str]:
    """Return what would keep the text from compiling."""
    found: list[str] = []
    stack: list[str] = []
    body = re.sub(r"\A%.*\n", "", tex)
    for match in TOKEN.finditer(body):
        word, sign, special = match.groups()
        in_math = "$" in stack or "ensuremath{" in stack
        if word:
            _word(word, body, match, stack, found, in_math=in_math)
        elif sign is not None:
            if sign not in ("&%$#_{},\\ " if in_math else "&%$#_{}\\"):
                found.append(f"\\{sign}")
        else:
            _special(special, body, match.start(), stack, found, in_math=in_math)
    found += [f"open: {each}" for each in stack]
    strange = {c for c in body if not (" " <= c <= "~" or c == "\n" or "\u00c0" <= c <= "\u017f")}
    return found + [f"letter {c!r}" for c in sorted(strange)] + _tables(body)


def _word(word, body, match, stack, found, *, in_math):
    if word not in (IN_MATH if in_math else IN_TEXT):
        found.append(f"\\{word}")
    argument = re.compile(r"\{(\w+)\}").match(body, match.end())
    if word == "begin":
        stack.append(f"begin {argument[1]}")
    elif word == "end":
        _close(f"begin {argument[1]}", stack, found)
    elif word in ("left", "right"):
        if word == "left":
            stack.append("left")
        else:
            _close("left", stack, found)


def _special(special, body, place, stack, found, *, in_math):
    if special == "{":
        before = body[:place]
        stack.append("ensuremath{" if before.endswith("\\ensuremath") else "{")
    elif special == "}":
        opened = stack.pop() if stack else ""
        if opened not in ("{", "ensuremath{"):
            found.append(f"}} closes {opened!r}")
    elif special == "$":
        if "$" in stack:
            _close("$", stack, found)
        else:
            stack.append("$")
    elif not _may_stand(special, stack, in_math=in_math):
        found.append(f"{special} at {body[max(0, place - 20) : place + 5]!r}")


def _may_stand(special, stack, *, in_math):
    """Whether a special sign has a meaning here: an index, or the end of a cell."""
    is_index = special in "_^" and in_math
    return is_index or (special == "&" and bool(stack) and stack[-1].startswith("begin"))


def _close(what, stack, found):
    opened = stack.pop() if stack else ""
    if opened != what:
        found.append(f"{what!r} closes {opened!r}")


def _tables(body):
    """Compare the number of cells in each row with that of the columns."""
    found = []
    for table in re.findall(r"\\begin\{longtable\}(.*?)\\end\{longtable\}", body, re.S):
        head, *rows = table.strip().split("\n")
        n_columns = head.count("p{")
        wrong = (row for row in rows if row != r"\hline" and _cells(row) != n_columns)
        found += [f"{n_columns} columns: {row}" for row in wrong]
    return found


def _cells(row):
    depth, n = 0, 1
    for match in TOKEN.finditer(row):
        depth += {"{": 1, "}": -1}.get(match[3] or "", 0)
        n += match[3] == "&" and depth == 0
    return n
