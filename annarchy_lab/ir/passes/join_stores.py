"""A value that is stored and then changed is stored once.

In: a module as it was lowered.
Out: the same module; stores of one edge's attribute that follow each other under one condition are
one store, and what the earlier ones stored has a name.  So are all unconditional stores of one
attribute in an event.
Not here: stores without a condition in equations, which compilers join by themselves; in events
another store stands between them, which to a compiler may change anything.

No result changes: where the condition holds, each store reads what the one before it would have
stored; where it does not, none of them changes anything.  Values of an edge have no other name by
which anything else could read them.
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
            case k.EventLoop() | k.ListedLoop() as loop:
                inside = _body(_with_last_stores(loop.body, module), module)
                joined.append(replace(loop, body=inside))
            case k.RangeLoop() | k.BlockLoop() | k.DendriteLoop() as loop:
                joined.append(replace(loop, body=_body(loop.body, module)))
            case _:
                joined += statements
    return tuple(joined)


def _key(position: int, statement: k.KernelStatement, module: k.Module) -> object:
    """Return what stores have in common that are joined; nothing else shares it."""
    match statement:
        case k.Assign(buffer, index, _, guard) if guard is not None:
            is_of_edge = _is_of_edge(buffer, module)
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


def _with_last_stores(
    body: tuple[k.KernelStatement, ...], module: k.Module
) -> tuple[k.KernelStatement, ...]:
    """Name what is stored without a condition and changed later on, and store the last value."""
    names: dict[tuple[str, str | None], k.Name] = {}
    made: list[k.KernelStatement] = []
    for position, statement in enumerate(body):
        for (buffer, index), name in names.items():
            statement = _reading(statement, e.Load(buffer, index, name.value.dtype), name)
        match statement:
            case k.Assign(buffer, index, value, None, note) if _is_of_edge(buffer, module):
                later = [s for s in body[position + 1 :] if _stores(s, buffer, index)]
                names.pop((buffer, index), None)
                if later and all(isinstance(s, k.Assign) and s.guard is None for s in later):
                    name = k.Name(f"{buffer} at {position}", value, note)
                    names[buffer, index] = name
                    statement = name
        made.append(statement)
    return tuple(made)


def _is_of_edge(buffer: str, module: k.Module) -> bool:
    return module.buffer(buffer).extent is k.Extent.EDGE


def _stores(statement: k.KernelStatement, buffer: str, index: str | None) -> bool:
    match statement:
        case k.Assign(target, place):
            return (target, place) == (buffer, index)
        case _:
            return False


def _reading(statement: k.KernelStatement, load: e.Load, name: k.Name) -> k.KernelStatement:
    """Return `statement` with the named value in the place of what would be stored."""
    match statement:
        case k.Name(value=value):
            return replace(statement, value=_with_name(value, load, name))
        case k.Assign(value=value, guard=guard):
            new_guard = None if guard is None else _with_name(guard, load, name)
            return replace(statement, value=_with_name(value, load, name), guard=new_guard)
        case _:
            return statement


def _with_name(expr: e.Expr, stored: e.Load, name: k.Name) -> e.Expr:
    named = e.Local(name.name, stored.dtype)
    return e.rewrite(expr, lambda leaf: named if leaf == stored else leaf)
