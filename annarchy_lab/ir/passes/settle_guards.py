"""A condition that is the same for a whole loop is asked once, not element by element.

In: a loop as it is about to be printed.
Out: `settle_guards`: the condition of some of its stores that nothing in the loop decides, with
the loop where it holds and the loop where it does not.
Not here: conditions that differ between elements.

No result changes: where the condition holds the stores have none, else there are no such stores.
Compilers would do the same, but for the selections without branches that they are given.
"""

from collections.abc import Iterable
from dataclasses import replace

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.passes.drop_unused import trimmed
from annarchy_lab.lightweight import dataclass

__all__ = ["Settled", "settle_guards"]


@dataclass(frozen=True, slots=True)
class Settled:
    """A loop in two ways.

    Attributes
    ----------
    condition
        What is asked before the loop.
    then, otherwise
        The loop where it holds, and where it does not: None where nothing is left to do.
    """

    condition: e.Local
    then: k.RangeLoop
    otherwise: k.RangeLoop | None


def settle_guards(loop: k.RangeLoop) -> Settled | None:
    """Return the two ways of `loop`; None where no condition was named before it."""
    own = {s.name for s in loop.body if isinstance(s, k.Name)}
    condition = next((g for g in _guards(loop) if g.name not in own), None)
    if condition is None:
        return None
    stores = [s for s in loop.body if isinstance(s, k.Assign) and s.guard == condition]
    free = tuple(replace(s, guard=None) if s in stores else s for s in loop.body)
    left = tuple(s for s in loop.body if s not in stores)
    return Settled(condition, replace(loop, body=free), trimmed(replace(loop, body=left)))


def _guards(loop: k.RangeLoop) -> Iterable[e.Local]:
    guards = (s.guard for s in loop.body if isinstance(s, k.Assign))
    return (guard for guard in guards if isinstance(guard, e.Local))
