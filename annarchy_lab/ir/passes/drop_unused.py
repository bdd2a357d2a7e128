"""What nothing uses is not computed: names, ranks of the other side, loops of nothing but these.

In: a module as it was lowered, or a part of one.
Out: `drop_unused`: the same module, `trimmed`: the same loop, without what nothing in it uses.
Not here: buffers, which a module names in its table; stores, which somebody may see.

Methods name all they compute: the slope of an equation that nothing couples to another one, say.
Compilers would leave it out as well, but warn of it, and whoever reads the module would wonder.
"""

from dataclasses import replace
from typing import TypeAlias, TypeVar

from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.passes.rewriting import words_in

__all__ = ["drop_unused", "trimmed"]

_AnyLoop: TypeAlias = (
    k.RangeLoop | k.BlockLoop | k.ListedLoop | k.DendriteLoop | k.EventLoop | k.NewEdgeLoop
)
_Loop = TypeVar("_Loop", bound=_AnyLoop)


def drop_unused(module: k.Module) -> k.Module:
    """Return `module` without what nothing in it uses."""
    functions = tuple(replace(f, body=_used(f.body)) for f in module.functions)
    return replace(module, functions=functions)


def trimmed(loop: _Loop) -> _Loop | None:
    """Return `loop` without what nothing in it uses; None where nothing is left."""
    body = _used(loop.body)
    if not body:
        return None
    if isinstance(loop, k.RangeLoop | k.BlockLoop) and "pre" not in words_in(body):
        return replace(loop, body=body, pre_ranks=None)
    if isinstance(loop, k.EventLoop) and loop.other not in words_in((body, loop.ages)):
        return replace(loop, body=body, ranks=None)
    return replace(loop, body=body)


def _used(body: tuple[k.KernelStatement, ...]) -> tuple[k.KernelStatement, ...]:
    used = set[str]()
    kept: list[k.KernelStatement] = []
    for statement in reversed(body):
        left = trimmed(statement) if isinstance(statement, _AnyLoop) else statement
        if left is None or (isinstance(left, k.Name) and left.name not in used):
            continue
        used |= set(words_in(left))
        kept.append(left)
    return tuple(reversed(kept))
