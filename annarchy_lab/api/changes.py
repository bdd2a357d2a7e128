"""Changes of attributes as values: what every write to a network is made of.

In: attributes, values, places.  Out: `Change`, which `Network.write` applies and announces.
Not here: applying them.

Each acknowledged change is announced as ``(step, object name, attribute, kind, value, origin)``:

============= ===============================================================================
kind          value
============= ===============================================================================
``set``       one value for all elements, or one per element (rank; edge in dendrite order)
``set_at``    ``(indices, values)``: ranks, post ranks or edges, and their value or values
``scale``     factor on the values that the attribute had when it was scaled for the first time
              since it was last set
``scale_at``  ``(indices, factor)``: the same for some elements
``flag``      new state of a flag of an object (the attribute is the flag's name)
``control``   new numbers of a control (the attribute is its name, see `annarchy_lab.api.controls`)
``timetable`` what a population does in given steps, see `annarchy_lab.ir.timetable.described`
``stimulate`` a stimulus of a population, see `annarchy_lab.ir.stimulus.described`; its first step
              counts from this one, and the attribute is empty where neurons are made to spike
``calm``      the number of a stimulus that ends now; the attribute is empty
``create``    synapses that were created by hand: pre and post ranks, shape (2, n), or with their
              delays in steps (0: none is named), shape (3, n)
``prune``     the same of synapses that were pruned
``connect``   all synapses of a projection were replaced: a dict of arrays, see
              `annarchy_lab.api.reconnecting`
``replace``   an object has another model: a dict, see `annarchy_lab.api.replacing`
``seed``      the new seed; object and attribute are empty
``step``      the new current step; object and attribute are empty
``reset``     arguments of `Network.reset`; object and attribute are empty
``rewind``    ``{"step": to, "n_undone": changes}``: the network went back to a step, and the last
              changes are undone; object and attribute are empty
``restore``   the `Checkpoint` that the network returned to; object and attribute are empty
============= ===============================================================================
"""

from typing import Final, Literal, TypeAlias

from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.backend import Write

__all__ = ["ON_THE_WAY", "Change", "Kind", "Scale"]

ON_THE_WAY: Final = "rewind"
"""Origin of changes that are made once more on the way to the time that somebody goes back to."""

Kind: TypeAlias = Literal[
    "set",
    "set_at",
    "scale",
    "scale_at",
    "flag",
    "control",
    "timetable",
    "stimulate",
    "calm",
    "create",
    "prune",
    "connect",
    "replace",
    "seed",
    "step",
    "reset",
    "rewind",
    "restore",
]


@dataclass(frozen=True, slots=True)
class Scale:
    """Multiply an attribute, keeping the differences between its elements.

    Parameters
    ----------
    factor
        On the values that the attribute had when it was scaled for the first time since it was
        last set; so ``Scale(1.0)`` brings these back.

    Examples
    --------
    >>> Scale(1.5)
    Scale(factor=1.5)
    """

    factor: float


@dataclass(slots=True)
class Change(Write):
    """One change of one attribute, as the backends take it, and how it is told.

    Attributes
    ----------
    object_name
        Name of a population or projection.
    attribute
        Name of the attribute.
    values
        One value, shape ``()``, or one per element, of the attribute's own type.
    indices
        Elements that change: ranks, post ranks or edges in dendrite order.  None: all.
    factor
        Of a `Scale`; then `values` are the products.
    """

    factor: float | None = None

    @property
    def announced(self) -> tuple[Kind, object]:
        """Kind and value as they are announced."""
        if self.factor is not None:
            is_whole = self.indices is None
            return ("scale", self.factor) if is_whole else ("scale_at", (self.indices, self.factor))
        value = self.values.item() if self.values.ndim == 0 else self.values
        return ("set", value) if self.indices is None else ("set_at", (self.indices, value))
