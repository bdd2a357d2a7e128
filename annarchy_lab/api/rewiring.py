"""Rules by which the synapses of a projection come and go: when they act.

In: periods in ms.
Out: `RewiringRules`, the part of a projection that starts and stops its rules.
Not here: synapses that are created and pruned by hand (`sprouting`).
"""

from typing import TYPE_CHECKING, Literal

from annarchy_lab.api.periods import period_steps
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.language.declaration import SynapseDeclaration

__all__ = ["RewiringRules"]


class RewiringRules:
    """The rules ``creating`` and ``pruning`` of a projection; both are off at first."""

    if TYPE_CHECKING:
        _name: str
        _network: Network

        @property
        def declaration(self) -> SynapseDeclaration:  # noqa: D102 - a declaration
            ...

        @property
        def _is_rewirable(self) -> bool: ...

    def start_creating(self, period: float | None = None) -> None:
        """Let the rule ``creating`` of the synapses act in the next step, then in every period.

        Parameters
        ----------
        period
            In ms.  Default: every step.

        Raises
        ------
        ANNarchyException
            If the synapses have no such rule, or the period is shorter than a step.
        """
        self._start_rule("creating", period)

    def stop_creating(self) -> None:
        """Create no synapses any more."""
        self._stop_rule("creating")

    def start_pruning(self, period: float | None = None) -> None:
        """Let the rule ``pruning`` of the synapses act in the next step, then in every period.

        Parameters
        ----------
        period
            In ms.  Default: every step.

        Raises
        ------
        ANNarchyException
            If the synapses have no such rule, or the period is shorter than a step.
        """
        self._start_rule("pruning", period)

    def stop_pruning(self) -> None:
        """Prune no synapses any more."""
        self._stop_rule("pruning")

    def _start_rule(self, rule: Literal["creating", "pruning"], period: float | None) -> None:
        self._require_rule(rule)
        n_steps = period_steps(period, self._network.dt, rule)
        with self._network._steady():
            first = self._network.current_step % n_steps
            self._network.set_control(self._name, rule, (n_steps, first))

    def _stop_rule(self, rule: Literal["creating", "pruning"]) -> None:
        self._require_rule(rule)
        self._network.set_control(self._name, rule, (0, 0))

    def _require_rule(self, rule: Literal["creating", "pruning"]) -> None:
        if getattr(self.declaration, rule) is None:
            raise ANNarchyException(
                f"the synapses of {self._name} have no rule {rule}: describe it in "
                f"Synapse({rule}=...)."
            )

    def _require_rewirable(self) -> None:
        if not self._is_rewirable:
            raise ANNarchyException(
                f"the synapses of {self._name} stay as they are: call "
                "config(structural_plasticity=True) before compile(), or give them a rule."
            )
