"""Whether IR is legal: what every later room relies on, checked between passes in tests.

In: level-1 models, level-2 modules.
Out: nothing; an `IllegalIRError` that names the place, which is always a fault of ours.
Not here: mistakes of users; `language.checks` and `build` have reported those.

Level 1: operands have the type of their operation, names are bound before they are used, what is
stored has the type of its target.  Level 2: besides that, every buffer is in the table, every index
is one that the loops around it define, and nothing of level 1 is left.
"""

from collections.abc import Iterable

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.distributions import SOURCE_TYPES
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.functions import BUILT_IN
from annarchy_lab.ir.model import Let, NeuronModel, Statement, Store, SynapseModel
from annarchy_lab.language.declaration import Locality

__all__ = ["IllegalIRError", "verify_model", "verify_module"]

_LEVEL_1_ONLY = (e.Ref, e.Draw, e.Elapsed)
_LEVEL_2_ONLY = (
    *(e.Load, e.LateLoad, e.BlockDraw, e.SingleDraw),
    *(e.Since, e.AgeTime, e.Aged, e.Coincident, e.Flag),
)
_STORED = {
    k.BufferType.BOOL: DType.BOOL,
    k.BufferType.I32: DType.INT,
    k.BufferType.I64: DType.STEP,
    k.BufferType.SINGLE: DType.SINGLE,
    k.BufferType.REAL: DType.REAL,
}
_ALWAYS = frozenset({"lo", "hi", "pre", "post"})


class IllegalIRError(AssertionError):
    """IR that no backend needs to understand."""


def verify_model(model: NeuronModel | SynapseModel) -> None:
    """Check a level-1 model."""
    if isinstance(model, NeuronModel) and model.gap_rates is not None:
        rates = model.find(model.gap_rates)
        kind = rates and (rates.locality, rates.dtype)
        _require(kind == (Locality.LOCAL, DType.REAL), model.name, model.gap_rates)
        _require(model.spike is None and model.axon_spike is None, model.name, model.spike)
    for title, statements in _phases(model):
        names: dict[str, DType] = {}
        for statement in statements:
            _verify_statement(statement, names, f"{model.name}, {title}")


def verify_module(module: k.Module) -> None:
    """Check a level-2 module."""
    table = {buffer.name: buffer for buffer in module.buffers}
    for function in module.functions:
        where = f"{module.title}, {function.name}"
        _verify_body(function.body, table, frozenset(_ALWAYS), {}, where)


def _phases(model: NeuronModel | SynapseModel) -> Iterable[tuple[str, tuple[Statement, ...]]]:
    yield "global", model.global_updates
    yield "update", model.updates
    if isinstance(model, NeuronModel):
        yield "reset", model.reset
        yield "axonal reset", model.axon_reset
        lone = (
            ("spike", model.spike),
            ("axonal spike", model.axon_spike),
            ("refractory steps", model.refractory_steps),
            ("stop", model.stop),
        )
    else:
        yield "semiglobal", model.semiglobal_updates
        events = {
            "arriving spike": model.on_pre,
            "arriving axonal spike": model.on_axon,
            "emitted spike": model.on_post,
        }
        for title, event in events.items():
            yield title, () if event is None else event.statements
        for title, rule in (("creating", model.creating), ("pruning", model.pruning)):
            yield title, () if rule is None else rule.statements
        lone = (("psp", model.psp),)  # type: ignore[assignment]
    for title, expr in lone:
        yield title, () if expr is None else (Let(title, expr),)


def _verify_statement(statement: Statement, names: dict[str, DType], where: str) -> None:
    if isinstance(statement, Let):
        _verify_expr(statement.value, names, 1, where)
        names[statement.name] = statement.value.dtype
    elif isinstance(statement, Store):
        _verify_expr(statement.value, names, 1, where)
        _require(statement.value.dtype is statement.target.dtype, where, statement.target)
        _verify_guard(statement.guard, names, 1, where)


def _verify_body(
    body: tuple[k.KernelStatement, ...],
    table: dict[str, k.Buffer],
    indices: frozenset[str],
    names: dict[str, DType],
    where: str,
) -> None:
    for statement in body:
        match statement:
            case k.Name(name, value):
                _verify_kernel_expr(value, table, indices, names, where)
                names[name] = value.dtype
            case k.Assign(buffer, index, value, guard):
                _verify_kernel_expr(value, table, indices, names, where)
                _verify_guard(guard, names, 2, where)
                _require(_STORED[table[buffer].type] is value.dtype, where, statement)
                _require(table[buffer].is_written, where, statement)
                _require(index is None or index in indices, where, statement)
            case k.SetFlag(buffer, index, value):
                _verify_kernel_expr(value, table, indices, names, where)
                _require(value.dtype is DType.BOOL and table[buffer].is_written, where, statement)
            case k.Stamp(buffer, index):
                _require(table[buffer].type is k.BufferType.I64, where, statement)
                _require(index in indices, where, statement)
            case k.LaneReduction() | k.FillAges():
                _verify_reals(statement, table, indices, names, where)
            case k.MarkLoop(index, _, body, condition, _, chance):
                _verify_fills(statement.fills, table, names, where)
                _verify_fills(statement.chance_fills, table, names, where)
                inner = indices | {index}
                inside = dict(names)
                _verify_body(body, table, inner, inside, where)
                for expr in (condition, chance):
                    _verify_guard(expr, inside, 2, where)
                    if expr is not None:
                        _verify_kernel_expr(expr, table, inner, inside, where)
            case _:
                if isinstance(statement, k.BlockLoop):
                    _verify_fills(statement.fills, table, names, where)
                inner = indices | _defined_by(statement)
                _verify_body(statement.body, table, inner, dict(names), where)


