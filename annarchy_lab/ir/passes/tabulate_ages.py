"""How far an event-driven variable has relaxed is looked up by its age.

In: a module of a synapse model as it was lowered.
Out: the same module; functions of the time since an edge's clock, which events evaluate edge by
edge, become `Aged`, and ``prepare`` fills their tables.  An event of an emitted spike visits a
whole dendrite in vectors: it asks once whether all ages are in the tables.
Not here: when ``prepare`` runs; equations, which no spike starts.

No result changes: a table holds what the same text gives for each age, and beyond its end the text
itself is evaluated.  Ages are whole steps, and most are young.
"""

from dataclasses import replace

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.expression import DType

__all__ = ["tabulate_ages"]

_EVENTS = ("on_pre_once", "on_pre", "on_pre_to_one", "on_axon", "on_post")


def tabulate_ages(module: k.Module) -> k.Module:
    """Return `module` with tables of ages, where its events have a use for them."""
    tables = _Tables(module)
    functions = tuple(
        replace(f, body=tuple(map(tables.looked_up, f.body))) if f.name in _EVENTS else f
        for f in module.functions
    )
    if not tables.found:
        return module
    prepare = k.Function("prepare", tuple(tables.found.values()))
    made = (
        k.Buffer(fill.table, k.BufferType.REAL, k.Extent.INDEX, is_written=True)
        for fill in tables.found.values()
    )
    return replace(module, buffers=(*module.buffers, *made), functions=(prepare, *functions))


def _ages(body: tuple[k.KernelStatement, ...]) -> tuple[e.Since, ...]:
    values = (x.value for x in body if isinstance(x, k.Name | k.Assign))
    nodes = (node for value in values for node in e.walk(value))
    return tuple(dict.fromkeys(node.since for node in nodes if isinstance(node, e.Aged)))


class _Tables:
    """The tables of one module, by the text of what they hold."""

    def __init__(self, module: k.Module) -> None:
        self._module = module
        self.found: dict[str, k.FillAges] = {}

    def looked_up(self, statement: k.KernelStatement) -> k.KernelStatement:
        """Return `statement` with tables in the place of functions of an age."""
        match statement:
            case k.EventLoop():
                body = tuple(map(self.looked_up, statement.body))
                ages = _ages(body) if statement.other == "pre" else ()
                return replace(statement, body=body, ages=ages)
            case k.ListedLoop():
                return replace(statement, body=tuple(map(self.looked_up, statement.body)))
            case k.Name():
                return replace(statement, value=self._expr(statement.value))
            case k.Assign():
                return replace(statement, value=self._expr(statement.value))
            case _:
                return statement

    def _expr(self, expr: e.Expr) -> e.Expr:
        clocks = {node for node in e.walk(expr) if isinstance(node, e.Since)}
        if len(clocks) == 1 and isinstance(expr, e.Call) and self._is_of_age(expr):
            (clock,) = clocks
            table = self._table(expr)
            return expr if table is None else e.Aged(table, clock, expr)
        return e.with_parts(expr, self._expr)

    def _is_of_age(self, expr: e.Expr) -> bool:
        """Tell whether `expr` has nothing but an age that differs from edge to edge."""
        match expr:
            case e.Const():
                return True
            case e.Load(name, None):
                buffer = self._module.buffer(name)
                # What populations have in common may change amid a run.
                return "." not in name and not buffer.is_written
            case e.Since(clock):
                return clock.startswith("clock:")
            case e.Unary() | e.Binary() | e.Cast() | e.Call():
                return all(map(self._is_of_age, e.parts(expr)))
            case _:
                return False

    def _table(self, expr: e.Expr) -> str | None:
        value = e.rewrite(expr, lambda x: e.AgeTime() if isinstance(x, e.Since) else x)
        text = repr(value)  # by text, as 0.0 equals -0.0
        if text not in self.found:
            loads = (node for node in e.walk(value) if isinstance(node, e.Load))
            inputs = tuple(
                x if x.dtype is DType.REAL else e.Cast(x, DType.REAL) for x in dict.fromkeys(loads)
            )
            if 1 + len(inputs) > k.AGE_TABLE_SIZE - k.N_AGES:
                return None
            name = f"ages:{len(self.found) + 1}"
            self.found[text] = k.FillAges(name, inputs, value)
        return self.found[text].table
