"""Measures a row of the table: ours and theirs by turns, each time in a process of its own.

In: a `Row`.
Out: its runs in the order in which they were made, each with its round and its group.
Not here: medians and verdicts (`reporting.summary`).

Round 0 begins with empty caches, for all.  The rounds after it go on with this project, in all its
variants, and the peers that were nearly the fastest; a difference of the machine from one minute to
the next then meets both sides.  Seeds differ from round to round.
"""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from measuring.bandwidth import read_gb_per_s
from measuring.processes import Processes
from measuring.row import OURS, Peer, Row

__all__ = ["VARIANTS", "measure_row", "per_ms", "wall_per_ms"]

NEAR: Final = 1.3
"""Peers that are slower than the fastest by more run once."""
VARIANTS: Final[dict[str, dict[str, Any]]] = {
    "float32": {"dtype": "float32"},
    "float32 weights": {"weight_dtype": "float32"},
    "2 threads": {"n_threads": 2},
}
"""Further ways of running this project."""

Say = Callable[[str], None]


def measure_row(
    row: Row, processes: Processes, n_rounds: int, scratch: Path, say: Say
) -> dict[str, Any]:
    """Measure a row."""
    peers = [peer for peer in row.peers if processes.can_run(peer.simulator)]
    runs: list[dict[str, Any]] = []

    def run(peer: Peer, number: int, variant: str = "") -> None:
        folder = scratch / row.name / f"{peer.simulator}-{peer.mode}-{variant}".strip("-")
        if number == 0:
            shutil.rmtree(folder, ignore_errors=True)
        case = row.case(peer, 1 + number, str(folder.resolve()), **VARIANTS.get(variant, {}))
        record = processes.run(case)
        record |= {"round": number, "variant": variant, "share": peer.share}
        runs.append(record)
        say(_line(row, peer, variant, record))

    for number in range(n_rounds):
        for peer in (Peer(OURS), *(_nearly_fastest(runs, peers) if number else peers)):
            run(peer, number)
        for variant in VARIANTS:
            run(Peer(OURS), number, variant)
    result = {"date": time.strftime("%Y-%m-%d"), "n_rounds": n_rounds, "runs": runs}
    if row.streams_weights:
        result["read_gb_per_s"] = read_gb_per_s(scratch, 8 * row.size**2 >> 20)
    shutil.rmtree(scratch / row.name, ignore_errors=True)
    return result


def per_ms(record: dict[str, Any]) -> float:
    """Return what counts, so that runs of different lengths compare."""
    if record["network"] == "interactive":  # a chunk, however many there were
        return float(record["figure_s"])
    return float(record["figure_s"] / record["duration_ms"])


def wall_per_ms(record: dict[str, Any]) -> float:
    """Return the wall time of a run, so that runs of different lengths compare."""
    return float(record["simulate_s"] / record["duration_ms"])


def _nearly_fastest(runs: list[dict[str, Any]], peers: list[Peer]) -> list[Peer]:
    """Return the peers that are worth running again, by all rounds so far."""
    best = {
        (run["simulator"], run["mode"]): per_ms(run)
        for run in runs
        if "error" not in run and run["simulator"] != OURS and run["round"] == 0
    }
    limit = NEAR * min(best.values(), default=0.0)
    return [p for p in peers if best.get((p.simulator, p.mode), float("inf")) <= limit]


def _line(row: Row, peer: Peer, variant: str, record: dict[str, Any]) -> str:
    name = f"{row.name} {record['round']} {peer.label} {variant}".rstrip()
    if "error" in record:
        return f"{name}: {record['error']}"
    return (
        f"{name}: {record['figure_s']:.4g} s CPU, ready in {record['ready_s']:.2f} s, "
        f"{record['others']:.1f} cores busy with other work"
    )
