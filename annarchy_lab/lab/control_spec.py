"""One thing of a network that can be steered, and how.

In: a population, view or projection; an attribute or flag of it.
Out: `ControlSpec`: where it stands now, how it is changed, how the browser takes it.
Not here: which controls a network has (`control_list`), when changes are made (`changes`).
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.changes import Change, Scale
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.view import PopulationView
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.lab.views.shown import Group
from annarchy_lab.language.as_data import model_data, model_of
from annarchy_lab.language.declaration import Locality
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.lab.messages import Control, Safety
    from annarchy_lab.lab.scales import ScaleBook

__all__ = [
    "SCALE_RANGE",
    "ControlSpec",
    "Form",
    "Kind",
    "Target",
    "Told",
    "n_elements_of",
    "range_around",
    "uniform",
]

Kind: TypeAlias = Literal["set", "scale", "flag", "start"]
Form: TypeAlias = Literal["slider", "toggle", "stepper"]
Target: TypeAlias = Group | Projection
Told: TypeAlias = "tuple[Safety, str]"
"""What a change takes, in a word and in a sentence."""

SCALE_RANGE = (0.0, 2.0)
LOG_FROM = 100.0
"""Ranges whose ends differ by this factor get a logarithmic slider."""


@dataclass(frozen=True, slots=True)
class ControlSpec:
    """One thing that can be steered.

    Attributes
    ----------
    id
        Unique in the network.
    heading
        Under which it stands.
    target
        What is changed.
    name
        Which attribute or flag of it.
    kind
        ``set`` its value, ``scale`` its values, switch a ``flag``, set a ``start`` value.
    form
        How it is operated.
    told
        What a change takes, see `safety`.
    initial
        Value at the start.
    n_elements
        How many values can be edited one by one; 0: none can.
    """

    id: str
    heading: str
    target: Target
    name: str
    kind: Kind
    label: str
    range: tuple[float, float]
    initial: float
    told: "Told"
    form: Form = "slider"
    unit: str = ""
    description: str = ""
    n_elements: int = 0

    @property
    def owner(self) -> str:
        """Name of the population or projection whose attribute it is."""
        return str(_owner(self.target).name)

    @property
    def indices(self) -> NDArray[np.int64] | None:
        """Which elements of the owner it changes; None for all."""
        return self.target.ranks if isinstance(self.target, PopulationView) else None

    @property
    def reason(self) -> str:
        """Why it cannot be changed; empty if it can."""
        return self.told[1] if self.told[0] == "fixed" else ""

    def change(self, value: object) -> tuple[Target, str, object] | Change:
        """Return what to write for a position, or for one value per element."""
        if isinstance(value, np.ndarray):
            return self._change_each(value)
        number: Any = value
        if self.kind == "scale":
            return self.target, self.name, Scale(number)
        if self.form == "toggle":
            return self.target, self.name, bool(number)
        return self.target, self.name, round(number) if self.form == "stepper" else number

    def switch(self, network: "Network", value: float) -> int:
        """Do what no write does: set a flag, or a start value; return the step."""
        if self.kind == "flag":
            network.set_flag(self.owner, self.name, bool(value), "control")
        else:
            network.replace(
                _owner(self.target), _starting(self.target, self.name, value), "control"
            )
        return network.current_step

    def drawn(self, distribution: RandomDistribution, seed: int | None) -> NDArray[Any]:
        """Return values for all elements."""
        return distribution.draw((self.n_elements,), np.random.default_rng(seed))

    def elements(self) -> NDArray[np.float64]:
        """Return the value of each element, edges in dendrite order."""
        values = np.asarray(_flat(self.target, self.name), np.float64).ravel()
        return np.broadcast_to(values, self.n_elements) if values.size == 1 else values

    def now(self, scales: "ScaleBook") -> float:
        """Return where the control stands, as the network is now."""
        if self.kind == "scale":
            return scales.factor(self.owner, self.name, self.indices)
        if self.kind == "flag":
            return float(bool(getattr(_owner(self.target), self.name)))
        if self.kind == "start":
            return float(_attribute(self.target, self.name).initial)
        return uniform(self.target, self.name)[1]

    def renewed(self) -> "ControlSpec":
        """Return the same for the values of now: different ones are scaled, equal ones are set."""
        if self.kind not in ("set", "scale") or self.name == "w" or self.form != "slider":
            return self
        is_uniform, value = uniform(self.target, self.name)
        if is_uniform == (self.kind == "set"):
            return self
        if not is_uniform:
            return replace(self, kind="scale", range=SCALE_RANGE, initial=1.0)
        declared = _attribute(self.target, self.name).control_range
        around = declared or range_around(value)
        return replace(self, kind="set", range=around, initial=value)

    @property
    def is_there(self) -> bool:
        """Whether the model still has what it steers."""
        if self.kind == "flag":
            return True
        return any(a.name == self.name for a in self.target.declaration.attributes)

    def as_message(self, value: float) -> "Control":
        """Return the control as the browser takes it, standing at `value`."""
        low, high = self.range
        safety, text = self.told
        return {
            "id": self.id,
            "group": self.heading,
            "name": self.name,
            "label": self.label,
            "unit": "" if self.kind in ("scale", "flag") else self.unit,
            "description": self.description,
            "value": value,
            "minimum": min(low, value),
            "maximum": max(high, value),
            "initial": self.initial,
            "kind": self.kind,
            "form": self.form,
            "safety": safety,
            "safety_text": text,
            "n_elements": self.n_elements,
            "is_log": low > 0.0 and high / low >= LOG_FROM and self.form == "slider",
            "enabled": not self.reason,
            "reason": self.reason,
        }

    def _change_each(self, values: NDArray[Any]) -> Change:
        if values.shape != (self.n_elements,):
            raise ANNarchyException(
                f"{self.label} takes {self.n_elements} values, not {values.size}."
            )
        if not np.isfinite(values).all():
            raise ANNarchyException(f"{self.label} takes finite numbers only.")
        owner = _owner(self.target)
        dtype = np.asarray(_flat(self.target, self.name)).dtype
        return Change(owner.name, self.name, values.astype(dtype), self.indices)


def uniform(target: Target, name: str) -> tuple[bool, float]:
    """Return whether all elements have one value, and that value or the first one."""
    values = np.asarray(_flat(target, name), np.float64).ravel()
    if not values.size:
        return True, 0.0
    return bool((values == values[0]).all()), float(values[0])


def range_around(value: float) -> tuple[float, float]:
    """Return a range for a parameter that has none: from nothing to twice as much."""
    if value == 0.0:
        return (-1.0, 1.0)
    return (0.0, 2.0 * value) if value > 0.0 else (2.0 * value, 0.0)


def n_elements_of(target: Target, name: str) -> int:
    """Return how many values of an attribute can differ; 0 where it is one for all."""
    if _owner(target)._localities[name] is not Locality.LOCAL:
        return 0
    return target._length(name) or 0 if isinstance(target, Projection) else target.size


def _owner(target: Target) -> Any:  # noqa: ANN401 - a population or projection
    return target if isinstance(target, Projection) else target.population


def _flat(target: Target, name: str) -> Any:  # noqa: ANN401 - numbers
    return target._flat(name) if isinstance(target, Projection) else target.get(name)


def _attribute(target: Target, name: str) -> Any:  # noqa: ANN401 - an AttributeDeclaration
    return next(a for a in target.declaration.attributes if a.name == name)


def _starting(target: Target, name: str, value: float) -> Any:  # noqa: ANN401 - a model
    """Return the model, but with another initial value of a variable."""
    declaration = target.declaration
    data = model_data(declaration)
    for described, equation in zip(data["equations"], declaration.equations, strict=True):
        if equation.assigned == name:
            described["init"] = value
    return model_of(data)
