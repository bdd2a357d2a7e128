"""Both levels of the IR as text for people.

In: expressions, models (level 1), modules (level 2).
Out: text, one statement a line; stable, so that tests can keep it.
Not here: anything a compiler would read.
"""

from collections.abc import Iterator
from typing import assert_never

from annarchy_lab.ir import expression as e
from annarchy_lab.ir import kernel as k
from annarchy_lab.ir.model import Event, Let, NeuronModel, Statement, Store, SynapseModel, Touch

__all__ = ["show_expr", "show_model", "show_module"]


def show_expr(expr: e.Expr) -> str:
    """Return `expr` with every conversion visible; operations are parenthesised in full."""
    match expr:
        case e.Const(value):
            return repr(value)
        case e.Ref(name, owner):
            return name if owner is e.Owner.SELF else f"{owner.value}.{name}"
        case e.Local(name):
            return f"<{name}>"
        case e.Symbol(name) | e.Flag(name):
            return name
        case e.Unary(op, operand):
            return f"({op} {show_expr(operand)})"
        case e.Binary(op, left, right) | e.Compare(op, left, right) | e.Logical(op, left, right):
            return f"({show_expr(left)} {op} {show_expr(right)})"
        case e.Select(condition, then, otherwise):
            parts = (show_expr(part) for part in (condition, then, otherwise))
            return "(if {}: {} else: {})".format(*parts)
        case e.Call(function, arguments):
            return f"{function}({', '.join(show_expr(a) for a in arguments)})"
        case e.Cast(operand, dtype):
            return f"{dtype.value}({show_expr(operand)})"
        case _:
            return _show_source(expr)


def _show_source(
    expr: e.Draw
    | e.Elapsed
    | e.Load
    | e.LateLoad
    | e.BlockDraw
    | e.SingleDraw
    | e.Since
    | e.AgeTime
    | e.Aged
    | e.Coincident,
) -> str:
    match expr:
        case e.Draw(source, place, attribute, ordinal):
            return f"{source}[{place}.{attribute}.{ordinal}]{_show_arguments(expr.arguments)}"
        case e.Elapsed(name, until):
            return f"elapsed({name}, {until})"
        case e.Load(buffer, index):
            return f"{buffer}[{index or 0}]"
        case e.LateLoad(buffer, delay, edge, index):
            return f"{buffer}[{delay}[{edge}]][{index or 0}]"
        case e.BlockDraw(array, index):
            return f"<{array}>[{index}]"
        case e.SingleDraw(source, stream, index):
            return f"{source}[{stream}, {index or 0}]{_show_arguments(expr.arguments)}"
        case e.Since(buffer, index, lag):
            return f"since({buffer}[{index}], {lag})"
        case e.AgeTime():
            return "age"
        case e.Aged(table, since, value):
            return f"{table} of {show_expr(since)}: {show_expr(value)}"
        case e.Coincident(buffer, index):
            return f"coincident({buffer}[{index}])"
        case _:
            assert_never(expr)


def _show_arguments(arguments: tuple[e.Expr, ...]) -> str:
    return f"({', '.join(show_expr(a) for a in arguments)})" if arguments else ""


def show_model(model: NeuronModel | SynapseModel) -> str:
    """Return a level-1 model: its attributes, then its statements phase by phase."""
    lines = [f"{'neuron' if isinstance(model, NeuronModel) else 'synapse'} {model.name}"]
    lines += [
        f"  {a.role.value} {a.name}: {a.dtype.value}, {a.locality.value}" for a in model.attributes
    ]
    for title, body in _phases(model):
        lines += [f"{title}:", *(f"  {line}" for line in body)] if body else []
    return "\n".join(lines)


def _phases(model: NeuronModel | SynapseModel) -> Iterator[tuple[str, list[str]]]:
    if isinstance(model, NeuronModel):
        yield from _neuron_phases(model)
    else:
        yield from _synapse_phases(model)


def _neuron_phases(model: NeuronModel) -> Iterator[tuple[str, list[str]]]:
    yield "global", _statements(model.global_updates)
    yield "update", _statements(model.updates)
    yield "spike", [show_expr(model.spike)] if model.spike is not None else []
    yield "spikes at random", [model.gap_rates] if model.gap_rates is not None else []
    yield "reset", _statements(model.reset)
    yield "axonal spike", [show_expr(model.axon_spike)] if model.axon_spike is not None else []
    yield "axonal reset", _statements(model.axon_reset)
    steps = model.refractory_steps
    yield "refractory steps", [show_expr(steps)] if steps is not None else []
    which = "all" if model.stop_needs_all else "any"
    yield "stop", [f"{which} {show_expr(model.stop)}"] if model.stop is not None else []


