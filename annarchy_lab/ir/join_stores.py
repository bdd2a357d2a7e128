"""A value that is stored and then kept within bounds is stored once.

In: a module as it was lowered.
Out: the same module; stores of one edge's attribute that follow each other under one condition are
one store, and what the earlier ones stored has a name.
Not here: stores without a condition, which compilers join by themselves.

No result changes: where the condition holds, each store reads what the one before it would have
stored; where it does not, none of them changes anything.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k

__all__ = ["join_stores"]


def join_stores(module: k.Module) -> k.Module:
    """Return `module` with one store where several follow each other under one condition."""
    functions = tuple(replace(f, body=_body(f.body, module)) for f in module.functions)
    return replace(module, functions=functions)


def _body(body: tuple[k.KernelStatement, ...], module: k.Module) -> tuple[k.KernelStatement, ...]:
    joined: list[k.KernelStatement] = []
    for _, group in groupby(enumerate(body), lambda item: _key(item[0], item[1], module)):
        statements = [statement for _, statement in group]
        match statements[0]:
            case k.Assign() if len(statements) > 1:
                joined += _joined([s for s in statements if isinstance(s, k.Assign)], len(joined))
            case k.RangeLoop() | k.BlockLoop() | k.DendriteLoop() | k.EventLoop() as loop:
                joined.append(replace(loop, body=_body(loop.body, module)))
            case _:
                joined += statements
    return tuple(joined)


def _key(position: int, statement: k.KernelStatement, module: k.Module) -> object:
    """Return what stores have in common that are joined; nothing else shares it."""
    match statement:
        case k.Assign(buffer, index, _, guard) if guard is not None:
            is_of_edge = module.buffer(buffer).extent is k.Extent.EDGE
            own = [x for x in e.walk(guard) if isinstance(x, e.Load) and x.buffer == buffer]
            return (buffer, index, repr(guard)) if is_of_edge and not own else position
        case _:
            return position


def _joined(stores: list[k.Assign], position: int) -> Iterator[k.KernelStatement]:
    buffer, index = stores[0].buffer, stores[0].index
    value = stores[0].value
    for n, (store, following) in enumerate(pairwise(stores)):
        name = k.Name(f"{buffer} then {position + n}", value, store.note)
        yield name
        value = _with_name(following.value, e.Load(buffer, index, value.dtype), name)
    yield replace(stores[-1], value=value)


def _with_name(expr: e.Expr, stored: e.Load, name: k.Name) -> e.Expr:
    named = e.Local(name.name, stored.dtype)
    return e.rewrite(expr, lambda leaf: named if leaf == stored else leaf)
