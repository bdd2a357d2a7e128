"""What passes over kernels have in common: other expressions, names.

In: level-2 statements.
Out: `with_expressions`: a statement with other expressions; `words_in`: all names in a part of a
kernel.
Not here: which ones (the passes), arguments of draws, sizes of tables.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import chain

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k

__all__ = ["with_expressions", "words_in"]


def with_expressions(
    statement: k.KernelStatement, change: Callable[[e.Expr], e.Expr]
) -> k.KernelStatement:
    """Return `statement` with `change` applied to what it evaluates for each element."""
    match statement:
        case k.Name() | k.SetFlag() | k.LaneReduction():
            return replace(statement, value=change(statement.value))
        case k.MarkLoop():
            body = tuple(replace(name, value=change(name.value)) for name in statement.body)
            return replace(statement, body=body, condition=change(statement.condition))
        case k.Assign(guard=guard):
            new_guard = None if guard is None else change(guard)
            return replace(statement, value=change(statement.value), guard=new_guard)
        case k.RangeLoop() | k.BlockLoop() | k.ListedLoop() | k.DendriteLoop() | k.EventLoop():
            inside = tuple(with_expressions(inner, change) for inner in statement.body)
            return replace(statement, body=inside)
        case _:
            return statement


def words_in(part: object) -> Iterator[str]:
    """Yield all names in a part of a kernel, whatever they name."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple | list):
        yield from chain.from_iterable(map(words_in, part))
    elif is_dataclass(part):
        yield from chain.from_iterable(words_in(getattr(part, f.name)) for f in fields(part))
