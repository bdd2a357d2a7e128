"""Completion and help of model cells in IPython: notebooks, consoles, terminals.

In: a shell.
Out: a matcher among those of its completer; its kernel, if it has one, inspects model cells.
Not here: what is completed or explained.

The kernel asks the shell about one name only, and forgets the cell around it; therefore its
``do_inspect`` is wrapped.  Cells that declare no model go on to where they went before.
"""

from collections.abc import Callable
from typing import Any, Final

from IPython.core.completer import (
    CompletionContext,
    SimpleCompletion,
    SimpleMatcherResult,
    context_matcher,
)

from annarchy_lab.lab.assist.cell import cell_of
from annarchy_lab.lab.assist.completion import completions
from annarchy_lab.lab.assist.inspection import as_html, as_text, meaning

__all__ = ["ShellHooks"]

INSPECT: Final = "do_inspect"


class ShellHooks:
    """What is hung into one shell.

    Parameters
    ----------
    shell
        The IPython shell.
    """

    def __init__(self, shell: Any) -> None:  # noqa: ANN401 - shells have no common type
        self._shell = shell
        self._matcher = _matcher(lambda: shell.user_ns)

    def install(self) -> None:
        """Begin to help."""
        self._shell.Completer.custom_matchers.append(self._matcher)
        kernel = getattr(self._shell, "kernel", None)
        if kernel is not None and hasattr(kernel, INSPECT):
            setattr(kernel, INSPECT, _inspector(kernel.do_inspect, lambda: self._shell.user_ns))

    def remove(self) -> None:
        """Leave the shell as it was."""
        matchers = self._shell.Completer.custom_matchers
        if self._matcher in matchers:
            matchers.remove(self._matcher)
        kernel = getattr(self._shell, "kernel", None)
        if INSPECT in getattr(kernel, "__dict__", {}):
            delattr(kernel, INSPECT)


def _matcher(variables: Callable[[], dict[str, object]]) -> Any:  # noqa: ANN401 - of IPython
    @context_matcher(identifier="annarchy_lab", priority=200)  # type: ignore[untyped-decorator]
    def match(context: CompletionContext) -> SimpleMatcherResult:
        text = context.full_text
        if cell_of(text) is None:
            return SimpleMatcherResult(completions=[])
        head = sum(len(line) + 1 for line in text.split("\n")[: context.cursor_line])
        offset = head + context.cursor_position
        start, entries = completions(text, offset, variables())
        return SimpleMatcherResult(
            completions=[SimpleCompletion(each.typed, type=each.kind) for each in entries],
            matched_fragment=text[start:offset],
            suppress=offset > len(text.split("\n")[0]),  # Python's words have no place in a model
            ordered=True,
        )

    return match


def _inspector(
    inspect: Callable[..., dict[str, Any]], variables: Callable[[], dict[str, object]]
) -> Callable[..., dict[str, Any]]:
    def do_inspect(
        code: str, cursor_pos: int, detail_level: int = 0, omit_sections: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        if cell_of(code) is None or cursor_pos <= len(code.partition("\n")[0]):
            return inspect(code, cursor_pos, detail_level, omit_sections)
        found = meaning(code, cursor_pos, variables())
        data = {}
        if found is not None:
            data = {"text/plain": as_text(*found), "text/html": as_html(*found)}
        return {"status": "ok", "found": found is not None, "data": data, "metadata": {}}

    return do_inspect