def _verify_reals(
    statement: k.LaneReduction | k.FillAges,
    table: dict[str, k.Buffer],
    indices: frozenset[str],
    names: dict[str, DType],
    where: str,
) -> None:
    match statement:
        case k.FillAges(buffer, inputs, value):
            exprs, inner = (*inputs, value), frozenset[str]()
            _require(table[buffer].is_written, where, statement)
        case k.LaneReduction():
            _verify_fills(statement.fills, table, names, where)
            exprs = (statement.value,)
            inner = indices | {"e"} | ({"pre"} if statement.pre_ranks else set())
    for expr in exprs:
        _verify_kernel_expr(expr, table, inner, names, where)
        _require(expr.dtype is DType.REAL, where, statement)


def _defined_by(
    loop: k.RangeLoop | k.BlockLoop | k.ListedLoop | k.DendriteLoop | k.EventLoop | k.NewEdgeLoop,
) -> frozenset[str]:
    match loop:
        case k.NewEdgeLoop():
            return frozenset({"e", "pair"})
        case k.DendriteLoop():
            return frozenset({"post"} if loop.is_flag else {"begin", "end", "post"})
        case k.EventLoop():
            return frozenset({"e", loop.other})
        case k.ListedLoop(index):
            return frozenset({index})
        case k.RangeLoop(index) | k.BlockLoop(index):
            return frozenset({index})


def _verify_fills(
    fills: tuple[k.Fill, ...], table: dict[str, k.Buffer], names: dict[str, DType], where: str
) -> None:
    """Check that the arguments of each block are the same for all its elements."""
    for fill in fills:
        _require((_dtypes(fill.arguments), fill.dtype) == SOURCE_TYPES[fill.source], where, fill)
        for argument in fill.arguments:
            _verify_kernel_expr(argument, table, frozenset(), names, where)


def _verify_kernel_expr(
    expr: e.Expr,
    table: dict[str, k.Buffer],
    indices: frozenset[str],
    names: dict[str, DType],
    where: str,
) -> None:
    _verify_expr(expr, names, 2, where)
    for node in e.walk(expr):
        match node:
            case e.Load(buffer, index, dtype):
                _require(_STORED[table[buffer].type] is dtype, where, node)
                is_scalar = table[buffer].extent is k.Extent.SCALAR
                _require(is_scalar if index is None else index in indices, where, node)
            case e.LateLoad(buffer, delay, edge, index, dtype):
                is_late = table[buffer].extent is k.Extent.LATE and delay in table
                _require(is_late and _STORED[table[buffer].type] is dtype, where, node)
                _require(edge in indices and index in indices | {None}, where, node)
            case e.Aged(buffer, since, value):
                _require(buffer in table and value.dtype is DType.REAL, where, node)
                _verify_kernel_expr(since, table, indices, names, where)
            case e.Since(buffer, index) | e.Coincident(buffer, index):
                _require(table[buffer].type is k.BufferType.I64 and index in indices, where, node)
            case _:
                pass


def _verify_guard(guard: e.Expr | None, names: dict[str, DType], level: int, where: str) -> None:
    if guard is not None:
        _verify_expr(guard, names, level, where)
        _require(guard.dtype is DType.BOOL, where, guard)


def _verify_expr(expr: e.Expr, names: dict[str, DType], level: int, where: str) -> None:
    for node in e.walk(expr):
        foreign = _LEVEL_2_ONLY if level == 1 else _LEVEL_1_ONLY
        _require(not isinstance(node, foreign), where, node)
        match node:
            case e.Local(name, dtype):
                _require(names.get(name) is dtype, where, node)
            case e.Binary(_, left, right, dtype):
                _require(left.dtype is right.dtype is dtype, where, node)
                _require(dtype not in (DType.BOOL, DType.SINGLE), where, node)
            case e.Unary(op, operand, dtype):
                _require(operand.dtype is dtype, where, node)
                _require((op == "not") == (dtype is DType.BOOL), where, node)
            case e.Compare(_, left, right):
                _require(left.dtype is right.dtype, where, node)
            case e.Logical(_, left, right):
                _require(left.dtype is right.dtype is DType.BOOL, where, node)
            case e.Select(condition, then, otherwise, dtype):
                _require(condition.dtype is DType.BOOL, where, node)
                _require(then.dtype is otherwise.dtype is dtype, where, node)
            case e.Call(function, arguments, dtype):
                signature = BUILT_IN[function]
                _require(_dtypes(arguments) == signature.arguments, where, node)
                _require(signature.result is dtype, where, node)
            case e.Draw(source) | e.SingleDraw(source):
                _require((_dtypes(node.arguments), node.dtype) == SOURCE_TYPES[source], where, node)
            case _:
                pass


def _dtypes(exprs: Iterable[e.Expr]) -> tuple[DType, ...]:
    return tuple(expr.dtype for expr in exprs)


def _require(condition: bool, where: str, what: object) -> None:
    if not condition:
        raise IllegalIRError(f"{where}: {what}")
