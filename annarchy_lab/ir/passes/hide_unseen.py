"""What the equations of synapses overwrite in each step is stored when somebody can see it.

In: a synapse model's module as it was lowered.
Out: `hide_unseen`: the same module with a second function, ``synapse_unseen``, for the steps
behind which nobody looks: it names such values in the place of storing them.
Not here: which steps these are (the core); equations that run every so many steps.

No result changes: such a variable is written for each synapse, in each step, before it is read, and
nothing else in the module reads it.  So what a step stores in it is lost in the next one, and
whoever looks behind a step that stores it finds what would have been there anyway.
"""

from collections.abc import Iterator
from dataclasses import replace

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.passes.drop_unused import trimmed
from annarchy_lab.ir.passes.rewriting import with_expressions, words_in

__all__ = ["hide_unseen"]

_SEEN = frozenset({"w"})
"""What the core reads: weights."""


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
        hidden = [name for name in self._overwritten(loops[0].body) if name not in others]
        self.hidden += hidden
        body = _named(loops[0].body, frozenset(hidden))
        loop = trimmed(replace(loops[0], body=body))
        made = (loop if s is loops[0] else s for s in statement.body)
        return replace(statement, body=tuple(s for s in made if s is not None))

    def _overwritten(self, body: tuple[k.KernelStatement, ...]) -> Iterator[str]:
        """Yield what is stored without a condition before it is read."""
        used = set[str]()
        for statement in body:
            match statement:
                case k.Assign(buffer, "e", value, None) if buffer in self._edges - used:
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
