"""When synapses come and go: level 1 of ``creating`` and ``pruning``.

In: the rules of a declaration, event-driven equations.
Out: `Rewiring`.
Not here: which edges or pairs are asked and when; where new edges are put.

The draw against the probability belongs to the place of the rule and the attribute ``proba``; what
is drawn for a new edge, to ``creating`` and the attribute that gets it, or ``d``
(docs/exactness.md, section 2).
"""

from collections.abc import Iterator

from annarchy_lab.distributions import Exponential, RandomDistribution
from annarchy_lab.ir import expression as e
from annarchy_lab.ir.build_event import EventBuilder
from annarchy_lab.ir.expression import DType, Expr, Owner
from annarchy_lab.ir.model import Attribute, Rewiring, Store
from annarchy_lab.ir.typing import Typer, cast
from annarchy_lab.language import syntax as s
from annarchy_lab.language.declaration import RewiringRule

__all__ = ["RewiringBuilder"]

Drawn = dict[Attribute, RandomDistribution]


class RewiringBuilder:
    """Builds the rules of one synapse model.

    Parameters
    ----------
    typer
        Translates its expressions.
    events
        Knows its event-driven variables.
    """

    def __init__(self, typer: Typer, events: EventBuilder) -> None:
        self.typer = typer
        self.events = events

    def pruning(self, rule: RewiringRule | None) -> Rewiring | None:
        """Return the rule by which edges are pruned, None for none."""
        if rule is None:
            return None
        self._begin("pruning", "")
        outer = self.typer.scope.names
        lets = self.events.bring_up_to_date(frozenset(s.names(rule.condition)))
        condition = self.typer.boolean(rule.condition)
        self.typer.scope.names = outer
        return Rewiring(lets, condition, self._chance("pruning", rule.probability))

    def creating(self, rule: RewiringRule | None, drawn: Drawn) -> Rewiring | None:
        """Return the rule by which pairs get an edge, None for none.

        Parameters
        ----------
        drawn
            Attributes besides ``w`` that start as a random number.
        """
        if rule is None:
            return None
        self._begin("creating", "")
        condition = self.typer.boolean(rule.condition)
        chance = self._chance("creating", rule.probability)
        values = tuple(self._values(rule, drawn))
        return Rewiring((), condition, chance, values, self._delay(rule))

    def _values(self, rule: RewiringRule, drawn: Drawn) -> Iterator[Store]:
        weight = self.typer.target(s.Name("w"))
        assert isinstance(weight, e.Ref)
        yield Store(weight, cast(self._number("w", rule.weight), weight.dtype))
        for attribute, distribution in drawn.items():
            target = e.Ref(attribute.name, Owner.SELF, attribute.dtype)
            value = self._number(attribute.name, distribution)
            yield Store(target, cast(value, attribute.dtype))

    def _delay(self, rule: RewiringRule) -> Expr | None:
        if not isinstance(rule.delay, RandomDistribution):
            return None
        dt_ms = cast(e.Symbol("dt", DType.TIME), DType.REAL)
        steps = e.Binary("/", self._number("d", rule.delay), dt_ms, DType.REAL)
        extra = e.Binary("-", _half_to_even(steps), e.Const(1.0, DType.REAL), DType.REAL)
        return cast(extra, DType.INT)

    def _chance(self, place: str, probability: float) -> Expr | None:
        if probability >= 1.0:
            return None
        draw = e.Draw("uniform", place, "proba", 0)
        return e.Compare("<", draw, e.Const(probability, DType.REAL))

    def _number(self, name: str, value: float | RandomDistribution) -> Expr:
        if not isinstance(value, RandomDistribution):
            return e.Const(float(value), DType.REAL)
        self._begin("creating", name)
        return cast(self.typer.drawn(type(value).__name__, _arguments(value)), DType.REAL)

    def _begin(self, place: str, attribute: str) -> None:
        self.typer.scope.place, self.typer.scope.attribute = place, attribute


def _half_to_even(x: Expr) -> Expr:
    """Round as delays are; the function ``round`` of the language takes halves away from zero."""
    half, two = e.Const(0.5, DType.REAL), e.Const(2.0, DType.REAL)
    fraction = e.Binary("-", x, e.Call("floor", (x,), DType.REAL), DType.REAL)
    of_half = e.Call("round", (e.Binary("*", half, x, DType.REAL),), DType.REAL)
    return e.Select(
        e.Compare("==", fraction, half),
        e.Binary("*", two, of_half, DType.REAL),
        e.Call("round", (x,), DType.REAL),
        DType.REAL,
    )


def _arguments(distribution: RandomDistribution) -> tuple[Expr, ...]:
    """Return the arguments as equations take them: these have a rate where objects have a mean."""
    values = {name: getattr(distribution, name) for name in distribution.keywords}
    if isinstance(distribution, Exponential):
        values["Lambda"] = 1.0 / values["Lambda"] if values["Lambda"] else float("inf")
    if values.get("max") is not None and values.get("min") is None and "min" in values:
        values["min"] = float("-inf")
    return tuple(
        e.Const(x, DType.INT if isinstance(x, int) else DType.REAL)
        for x in values.values()
        if x is not None
    )
