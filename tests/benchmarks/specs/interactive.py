"""Driving a network by hand: simulate 1 ms, read v, write 1000 parameters, again and again.

The network is that of `specs.izhikevich`.  What counts is what a call costs beyond the simulated
millisecond, which one long call tells.
"""

from typing import Final

from measuring.case import Case, Work

CHUNK_MS: Final = 1.0


def work(case: Case, version: str, whole_s: float, chunks_s: float, driven_s: float) -> Work:
    """Return what a call, a read and a write cost together.

    Parameters
    ----------
    case, version
        As elsewhere.
    whole_s
        CPU time of one call that simulates everything.
    chunks_s, driven_s
        That of a call for each chunk, without and with a read and a write after it.
    """
    n_calls = round(case.duration_ms / CHUNK_MS)
    return Work(
        rates={},
        n_synapses=0,
        n_events=0.0,
        figure_s=max(0.0, driven_s - whole_s) / n_calls,
        version=version,
        more={"call_s": (chunks_s - whole_s) / n_calls},
    )
