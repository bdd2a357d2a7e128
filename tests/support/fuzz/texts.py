"""Random texts: soups of words, expressions by the grammar, models with a few slips.

Everything is drawn from one `random.Random`, so that a number names a text; hypothesis hands in a
`Random` of its own and shrinks through it.
"""

# ruff: noqa: SIM905 - lists of words are read as one text

import re
from collections.abc import Callable
from random import Random

from fuzz.cases import Case
from fuzz.corpus import CORPUS

__all__ = ["TOKEN", "random_case"]

TOKEN = re.compile(r"\w+|\s+|\*\*|[-+*/<>=!]=|.", re.DOTALL)

NAMES = """
a b r v w x tau u n g_exc g_inh g_target g_ dv dt t t_pre t_post t_last d E pi spiked size pre post
pre.r post.v pre.sum(exc) post.u dv/dt dx/dt sum(exc) sum() sum(in) mean(r) mean(pre.r) max(v) r2 _
Uniform(0.0,1.0) Normal(0,1) exp(v) f(x) True False __ lambda int float init min max while nan inf
""".split()
NUMBERS = """
0 1 2 3 -1 0.5 .5 5. 1e-3 1e3 1E3 1e308 1e309 1e-400 2147483647 2147483648 16 17 4294967296
99999999999999999999 0x10 1_000 1.2.3 1e 1e+ 0..1 1/0 00 007
""".split()
SIGNS = """
+ - * / ^ ** == != < <= > >= = += -= *= /= ( ) , : ; . .. and or not is in if else elif
% & | ! ~ @ [ ] { } ' " \\ ? # $ ` -> ++ -- // <> := ...
""".split()
# Letters that are no words of anybody: other scripts, invisible ones, commands to a terminal.
STRANGE = tuple("\u00b7\u2212\u03c4\u00e9\u91cd\u200b\u00a0\x00\x1b\x0c\x85\u2028\ud800\U0001f9e0")
FLAGS = """
exponential event-driven midpoint rk4 implicit explicit semiimplicit exact population projection
postsynaptic local global semiglobal int bool float init=0.0 min=0.0 max=v unless_post proba=0.5
unless_refractory w=0.1 d=2 any all locality=global method=rk4 type=int rk4=1 foo foo=1 max= init
init=Uniform(0,1) min=Normal(0,1)
""".split()
FUNCTIONS = """
cos sin tan acos asin atan cosh sinh tanh asinh acosh atanh exp log ln log10 sqrt abs fabs floor
ceil isnan isfinite pos positive neg negative round clip modulo pow power ite Uniform Normal
DiscreteUniform LogNormal Exponential Gamma Binomial min max mean norm1 norm2 sum f
""".split()
BLANKS = (" ", " ", " ", "\n", "\n", "\t", "", "  ", "\n    ", "\r\n", ";")
HEADS = """
parameters: equations: spike: reset: psp: pre_spike: post_spike: functions: operation: pruning:
creating: refractory: description: paramters:
""".split()
KINDS = (NAMES, NUMBERS, SIGNS, FLAGS, FUNCTIONS, STRANGE, HEADS)
INFIX = ("<", ">=", "==", "!=", "is", "is not", "and", "or")


def random_case(rng: Random) -> Case:
    """Return one case; most are models with a slip or two, which get furthest."""
    case = rng.choice(CORPUS)
    match rng.choices(("mutate", "expression", "soup", "cross"), (52, 32, 9, 7))[0]:
        case "mutate":
            for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5))):
                case = _mutated(rng, case)
        case "expression":
            case = _with_expression(rng, case)
        case "soup":
            case = _in_field(rng, case, lambda text: soup(rng))
        case "cross":
            case = _crossed(rng, case)
    return case


def soup(rng: Random) -> str:
    """Return words without any order."""
    parts = []
    for _ in range(rng.randrange(1, 26)):
        parts.append(rng.choice(rng.choices(KINDS, (30, 12, 33, 8, 10, 2, 2))[0]))
        parts.append(rng.choice(BLANKS))
    return "".join(parts)


def sensible(rng: Random, depth: int, names: list[str]) -> str:
    """Return an expression that obeys the grammar and names what exists."""
    if depth <= 0 or rng.random() < 0.1:
        return rng.choice(names) if rng.random() < 0.75 else rng.choice(NUMBERS[:16])
    inner = lambda: sensible(rng, depth - 1, names)  # noqa: E731 - read where it is used
    match rng.randrange(10):
        case 0 | 1 | 2:
            return f"({inner()} {rng.choice('+-*/^')} {inner()})"
        case 3:
            return f"{rng.choice(('-', 'not '))}({inner()})"
        case 4:
            return f"({inner()}) {rng.choice(INFIX)} ({inner()})"
        case 5 | 6:
            return f"(if {inner()}: {inner()} else: {inner()})"
        case 7:
            return f"{rng.choice(('modulo', 'pow', 'power'))}({inner()}, {inner()})"
        case 8:
            return f"clip({inner()}, {inner()}, {inner()})"
        case _:
            return f"{rng.choice(FUNCTIONS[:25])}({inner()})"


