"""Delays of synapses that are still to come, where synapses come and go.

In: a projection whose synapses may be created and pruned, its rule ``creating``, the step.
Out: `NewDelays`; whether the projection's own delays stay one for all.
Not here: delays that a rule draws (`build_rewiring`), what a delay does (the backends).
"""

from dataclasses import replace
from math import isinf
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.connectivity.delays import delay_steps
from annarchy_lab.diagnostics import Report
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.ir.faults import UNBOUNDED_DELAY
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.ir.network import ProjectionSpec

__all__ = ["ONE_STEP", "NewDelays", "new_delays"]

Steps = int | NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class NewDelays:
    """Delays of new synapses, in steps.

    Attributes
    ----------
    default
        Where none is named: the one that all synapses had or were given last as one number.
    by_rule
        The number that ``creating`` names.
    is_drawn
        Whether ``creating`` names a distribution instead.
    longest
        No synapse has had a longer one, nor can the rule give it.
    """

    default: int = 1
    by_rule: int | None = None
    is_drawn: bool = False
    longest: int = 1

    @property
    def fresh(self) -> int:
        """What the rule gives to a new synapse, unless it draws."""
        return self.default if self.by_rule is None else self.by_rule

    def after(self, steps: Steps) -> "NewDelays":
        """Return what holds when the synapses there are have been given these delays."""
        default = self.default if np.ndim(steps) else int(steps)
        return replace(self, default=default).reaching(steps)

    def reaching(self, steps: Steps) -> "NewDelays":
        """Return the same where delays may be as long as these."""
        return replace(self, longest=max(self.longest, int(np.max(steps, initial=1))))

    def spread(self, steps: Steps, n_edges: int) -> Steps:
        """Return one delay as one per synapse where new synapses may have others."""
        if np.ndim(steps) == 0 and (self.is_drawn or self.by_rule not in (None, steps)):
            return np.full(n_edges, steps, np.int32)
        return steps


ONE_STEP = NewDelays()


def new_delays(projection: "ProjectionSpec", dt_ms: float, report: Report) -> NewDelays:
    """Return the delays of synapses to come; a distribution without end is reported."""
    own: Any = projection.delay_steps
    default = 1 if np.ndim(own) else int(own)
    longest = max(default, int(np.max(own, initial=1)))
    rule = projection.synapse.creating
    if rule is None or rule.delay is None:
        return NewDelays(default, longest=longest)
    if not isinstance(rule.delay, RandomDistribution):
        steps = delay_steps(rule.delay, dt_ms)
        return NewDelays(default, by_rule=steps, longest=max(longest, steps))
    bound = rule.delay.upper_bound
    if isinf(bound):
        message = f"d of new synapses has no maximum: {rule.delay!r}"
        hint = "give the distribution a max: spikes are kept as long as the longest delay"
        UNBOUNDED_DELAY.add_to(report, rule.span, message, hint)
        bound = 0.0
    longest = max(longest, delay_steps(max(bound, 0.0), dt_ms))
    return NewDelays(default, is_drawn=True, longest=longest)
