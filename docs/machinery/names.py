"""The public names, each with its docstring, in groups.

In: ``{names}`` in the pages under ``api/``, one name of a module per line::

    ```{names} annarchy_lab
    Network
    magic_network
    ```

A word behind a name chooses what of a class is shown: nothing for all its members, ``own`` for
those it defines itself, ``plain`` for none.
Out: what autodoc makes of them.
Not here: docstrings.
"""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import WrapperDescriptorType

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from machinery import DOCS

__all__ = ["grouped_names", "setup"]

BLOCK = re.compile(r"^```\{names\} (\S+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
FOREIGN = "BaseException, Exception, float, dict, object"
"""Bases whose methods are Python's own."""
MEMBERS = {
    "": (":members:", f":inherited-members: {FOREIGN}"),
    "own": (":members:",),
    "plain": (),
}


def grouped_names(folder: Path = DOCS / "api") -> Iterator[tuple[str, str, str]]:
    """Module, name and page of every name in a group."""
    for path in sorted(folder.glob("*.md")):
        for module, body in BLOCK.findall(path.read_text(encoding="utf-8")):
            for line in body.split("\n"):
                if line.strip():
                    yield module, line.split()[0], path.name


class NamesDirective(SphinxDirective):
    """``{names} module``."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the documentation of all names."""
        module = self.arguments[0]
        lines = [".. py:currentmodule:: " + module, ""]
        for line in self.content:
            name, _, members = line.strip().partition(" ")
            lines += _directive(module, name, members)
        # docstrings are reStructuredText, the page is Markdown
        return self.parse_text_to_nodes("\n".join(("````{eval-rst}", *lines, "````")))


def _directive(module: str, name: str, members: str) -> list[str]:
    thing = getattr(import_module(module), name)
    if inspect.isclass(thing):
        options = MEMBERS[members]
        return [f".. autoclass:: {name}", *(f"   {option}" for option in options), ""]
    if inspect.ismodule(thing):  # the rest of its docstring is for those who read the source
        first = inspect.cleandoc(thing.__doc__ or "").partition("\n\n")[0]
        return [f".. py:data:: {name}", "", *(f"   {line}" for line in first.split("\n")), ""]
    kind = "function" if callable(thing) else "data"
    return [f".. auto{kind}:: {name}", ""]


def _signature(
    app: Sphinx, what: str, name: str, thing: type, options: object, signature: str, returns: str
) -> tuple[str, str] | None:
    """A class is called as its constructor says, also where a metaclass stands before it."""
    if what != "class" or not signature or isinstance(thing.__init__, WrapperDescriptorType):
        return None
    parameters = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in inspect.signature(thing.__init__).parameters.values()
        if parameter.name != "self"
    ]
    return str(inspect.Signature(parameters)), returns


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("autodoc-process-signature", _signature)
    app.add_directive("names", NamesDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
