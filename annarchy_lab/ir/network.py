"""The network as the API hands it down: declarations and data, nothing lowered yet.

In: nothing; these are plain records.
Out: `NetworkSpec`, from which `ir.build` makes the models of level 1 and the backends their state.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.ir.new_delays import ONE_STEP, NewDelays
from annarchy_lab.ir.timetable import Timetable
from annarchy_lab.language.condition import StopCondition
from annarchy_lab.language.declaration import NeuronDeclaration, SynapseDeclaration, UserFunction
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NetworkSpec", "PopulationSpec", "ProjectionSpec"]

Values = Mapping[str, "NDArray[Any] | float | int | bool"]


@dataclass(frozen=True, slots=True)
class PopulationSpec:
    """A population: its model, its size and the value of each attribute at step 0.

    Attributes
    ----------
    values
        Attribute name to one value, or one per rank, shape ``(size,)``.
    stop_condition
        What a run may wait for.
    timetable
        What happens in given steps, counted from step 0.
    """

    name: str
    size: int
    neuron: NeuronDeclaration
    values: Values = field(default_factory=dict)
    stop_condition: StopCondition | None = None
    timetable: Timetable | None = None


@dataclass(frozen=True, slots=True)
class ProjectionSpec:
    """A projection: its model, its edges, and the value of each attribute at step 0.

    Attributes
    ----------
    pre, post
        Names of the whole populations; the ranks in `edges` refer to them.
    targets
        Conductances or sums that the projection feeds.
    values
        Attribute name to one value, one per post rank ``(n_post,)`` (semiglobal) or one per edge
        ``(n_edges,)`` in dendrite order.  ``w`` comes from `edges`.
    delay_steps
        One delay for all, or one per edge in dendrite order, int32; one step is the minimum.
    storage
        ``auto``, ``csr`` or ``dense``.
    may_rewire
        Whether synapses may be created and pruned by hand; a synapse with rules always may.
    pre_candidates
        Ranks of the pre neurons that may get a synapse; None for all.
    window_steps
        0, or the length of the window in which arriving spikes count for the rate that a decoding
        projection adds to its target.
    new_delays
        Delays of synapses that are created later; `ir.build` finds them.
    """

    name: str
    pre: str
    post: str
    targets: tuple[str, ...]
    synapse: SynapseDeclaration
    edges: EdgeList
    values: Values = field(default_factory=dict)
    delay_steps: "int | NDArray[np.int32]" = 1
    storage: str = "auto"
    may_rewire: bool = False
    pre_candidates: "NDArray[np.int32] | None" = None
    window_steps: int = 0
    new_delays: NewDelays = ONE_STEP

    @property
    def is_rewirable(self) -> bool:
        """Whether its edges may change."""
        rules = (self.synapse.creating, self.synapse.pruning)
        return self.may_rewire or any(rule is not None for rule in rules)

    @property
    def drawn_at_creation(self) -> frozenset[str]:
        """Names of the attributes that every new synapse draws, as they were drawn at the start."""
        return frozenset(
            a.name
            for a in self.synapse.attributes
            if isinstance(a.initial, RandomDistribution)
            and np.ndim(self.values.get(a.name, [])) > 0
        )


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """A whole network.

    Attributes
    ----------
    dt_ms
        Step in ms.
    dtype
        ``float64`` or ``float32``, the network's real type.
    weight_dtype
        The type in which weights are stored, no wider than `dtype`; None for `dtype`.
    seed
        64-bit seed of every draw in the equations.
    method
        Default numerical method.
    constants
        Value of each `Constant` by name.
    functions
        Global functions (``add_function``).
    n_threads, n_parts
        Threads, and contiguous parts into which populations are cut (0: one per thread); never
        change a result.
    thread_plan
        How many of the threads take a step, in turn; empty: as many as are worth having; None: all.
    """

    dt_ms: float
    seed: int
    populations: tuple[PopulationSpec, ...]
    projections: tuple[ProjectionSpec, ...]
    dtype: np.dtype[Any] = field(default_factory=lambda: np.dtype(np.float64))
    weight_dtype: np.dtype[Any] | None = None
    method: str = "explicit"
    constants: Mapping[str, float] = field(default_factory=dict)
    functions: tuple[UserFunction, ...] = ()
    n_threads: int = 1
    n_parts: int = 0
    thread_plan: tuple[int, ...] | None = None

    @property
    def has_narrow_weights(self) -> bool:
        """Whether weights are float32 among float64."""
        own = self.weight_dtype
        return own is not None and np.dtype(own).itemsize < np.dtype(self.dtype).itemsize