def _synapse_phases(model: SynapseModel) -> Iterator[tuple[str, list[str]]]:
    yield "global", _statements(model.global_updates)
    yield "semiglobal", _statements(model.semiglobal_updates)
    yield "update", _statements(model.updates)
    psp = model.psp
    yield "psp", [f"{model.operation} of {show_expr(psp)}"] if psp is not None else []
    yield "arriving spike", _event(model.on_pre)
    yield "arriving axonal spike", _event(model.on_axon)
    yield "emitted spike", _event(model.on_post)
    for title, rule in (("creating", model.creating), ("pruning", model.pruning)):
        yield title, [] if rule is None else _statements(rule.statements)


def _event(event: Event | None) -> list[str]:
    return [] if event is None else _statements(event.statements)


def _statements(statements: tuple[Statement, ...]) -> list[str]:
    return [_show_statement(statement) for statement in statements]


def _show_statement(statement: Statement) -> str:
    match statement:
        case Let(name, value):
            return f"<{name}> = {show_expr(value)}"
        case Touch(name):
            return f"{name} is up to date"
        case Store(target, value, guard):
            condition = "" if guard is None else f" where {show_expr(guard)}"
            return f"{show_expr(target)} = {show_expr(value)}{condition}"


def show_module(module: k.Module) -> str:
    """Return a level-2 module: its buffers, then its functions loop by loop."""
    lines = [f"module {module.title} ({module.real})"]
    for buffer in module.buffers:
        access = "read, written" if buffer.is_written else "read"
        lines.append(
            f"  {buffer.name}: {buffer.type.value} per {buffer.extent.name.lower()}, {access}"
        )
    for function in module.functions:
        lines += [f"{function.name}:", *_body(function.body, 1)]
    return "\n".join(lines)


def _body(body: tuple[k.KernelStatement, ...], depth: int) -> Iterator[str]:
    for statement in body:
        yield from _kernel_statement(statement, depth)


def _kernel_statement(statement: k.KernelStatement, depth: int) -> Iterator[str]:
    indent = "  " * depth
    match statement:
        case k.Name(name, value):
            yield f"{indent}<{name}> = {show_expr(value)}"
        case k.Assign(buffer, index, value, guard):
            condition = "" if guard is None else f" where {show_expr(guard)}"
            yield f"{indent}{buffer}[{index or 0}] = {show_expr(value)}{condition}"
        case k.Stamp(buffer, index):
            yield f"{indent}{buffer}[{index}] = now"
        case k.SetFlag(buffer, index, value):
            yield f"{indent}{buffer}[{index}] = {show_expr(value)}"
        case k.FillAges(table, _, value):
            yield f"{indent}{table}[age] = {show_expr(value)}"
        case k.LaneReduction():
            targets = ", ".join(statement.targets)
            summand = show_expr(statement.value)
            yield f"{indent}{targets} += {statement.operation} in lanes of {summand}"
        case k.MarkLoop(index, _, body, condition, fills, chance, chance_fills):
            yield f"{indent}marks by {index}{_drawing((*fills, *chance_fills))}:"
            yield from _body(body, depth + 1)
            chances = "" if chance is None else f" and {show_expr(chance)}"
            yield f"{indent}  {show_expr(condition)}{chances}"
        case _:
            yield f"{indent}{_loop_head(statement)}:"
            yield from _body(statement.body, depth + 1)


def _loop_head(
    loop: k.RangeLoop | k.BlockLoop | k.ListedLoop | k.DendriteLoop | k.EventLoop | k.NewEdgeLoop,
) -> str:
    match loop:
        case k.RangeLoop(index, start, stop):
            return f"for {index} in {start} .. {stop}"
        case k.BlockLoop(index, start, stop, fills):
            return f"for {index} in {start} .. {stop} by blocks{_drawing(fills)}"
        case k.ListedLoop(index, _, held):
            holding = ", ".join(f"{buffer}[{at or 0}]" for buffer, at in held)
            return f"for {index} in the list{f', holding {holding}' if held else ''}"
        case k.DendriteLoop():
            return "for each dendrite"
        case k.NewEdgeLoop():
            return "for e in new edges"
        case k.EventLoop(other, _, is_indexed, is_independent):
            order = "at once" if is_independent else "in order"
            rows = "edges[lo .. hi]" if is_indexed else "lo .. hi"
            return f"for e in {rows}, {other} by edge, {order}"
        case _:
            assert_never(loop)


def _drawing(fills: tuple[k.Fill, ...]) -> str:
    drawn = ", ".join(
        f"<{fill.array}> {fill.source}{_show_arguments(fill.arguments)}" for fill in fills
    )
    return f", drawing {drawn}" if drawn else ""
