"""One run: which network, in which simulator, how.

Out: `Case`, what is asked for; `Work`, what was done; both travel between processes as JSON.
"""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Case", "Work"]


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be run.

    Attributes
    ----------
    simulator, network
        The file ``simulators/SIMULATOR/NETWORK.py``.
    size
        Number of neurons.
    duration_ms
        Simulated time.
    mode
        A setting of the simulator by which it is faster, empty for its defaults.
    n_threads, dtype, seed
        As they say; dtype is float64 or float32.
    weight_dtype
        The same for weights alone, in this project; empty for `dtype`.
    scratch
        Folder for what the simulator generates and keeps; empty at a cold start.
    """

    simulator: str
    network: str
    size: int
    duration_ms: float
    mode: str = ""
    n_threads: int = 1
    dtype: str = "float64"
    weight_dtype: str = ""
    seed: int = 1
    scratch: str = "."

    @property
    def folder(self) -> Path:
        """The scratch folder as a path."""
        return Path(self.scratch)

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)


@dataclass(slots=True)
class Work:
    """What a run did, to be compared with what others did.

    Attributes
    ----------
    rates
        Rates in Hz and other figures that `bands` of the network's parameters bound.
    n_synapses
        Synapses of the network.
    n_events
        Synaptic events: spikes times the synapses that each of them passes; where every synapse
        is visited in each step, synapses times steps.
    n_spikes
        Spikes of all neurons.
    figure_s
        What is compared, where that is not the CPU time of the simulation.
    version
        That of the simulator.
    more
        Other findings.
    """

    rates: dict[str, float]
    n_synapses: int
    n_events: float
    n_spikes: int = 0
    figure_s: float | None = None
    version: str = ""
    more: dict[str, Any] = field(default_factory=dict)
