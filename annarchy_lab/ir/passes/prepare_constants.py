"""What stays the same from step to step is computed before the first of them.

In: a module as it was lowered, and the names of its parameters.
Out: the same module; functions and divisions of nothing but numbers, dt and parameters that are
stored as one number have a place of their own, which ``prepare`` fills.
Not here: when ``prepare`` runs: before the first step behind each edge, and after a step in which
such a parameter was set by a timetable.  Rules of rewiring: edges are made at edges, too.

No result changes: it is the same operation on the same operands, once for many steps.  Equations
of synapses may be computed in some steps only; dt is then the time between these, and what has dt
in it is evaluated as it stands.
"""

from dataclasses import replace

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.passes.rewriting import with_expressions

__all__ = ["PREPARED", "prepare_constants"]

PREPARED = "prepared"
"""First word of the names of what ``prepare`` fills."""

_AT_EDGES = frozenset({"prepare", "pruning", "creating", "created"})
_PACED = frozenset({"update_global", "semiglobal", "synapse", "update_pre"})
_DT = e.Symbol("dt", DType.TIME)
_IS_USUAL = e.Compare("==", _DT, e.Symbol("step_ms", DType.TIME))


def prepare_constants(module: k.Module, parameters: frozenset[str]) -> k.Module:
    """Return `module` with what it needs of `parameters` computed in ``prepare``."""
    written = {buffer.name for buffer in module.buffers if buffer.is_written}
    constants = _Constants(parameters - written)
    functions = tuple(
        f if f.name in _AT_EDGES else replace(f, body=constants.replaced_in(f))
        for f in module.functions
    )
    if not constants.found:
        return module
    known = next((f.body for f in functions if f.name == "prepare"), ())
    others = tuple(f for f in functions if f.name != "prepare")
    prepare = k.Function("prepare", (*known, *constants.assignments()))
    buffers = (*module.buffers, *constants.buffers())
    return replace(module, buffers=buffers, functions=(prepare, *others))


class _Constants:
    """The constants of one module, by their text.

    Parameters
    ----------
    parameters
        What no function of the module writes.
    """

    def __init__(self, parameters: frozenset[str]) -> None:
        self._parameters = parameters
        self._is_paced = False
        self.found: dict[str, tuple[str, e.Expr]] = {}

    def replaced_in(self, function: k.Function) -> tuple[k.KernelStatement, ...]:
        """Return the body of `function` with places in the stead of constants."""
        self._is_paced = function.name in _PACED
        return tuple(with_expressions(statement, self._replaced) for statement in function.body)

    def buffers(self) -> tuple[k.Buffer, ...]:
        """Return the places."""
        return tuple(
            k.Buffer(name, k.BufferType.REAL, k.Extent.SCALAR, is_written=True)
            for name, _ in self.found.values()
        )

    def assignments(self) -> tuple[k.KernelStatement, ...]:
        """Return what fills the places."""
        return tuple(k.Assign(name, None, value) for name, value in self.found.values())

    def _replaced(self, expr: e.Expr) -> e.Expr:
        if isinstance(expr, e.Aged):
            return expr  # has its table
        if expr.dtype is DType.REAL and self._is_constant(expr) and _is_costly(expr):
            return self._place(expr)
        return e.with_parts(expr, self._replaced)

    def _is_constant(self, expr: e.Expr) -> bool:
        match expr:
            case e.Const():
                return True
            case e.Symbol():
                return expr == _DT
            case e.Load(buffer, None):
                return buffer in self._parameters
            case _:
                inner = e.parts(expr)
                return bool(inner) and all(map(self._is_constant, inner))

    def _place(self, expr: e.Expr) -> e.Expr:
        text = repr(expr)  # by text, as 0.0 equals -0.0
        name, _ = self.found.setdefault(text, (f"{PREPARED}:{len(self.found) + 1}", expr))
        place = e.Load(name, None, DType.REAL)
        if self._is_paced and _DT in e.walk(expr):
            return e.Select(_IS_USUAL, place, expr, DType.REAL)
        return place


def _is_costly(expr: e.Expr) -> bool:
    """Tell whether `expr` is more than a compiler would compute by itself, or at once."""
    nodes = (node for node in e.walk(expr) if isinstance(node, e.Call) or _is_division(node))
    return any(not _is_of_numbers(node) for node in nodes)


def _is_division(node: e.Expr) -> bool:
    return isinstance(node, e.Binary) and node.op == "/"


def _is_of_numbers(expr: e.Expr) -> bool:
    return all(isinstance(node, e.Const) for node in e.walk(expr) if not e.parts(node))
