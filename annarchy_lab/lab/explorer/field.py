"""The vector field of a neuron model: the derivatives of its variables, and their derivatives.

In: the declaration of a neuron that is alone (`isolated`).
Out: `Field`: derivatives and Jacobian at any number of points at once, conditions of spikes, what a
reset does.
Not here: where derivatives vanish (`nullclines`, `fixed_points`), simulation (`bench`).

Only variables with a differential equation are states.  What is assigned is a function of them:
assignments come first, each after those that it reads.  An assigned variable that depends on its
own past keeps its value.  Random numbers take their mean, refractoriness is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir import expression as e
from annarchy_lab.ir.build_neuron import build_neuron
from annarchy_lab.ir.context import Context
from annarchy_lab.ir.differentiate import differentiated
from annarchy_lab.lab.explorer.isolated import with_expressions
from annarchy_lab.lab.explorer.means import mean_of_draw
from annarchy_lab.lab.explorer.program import Program
from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import (
    AttributeDeclaration,
    Equation,
    Kind,
    NeuronDeclaration,
)
from annarchy_lab.lightweight import dataclass
from annarchy_lab.numerics.linear import solve_for_gradient
from annarchy_lab.numerics.trees import divide
from annarchy_lab.runtime.reference.arithmetic import Arithmetic
from annarchy_lab.runtime.reference.evaluate import Evaluator

__all__ = ["Field", "Values"]

Array: TypeAlias = NDArray[np.float64]
Values: TypeAlias = Mapping[str, Any]
"""Numbers or arrays by name; arrays of one shape."""

LONG_AGO_MS = -1e4


class Field:
    """The vector field of one model.

    Parameters
    ----------
    declaration
        Of a neuron that is alone.
    context
        Constants, functions and the default method.
    dt_ms
        What ``dt`` stands for.

    Attributes
    ----------
    states
        Names of the variables with a differential equation, in the order of the text.
    kept
        Names of assigned variables that depend on their own past.
    """

    def __init__(self, declaration: NeuronDeclaration, context: Context, dt_ms: float) -> None:
        flow, self.states, self.kept = _flow(declaration)
        context = context.of(f"neuron '{declaration.name}'")
        model = build_neuron(flow, (), context)
        context.report.raise_if_any()
        arithmetic = Arithmetic(np.dtype(np.float64))
        self._evaluator = Evaluator(arithmetic)
        self._dt_ms = dt_ms
        updates = (*model.global_updates, *model.updates)
        with_slopes, slopes = differentiated(updates, self.states)
        self._updates = Program(updates, arithmetic)
        self._with_slopes = Program(with_slopes, arithmetic)
        self._slopes = [slopes.get(_rate(name), {}) for name in self.states]
        self._reset = model.reset
        self._borders = tuple(_borders(model.spike))
        self._spike = model.spike

    def derivatives(self, values: Values) -> Array:
        """Return the derivative of each state, shape ``(n_states, *shape)``.

        Parameters
        ----------
        values
            Of parameters and states.
        """
        with np.errstate(all="ignore"):
            point = self._at(values)
        return self._stacked([point.known[_rate(name)] for name in self.states], values)

    def jacobian(self, values: Values) -> Array:
        """Return the derivatives of the derivatives, shape ``(n_states, n_states, *shape)``.

        The first axis names the derivative, the second the state by which it is derived.
        """
        return self.both(values)[1]

    def both(self, values: Values) -> tuple[Array, Array]:
        """Return the derivatives and the Jacobian."""
        point = _Point(values, self._dt_ms)
        with np.errstate(all="ignore"):
            names = self._with_slopes.run(point)
        zero = np.zeros(())
        rows = [
            [names[x.name] if (x := row.get(state)) else zero for state in self.states]  # type: ignore[union-attr]
            for row in self._slopes
        ]
        stacked = self._stacked([entry for row in rows for entry in row], values)
        n = len(self.states)
        rates = self._stacked([point.known[_rate(name)] for name in self.states], values)
        return rates, stacked.reshape(n, n, *stacked.shape[1:])

    def check(self, names: Sequence[str]) -> None:
        """Raise `ANNarchyException` if some names are no states."""
        for name in names:
            if name not in self.states:
                raise ANNarchyException(
                    f"{name!r} has no differential equation: the states are "
                    f"{', '.join(self.states) or 'none'}."
                )

    def moving(self, values: Values) -> tuple[str, ...]:
        """Return the states that change at all, near the start: the others are held."""
        rng = np.random.default_rng(0)
        noise = {x: values.get(x, 0.0) + rng.normal(size=20) for x in self.states}
        rates = np.nan_to_num(self.derivatives({**values, **noise}), nan=1.0)
        return tuple(x for x, rate in zip(self.states, rates, strict=True) if rate.any())

    def borders(self, values: Values) -> list[Array]:
        """Return functions whose zeros are where the neuron begins to spike, one per comparison."""
        with np.errstate(all="ignore"):
            point = self._at(values)
            found = [self._evaluator.value(border, point) for border in self._borders]
        return list(self._stacked(found, values))

    def spikes(self, values: Values) -> bool:
        """Tell whether a neuron at one point spikes."""
        if self._spike is None:
            return False
        with np.errstate(all="ignore"):
            point = self._at(values)
            return bool(self._evaluator.value(self._spike, point))

    def reset(self, values: Values) -> dict[str, Array]:
        """Return where a spike leaves the states."""
        with np.errstate(all="ignore"):
            point = self._at(values)
            self._evaluator.run(self._reset, point)
        stacked = self._stacked([point.load_name(name) for name in self.states], values)
        return dict(zip(self.states, stacked, strict=True))

    def assigned(self, values: Values, name: str) -> Array:
        """Return an assigned variable, or a derivative under its name ``dx/dt``."""
        with np.errstate(all="ignore"):
            return np.asarray(self._at(values).load_name(name), np.float64)

    def _at(self, values: Values) -> "_Point":
        point = _Point(values, self._dt_ms)
        self._updates.run(point)
        return point

    def _stacked(self, parts: Sequence[Any], values: Values) -> Array:
        shape = np.broadcast_shapes(*(np.shape(x) for x in values.values()))
        result = np.empty((len(parts), *shape))
        for place, part in enumerate(parts):
            result[place] = part
        return result


@dataclass(slots=True)
class _Point:
    """Where statements work: values by name; nothing is drawn there."""

    known: dict[str, Any]
    dt_ms: float

    def __init__(self, values: Values, dt_ms: float) -> None:
        self.known = {name: np.asarray(value, np.float64) for name, value in values.items()}
        self.dt_ms = dt_ms

    def load_name(self, name: str) -> Any:  # noqa: ANN401 - an array of any dtype
        return self.known.get(name, np.zeros(()))

    def load(self, ref: e.Ref) -> Any:  # noqa: ANN401
        value = self.load_name(ref.name)
        if ref.dtype is e.DType.BOOL:
            return value != 0
        return value.astype(np.int32) if ref.dtype is e.DType.INT else value

    def store(self, ref: e.Ref, values: Any) -> None:  # noqa: ANN401
        self.known[ref.name] = values

    def symbol(self, symbol: e.Symbol) -> Any:  # noqa: ANN401
        times = {"t": 0.0, "dt": self.dt_ms, "t_last": LONG_AGO_MS}
        return np.asarray(times.get(symbol.name, 0.0))

    def settles(self) -> bool:
        return False

    def draw(self, draw: e.Draw, arguments: tuple[float, ...]) -> Any:  # noqa: ANN401
        raise AssertionError("draws have been replaced by their means")

    def elapsed(self, elapsed: e.Elapsed) -> Any:  # noqa: ANN401
        raise AssertionError("neurons have no event-driven variables")

    def touch(self, name: str) -> None:
        raise AssertionError("neurons have no event-driven variables")


def _rate(name: str) -> str:
    return f"d{name}/dt"


def _flow(
    declaration: NeuronDeclaration,
) -> tuple[NeuronDeclaration, tuple[str, ...], tuple[str, ...]]:
    """Return the model as assignments to derivatives, its states, and what keeps its value."""
    calm = with_expressions(declaration, mean_of_draw)
    odes = [q for q in calm.equations if isinstance(q.statement, s.Ode)]
    ordered, kept = _in_order([q for q in calm.equations if isinstance(q.statement, s.Assign)])
    rates = tuple(_as_assignment(equation) for equation in odes)
    states = tuple(q.assigned for q in odes)
    attributes = [
        *calm.attributes,
        *(AttributeDeclaration(_rate(name), Kind.VARIABLE) for name in states),
    ]
    flow = replace(
        calm,
        attributes=tuple(attributes),
        equations=(*ordered, *rates),
        refractory=None,
        axon_spike=None,
        axon_reset=(),
        gap_rates=None,
    )
    return flow, states, kept


def _as_assignment(equation: Equation) -> Equation:
    assert isinstance(equation.statement, s.Ode)
    factor, right = solve_for_gradient(equation.statement)
    rate = s.Assign(s.Name(_rate(equation.assigned)), "=", divide(right, factor))
    return replace(equation, statement=rate, method=None, flags=frozenset())


def _in_order(assignments: Sequence[Equation]) -> tuple[list[Equation], tuple[str, ...]]:
    """Return assignments, each after what it reads, and the names of those that read themselves."""
    by_name: dict[str, list[Equation]] = {}
    for equation in assignments:
        by_name.setdefault(equation.assigned, []).append(equation)
    reads = {name: _read(parts) & by_name.keys() for name, parts in by_name.items()}
    order: list[str] = []
    while ready := [x for x in by_name if x not in order and reads[x] <= set(order)]:
        order.append(ready[0])
    kept = tuple(name for name in by_name if name not in order and _is_circular(name, reads))
    free = set(order) | set(kept)
    rest = [name for name in by_name if name not in free]
    while rest:  # what reads something that is kept
        ready = [name for name in rest if reads[name] <= free] or rest
        order.append(ready[0])
        free.add(ready[0])
        rest.remove(ready[0])
    return [equation for name in order for equation in by_name[name]], kept


def _read(equations: Sequence[Equation]) -> set[str]:
    """Return the names whose values the assignments of one variable need beforehand."""
    found: set[str] = set()
    for place, equation in enumerate(equations):
        statement = equation.statement
        assert isinstance(statement, s.Assign)
        names = set(s.names(statement.value))
        own = equation.assigned
        if place == 0 and statement.op != "=":
            names.add(own)
        if place > 0:
            names.discard(own)
        found |= names
    return found


def _is_circular(name: str, reads: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(reads[name])
    while waiting:
        each = waiting.pop()
        if each == name:
            return True
        if each not in seen:
            seen.add(each)
            waiting += reads[each]
    return False


def _borders(condition: e.Expr | None) -> "list[e.Expr]":
    """Return differences that change their sign where a comparison of the condition does."""
    if condition is None:
        return []
    compared = [x for x in e.walk(condition) if isinstance(x, e.Compare)]
    differences = [
        e.Binary("-", _real(x.left), _real(x.right), e.DType.REAL)
        for x in compared
        if e.DType.BOOL not in (x.left.dtype, x.right.dtype)
    ]
    return list(dict.fromkeys(differences))


def _real(expr: e.Expr) -> e.Expr:
    return expr if expr.dtype is e.DType.REAL else e.Cast(expr, e.DType.REAL)