def expression(rng: Random, depth: int) -> str:
    """Return an expression that mostly obeys the grammar."""
    if depth <= 0 or rng.random() < 0.15:
        return rng.choice(NAMES if rng.random() < 0.7 else NUMBERS)
    inner = lambda: expression(rng, depth - 1)  # noqa: E731 - read where it is used
    match rng.randrange(12):
        case 0 | 1 | 2:
            return f"{inner()} {rng.choice('+-*/^')} {inner()}"
        case 3 | 4:
            return f"({inner()})"
        case 5:
            return f"{rng.choice(('-', '+', 'not ', 'not(', '- -'))}{inner()}"
        case 6:
            return f"{inner()} {rng.choice(INFIX)} {inner()}"
        case 7:
            return f"if {inner()}: {inner()} else: {inner()}"
        case 8:
            return f"ite({inner()}, {inner()}, {inner()})"
        case _:
            arguments = (inner() for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 0, 4))))
            return f"{rng.choice(FUNCTIONS)}({', '.join(arguments)})"


def _deep(rng: Random) -> str:
    """Return an expression that is nested or long beyond reason."""
    n = rng.choice((5, 20, 30, 55, 70, 140, 300, 3000))
    opening, closing = rng.choice(
        (
            ("(", ")"), ("-", ""), ("not ", ""), ("exp(", ")"), ("if v > 0: 1 else: ", ""),
            ("ite(v > 0, 1, ", ")"), ("v^", ""), ("v + ", ""), ("v * (", ")"), ("(((-", ")))"),
            ("pos(", ")"), ("clip(", ", 0, 1)"), ("(", ")^16"), ("abs(1 + ", ")"), ("f(", ")"),
        )
    )  # fmt: skip
    return opening * n + "v" + closing * n


def _in_field(rng: Random, case: Case, change: Callable[[str], str]) -> Case:
    field, text = rng.choice(case.fields)
    return case.with_text(field, change(text))


def _with_expression(rng: Random, case: Case) -> Case:
    """Put an expression in the place of the right side of a line, or of a condition."""
    depth, kind = rng.randrange(1, 5), rng.random()
    if kind < 0.04:
        value = _deep(rng)
    elif kind < 0.3:
        value = expression(rng, depth)
    else:
        value = sensible(rng, depth, _names_in(case))

    def change(text: str) -> str:
        lines = text.split("\n")
        number = rng.randrange(len(lines))
        left, sign, right = lines[number].partition("=")
        if not sign:
            return value
        flags = right.rpartition(" : ")[2] if " : " in right and rng.random() < 0.7 else ""
        lines[number] = f"{left}= {value}{f' : {flags}' if flags else ''}"
        return "\n".join(lines)

    return _in_field(rng, case, change)


def _names_in(case: Case) -> list[str]:
    """Return what the case seems to declare, and what every such model has."""
    known = ["t", "dt", "pi"]
    if "synapse" in case.kind:
        known += ["w", "pre.r", "post.r", "pre.v", "post.u", "mean(pre.v)"]
    for _, text in case.fields:
        known += re.findall(r"^\s*(\w+) *[-+*/]?=[^=]", text, re.MULTILINE)
        known += re.findall(r"\bd(\w+)/dt", text)
    return known


def _crossed(rng: Random, case: Case) -> Case:
    """Take a field, or a line of one, from another model."""
    other = rng.choice([each for each in CORPUS if each.kind == case.kind])
    field, text = rng.choice(other.fields)
    if rng.random() < 0.5:
        return Case(case.kind, (*case.without(field).fields, (field, text)))
    line = rng.choice(text.split("\n"))
    return _in_field(rng, case, lambda old: f"{old}\n{line}")


def _mutated(rng: Random, case: Case) -> Case:
    """Make one slip."""
    if rng.random() < 0.05 and len(case.fields) > 1 and case.kind in ("neuron", "synapse"):
        return case.without(rng.choice(case.fields)[0])
    change = rng.choices((_words_changed, _lines_changed, _letters_changed), (75, 15, 10))[0]
    return _in_field(rng, case, lambda text: change(rng, text))


def _words_changed(rng: Random, text: str) -> str:
    words = TOKEN.findall(text) or [""]
    at = rng.randrange(len(words))
    other = rng.choice(rng.choices(KINDS, (20, 20, 20, 20, 20, 4, 2))[0])
    match rng.randrange(8):
        case 0:
            del words[at]
        case 1:
            words[at] *= 2
        case 2 | 3:
            words[at] = other
        case 4:
            words.insert(at, other)
        case 5:
            words[at] = rng.choice(words)
        case 6:
            to = rng.randrange(len(words))
            words[at], words[to] = words[to], words[at]
        case _:
            flag = rng.choice(FLAGS)
            words.append(f"{rng.choice((' : ', ', ', ' :', ','))}{flag}")
    return "".join(words)


def _lines_changed(rng: Random, text: str) -> str:
    lines = text.split("\n")
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            lines[at], lines[to] = lines[to], lines[at]
        case 3:
            lines[at] = rng.choice(("#", ":", "=", ";", "x = ", "dx/dt = 1")) + lines[at]
        case _:
            return rng.choice((" ", "; ", "\n\n", "\r\n", "\r")).join(lines)
    return "\n".join(lines)


def _letters_changed(rng: Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    letter = rng.choice("".join((*SIGNS, *STRANGE)) + "abdrvtw_0123456789 \n\t=:,()")
    match rng.randrange(5):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + letter + text[at:]
        case 2:
            return text[:at] + letter + text[at + 1 :]
        case 3:
            return text[:at] if rng.random() < 0.5 else text[at:]
        case _:
            return text[:at] + text[at : at + 1].swapcase() + text[at + 1 :]
