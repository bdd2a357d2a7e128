"""What equations overwrite in each step is stored when somebody can see it.

In: the module of a synapse or neuron model as it was lowered.
Out: `hide_unseen`: the same module with a second function, ``synapse_unseen``, for the steps
behind which nobody looks: it names such values in the place of storing them.  `note_unseen`: a
module of neurons that knows which values these are; the core lets it store them elsewhere.
Not here: which steps these are (the core); equations that run every so many steps; who else reads
the values of neurons (the backend).

No result changes: such a variable is written for each element, in each step, before it is read, and
nothing else in the module reads it.  So what a step stores in it is lost in the next one, and
whoever looks behind a step that stores it finds what would have been there anyway.
"""

from collections.abc import Iterator
from dataclasses import replace

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.passes.drop_unused import trimmed
from annarchy_lab.ir.passes.rewriting import with_expressions, words_in

__all__ = ["hide_unseen", "note_unseen"]

_SEEN = frozenset({"w"})
"""What the core reads: weights."""
_BLOCKWISE = ("update", "detect", "reset", "axon_reset")
"""Functions of neurons that the core calls for one block before it goes to the next one."""


def hide_unseen(module: k.Module) -> k.Module:
    """Return `module` with ``synapse_unseen``, where there is something to hide."""
    synapse = next((f for f in module.functions if f.name == "synapse"), None)
    if synapse is None:
        return module
    elsewhere = {word for f in module.functions if f is not synapse for word in words_in(f.body)}
    hiding = _Hiding(module, frozenset(elsewhere) | _SEEN)
    body = tuple(map(hiding.dendrites, synapse.body))
    if not hiding.hidden:
        return module
    functions = (*module.functions, k.Function("synapse_unseen", body))
    return replace(module, functions=functions, hidden=tuple(hiding.hidden))


def note_unseen(module: k.Module, variables: frozenset[str]) -> k.Module:
    """Return a module of neurons that says which `variables` are overwritten in each step."""
    update = next((f for f in module.functions if f.name == "update"), None)
    if update is None:
        return module
    (loop,) = (s for s in update.body if isinstance(s, k.RangeLoop | k.BlockLoop))
    others = [f.body for f in module.functions if f.name not in _BLOCKWISE]
    others += [(s,) for s in update.body if s is not loop]
    neurons = {b.name for b in module.buffers if b.extent is k.Extent.NEURON}
    free = neurons & variables - set(words_in(others))
    return replace(module, hidden=tuple(_overwritten(loop.body, "i", free)))


class _Hiding:
    """Finds what can be hidden in the loops over the synapses of a dendrite.

    Parameters
    ----------
    module
        Whose buffers are meant.
    seen
        What other functions use.
    """

    def __init__(self, module: k.Module, seen: frozenset[str]) -> None:
        self._edges = {b.name for b in module.buffers if b.extent is k.Extent.EDGE} - seen
        self.hidden: list[str] = []

    def dendrites(self, statement: k.KernelStatement) -> k.KernelStatement:
        """Return a loop over dendrites that stores less."""
        if not isinstance(statement, k.DendriteLoop):
            return statement
        loops = [s for s in statement.body if isinstance(s, k.RangeLoop | k.BlockLoop)]
        others = set(words_in([s for s in statement.body if s not in loops]))
        if len(loops) != 1:
            return statement
        hidden = [*_overwritten(loops[0].body, "e", self._edges - others)]
        self.hidden += hidden
        body = _named(loops[0].body, frozenset(hidden))
        loop = trimmed(replace(loops[0], body=body))
        made = (loop if s is loops[0] else s for s in statement.body)
        return replace(statement, body=tuple(s for s in made if s is not None))


def _overwritten(body: tuple[k.KernelStatement, ...], index: str, free: set[str]) -> Iterator[str]:
    """Yield what of `free` is stored without a condition before it is read."""
    used = set[str]()
    for statement in body:
        match statement:
            case k.Assign(buffer, at, value, None) if at == index and buffer in free - used:
                if buffer not in words_in(value):
                    yield buffer
        used |= set(words_in(statement))


def _named(
    body: tuple[k.KernelStatement, ...], hidden: frozenset[str]
) -> tuple[k.KernelStatement, ...]:
    """Return `body` with names in the place of what is stored in `hidden`."""
    names: dict[str, e.Local] = {}
    made: list[k.KernelStatement] = []
    for position, statement in enumerate(body):
        statement = with_expressions(statement, lambda expr: _reading(expr, names))
        match statement:
            case k.Assign(buffer, _, value, guard, note) if buffer in hidden:
                if guard is not None:
                    value = e.Select(guard, value, names[buffer], value.dtype)
                names[buffer] = e.Local(f"{buffer} unseen {position}", value.dtype)
                statement = k.Name(names[buffer].name, value, note)
        made.append(statement)
    return tuple(made)


def _reading(expr: e.Expr, names: dict[str, e.Local]) -> e.Expr:
    return e.rewrite(
        expr,
        lambda leaf: names.get(leaf.buffer, leaf) if isinstance(leaf, e.Load) else leaf,
    )
