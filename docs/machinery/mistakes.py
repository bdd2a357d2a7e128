"""Every message about a model, from the pairs that its tests compare.

In: ``tests/errors/bad_<name>.py`` (a model with one mistake) and ``.txt`` (what its user sees), and
what the code that reports it says of it.
Out: ``{mistakes}``: a section per code.
Not here: whether model and message fit; ``tests/errors`` sees to that.
"""

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from annarchy_lab.ir import faults as of_networks
from annarchy_lab.language import faults as of_texts
from annarchy_lab.language.checks import all_checks
from annarchy_lab.numerics import faults as of_methods
from machinery import ROOT

__all__ = ["Mistake", "mistakes", "setup"]

PAIRS = ROOT / "tests" / "errors"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One code, with a model that has the mistake and the message that it brings."""

    code: str
    name: str
    what: str
    model: str
    message: str


def mistakes() -> tuple[Mistake, ...]:
    """All of them, in the order of their codes."""
    return tuple(sorted((_mistake(*of) for of in _reported()), key=lambda found: found.code))


def _reported() -> Iterator[tuple[str, str, str]]:
    for check in all_checks():
        yield check.code, check.name, inspect.cleandoc(check.what).partition("Example:")[0]
    for fault in (*of_texts.FAULTS, *of_methods.FAULTS, *of_networks.FAULTS):
        yield fault.code, fault.name, fault.what


def _mistake(code: str, name: str, what: str) -> Mistake:
    model = (PAIRS / f"bad_{name}.py").read_text(encoding="utf-8")
    message = (PAIRS / f"bad_{name}.txt").read_text(encoding="utf-8")
    return Mistake(code, name, what, _shown(model), message)


def _shown(text: str) -> str:
    """What of a file is the model: neither its docstring, nor imports, nor the frame of a test."""
    lines = text.splitlines()
    parts = []
    for node in ast.parse(text).body[1:]:
        if isinstance(node, ast.FunctionDef) and node.name == "declare":
            first, last = node.body[0].lineno, node.end_lineno
            parts.append(dedent("\n".join(lines[first - 1 : last])))
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            parts.append("\n".join(lines[node.lineno - 1 : node.end_lineno]))
    return "\n\n".join(parts) + "\n"


class MistakesDirective(SphinxDirective):
    """``{mistakes}``."""

    def run(self) -> list[nodes.Node]:
        """Return a section per code."""
        self.env.note_dependency(str(PAIRS))
        return [self._section(found) for found in mistakes()]

    def _section(self, found: Mistake) -> nodes.section:
        title = nodes.title("", f"{found.code}: {found.name.replace('_', ' ')}")
        section = nodes.section("", title, ids=[found.code.lower()], names=[found.code.lower()])
        section += self.parse_text_to_nodes(found.what)
        model = nodes.literal_block(found.model, found.model, language="python")
        message = nodes.literal_block(found.message, found.message, language="annarchy-message")
        section += [model, message]
        return section


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.add_directive("mistakes", MistakesDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
