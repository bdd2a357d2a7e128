"""What a loop does not change is computed once, before it.

In: a module as it was lowered.
Out: the same module; functions, divisions and loads that are the same for all neurons of a loop, or
for all synapses of a dendrite, are named before it.
Not here: events of arriving spikes that go from dendrite to dendrite, and resets, which visit few
elements at a time; what stays the same from step to step.

No result changes: it is the same operation on the same operands, once instead of many times.
Compilers do not see it by themselves: to them a function is a hundred operations with branches, and
a store into one array may change any other that is not declared to be apart from it.
"""

from dataclasses import replace

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.passes.rewriting import with_expressions

__all__ = ["hoist_invariants"]

_LOOPS = (k.RangeLoop, k.BlockLoop, k.EventLoop, k.ListedLoop, k.LaneReduction, k.MarkLoop)


def hoist_invariants(module: k.Module) -> k.Module:
    """Return `module` with what its loops do not change in front of them."""
    functions = tuple(replace(f, body=_function_body(f, module)) for f in module.functions)
    return replace(module, functions=functions)


def _function_body(function: k.Function, module: k.Module) -> tuple[k.KernelStatement, ...]:
    if function.name in ("on_post", "on_pre_to_one"):
        return _dendrite_body(function.body, module, frozenset())
    place = _Place("fixed", None, k.written_buffers(function.body))
    body: list[k.KernelStatement] = []
    for statement in function.body:
        if isinstance(statement, k.RangeLoop | k.BlockLoop | k.DendriteLoop | k.MarkLoop):
            statement = with_expressions(statement, place.replaced)
        if isinstance(statement, k.DendriteLoop):
            inside = _dendrite_body(statement.body, module, place.names())
            statement = replace(statement, body=inside)
        body += [*place.new_names(), statement]
    return tuple(body)


def _dendrite_body(
    statements: tuple[k.KernelStatement, ...], module: k.Module, known: frozenset[e.Local]
) -> tuple[k.KernelStatement, ...]:
    place = _Place("row", "post", frozenset(), known)
    body: list[k.KernelStatement] = []
    for statement in statements:
        if isinstance(statement, _LOOPS):
            place.begin(_changed(statement, module))
            statement = with_expressions(statement, place.replaced)
        body += [*place.new_names(), statement]
    return tuple(body)


def _changed(statement: k.KernelStatement, module: k.Module) -> frozenset[str]:
    """Return the buffers that a loop may change while it runs."""
    if isinstance(statement, k.LaneReduction | k.MarkLoop):
        return frozenset()  # sums reach their targets after their loop; marks are nobody's values
    written = k.written_buffers((statement,))
    if not any(module.buffer(name).may_have_two_names for name in written):
        return written
    # What is written through one end may be what is read through the other.
    return written | {buffer.name for buffer in module.buffers if buffer.may_have_two_names}


class _Place:
    """Where values are named: before a loop over neurons, or over the synapses of a dendrite.

    Parameters
    ----------
    prefix
        First word of the names.
    index
        Index variable that has one value in the whole loop.
    written
        Buffers that the loop changes.
    known
        Values that were named outside.
    """

    def __init__(
        self,
        prefix: str,
        index: str | None,
        written: frozenset[str],
        known: frozenset[e.Local] = frozenset(),
    ) -> None:
        self._prefix = prefix
        self._indices = (None, index)
        self._written = written
        self._known = known
        self._texts: dict[str, e.Local] = {}
        self._n_names = 0
        self._new: list[k.Name] = []

    def begin(self, written: frozenset[str]) -> None:
        """Turn to another loop; what was named before it may have changed."""
        self._written = written
        self._texts.clear()

    def replaced(self, expr: e.Expr) -> e.Expr:
        """Return `expr` with the names of its largest parts that stay the same."""
        if self._is_fixed(expr):
            return self._name(expr) if _is_worth_a_name(expr) else expr
        return e.with_parts(expr, self.replaced)

    def new_names(self) -> list[k.Name]:
        """Return the statements for the names that were made since the last call."""
        made, self._new = self._new, []
        return made

    def names(self) -> frozenset[e.Local]:
        """Return all names that were made."""
        return frozenset(self._texts.values())

    def _name(self, expr: e.Expr) -> e.Local:
        text = repr(expr)  # by text, as 0.0 equals -0.0
        if text not in self._texts:
            self._n_names += 1
            local = e.Local(f"{self._prefix} {self._n_names}", expr.dtype)
            self._texts[text] = local
            self._new.append(k.Name(local.name, expr))
        return self._texts[text]

    def _is_fixed(self, expr: e.Expr) -> bool:
        match expr:
            case e.Const() | e.Symbol() | e.Flag():
                return True
            case e.Local():
                return expr in self._known
            case e.Load(buffer, index) | e.Since(buffer, index):
                return index in self._indices and buffer not in self._written
            case e.LateLoad() | e.BlockDraw() | e.SingleDraw() | e.Coincident():
                return False
            case _:
                return all(self._is_fixed(part) for part in e.parts(expr))


def _is_worth_a_name(expr: e.Expr) -> bool:
    """Tell whether `expr` is more than sums and products of numbers, which compilers move."""
    nodes = list(e.walk(expr))
    if all(isinstance(node, e.Const) for node in nodes if not e.parts(node)):
        return False
    return any(map(_is_costly, nodes))


def _is_costly(node: e.Expr) -> bool:
    match node:
        case e.Call() | e.Since() | e.Flag() | e.Binary("/"):
            return True
        case e.Load(_, index):
            return index is not None
        case _:
            return False
