"""What changing something takes: nothing, or a reset; or why it cannot be changed.

In: a population, view or projection, what of it is changed, and how.
Out: `Safety` and a sentence.
Not here: making the change.

Everything follows from the rules of the API: parameters, flags and weights are data that change at
a step edge; the rates at which gaps are drawn have probabilities beside them; initial values are
part of the model and count from the next reset on; what learns changes by itself.  No control needs
a compiler: where one number for all synapses becomes one each, a variant of the model's module
is loaded, compiled the first time, and the change acts at an edge like any other.
"""

from typing import TYPE_CHECKING

from annarchy_lab.api.projection import Projection
from annarchy_lab.lab.control_spec import Target, Told
from annarchy_lab.language.declaration import Kind, NeuronDeclaration

if TYPE_CHECKING:
    from annarchy_lab.language.declaration import AttributeDeclaration

__all__ = ["WORDS", "safety_of_flag", "safety_of_start", "safety_of_value"]

WORDS = {
    "live": "acts from the next step on",
    "recomputed": "acts from the next step on; what depends on it is computed anew",
    "reset": "counts from the next reset on",
    "fixed": "cannot be changed",
}


def safety_of_value(target: Target, attribute: "AttributeDeclaration", kind: str) -> Told:
    """Return what changing the value of an attribute takes."""
    declaration = target.declaration
    if isinstance(target, Projection) and attribute.kind is Kind.VARIABLE:
        return "fixed", "these weights learn: switch learning off, pause, and assign them"
    if isinstance(declaration, NeuronDeclaration) and declaration.gap_rates == attribute.name:
        return "recomputed", "acts from the next step on; the chances of a spike are computed anew"
    if kind == "scale":
        what = "weight" if attribute.name == "w" else "value"
        return "live", f"multiplies each {what}, so that they stay as different as they are"
    return "live", WORDS["live"]


def safety_of_flag(flag: str) -> Told:
    """Return what switching something on or off takes."""
    what = {
        "plasticity": "the weights change while this is on",
        "update": "the equations of the synapses run while this is on",
        "transmission": "anything is transmitted while this is on",
        "axon_transmission": "axonal spikes are transmitted while this is on",
        "enabled": "the neurons rest while this is off",
    }
    return "live", f"{what.get(flag, flag)}; {WORDS['live']}"


def safety_of_start(variable: str) -> Told:
    """Return what changing an initial value takes."""
    return "reset", f"{variable} starts with this {WORDS['reset'].removeprefix('counts ')}"
