"""What the runs of a row say together.

In: a `Row`, its runs as `measuring.pairs` leaves them.
Out: `Summary`: medians, ratios, verdicts, and whether all did the same work.
Not here: how they look.
"""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from measuring.cores import had_whole_cores
from measuring.pairs import per_ms, wall_per_ms
from measuring.row import NAMES, OURS, Row

__all__ = ["CALM", "Side", "Summary", "summary", "verdict"]

CALM: Final = 0.25
"""Cores that other processes may keep busy; above it wall times say nothing."""

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """The runs of one simulator on a network.

    Attributes
    ----------
    label
        Its name.
    seconds
        Median of what is compared, by the unit of the row.
    wall_s
        Median wall time by the same unit.
    cold_s, warm_s
        Wall time from the start of the process to the first step: empty caches, median of others.
    cold_cpu_s, warm_cpu_s
        The same in CPU time, compilers included.
    phases
        CPU time of the phases of getting ready and of reading results, median; ``compile cold`` is
        that with empty caches.
    peak_mb
        Most memory held.
    events_per_s
        Synaptic events per second of CPU time.
    rates
        Medians of what tells whether the work is the same.
    n_runs
        How many there are.
    """

    label: str
    seconds: float
    wall_s: float
    cold_s: float
    warm_s: float | None
    cold_cpu_s: float
    warm_cpu_s: float | None
    phases: dict[str, float]
    peak_mb: float
    events_per_s: float
    rates: dict[str, float]
    n_runs: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A row of the table.

    Attributes
    ----------
    row
        Which.
    ours, peers
        This project, and the others, the fastest first, by rounds.
    variants, gains
        Further ways of running this project, and how many times faster each is: the median over
        rounds, in CPU time, of threads in wall time.
    on_whole_cores, n_on_whole_cores
        The same for two threads, of the rounds in which each had a core; how many these are.
    ratio
        Median over rounds of the fastest peer's time to ours in the same round.
    n_pairs
        How many rounds that are.
    others
        Cores that other work kept busy, median.
    errors, missing, differences
        What failed, peers that were not asked, and rates outside their bands, in words.
    date
        When it was measured.
    versions
        Of the simulators, by name.
    bandwidth
        The share of the measured read bandwidth at which weights are read, where that is the limit.
    """

    row: Row
    ours: Side
    peers: tuple[Side, ...]
    variants: dict[str, Side]
    gains: dict[str, float]
    on_whole_cores: float | None
    n_on_whole_cores: int
    ratio: float | None
    n_pairs: int
    others: float
    errors: tuple[str, ...]
    missing: tuple[str, ...]
    differences: tuple[str, ...]
    date: str
    versions: dict[str, str]
    bandwidth: float | None

    @property
    def is_calm(self) -> bool:
        """Whether wall times mean anything."""
        return self.others < CALM


def summary(row: Row, measured: Record) -> Summary | None:
    """Put the runs of a row together; None where this project itself has none."""
    runs = [run for run in measured["runs"] if "error" not in run]
    groups: dict[tuple[str, str, str], list[Record]] = {}
    for run in runs:
        groups.setdefault((run["simulator"], run["mode"], run["variant"]), []).append(run)
    own = groups.pop((OURS, "", ""), None)
    if own is None:
        return None
    variants = {key[2]: groups.pop(key) for key in list(groups) if key[0] == OURS}
    asked = {(run["simulator"], run["mode"]) for run in measured["runs"]}
    missing = [peer.label for peer in row.peers if (peer.simulator, peer.mode) not in asked]
    # those that took part in all rounds are the fastest, whatever one round says of others
    n_most = max(map(len, groups.values()), default=0)
    theirs = sorted(
        groups.values(),
        key=lambda each: (len(each) < n_most, statistics.median(_pairs(own, each))),
    )
    pairs = _pairs(own, theirs[0]) if theirs else []
    undisturbed = [run for run in variants.get("2 threads", []) if had_whole_cores(run)]
    ours = _side(row, own)
    return Summary(
        row,
        ours,
        tuple(_side(row, each) for each in theirs),
        {name: _side(row, each) for name, each in variants.items()},
        {name: _gain(own, each) for name, each in variants.items()},
        _gain(own, undisturbed) if undisturbed else None,
        len(undisturbed),
        statistics.median(pairs) if pairs else None,
        len(pairs),
        _median(own, lambda run: run["others"]),
        tuple(dict.fromkeys(map(_failure, (run for run in measured["runs"] if "error" in run)))),
        tuple(missing),
        tuple(_differences(row, (own, *theirs))),
        measured["date"],
        {NAMES[run["simulator"]]: run["version"] for run in runs},
        _bandwidth(row, ours, measured.get("read_gb_per_s")),
    )


def verdict(ratio: float | None, accept: float | None, goal: float | None) -> str:
    """Say in a word whether a bar was reached."""
    if ratio is None or accept is None:
        return "–"
    if goal is not None and ratio >= goal:
        return "goal"
    return "met" if ratio >= accept else "**missed**"


def _pairs(
    own: list[Record], theirs: list[Record], spent: Callable[[Record], float] = per_ms
) -> list[float]:
    """Return the ratios of the rounds in which both ran; that of medians where there is none."""
    ours = {run["round"]: spent(run) for run in own}
    found = [spent(run) / ours[run["round"]] for run in theirs if run["round"] in ours]
    return found or [_median(theirs, spent) / _median(own, spent)]


def _gain(own: list[Record], variant: list[Record]) -> float:
    has_threads = variant[0]["n_threads"] > 1
    return statistics.median(_pairs(variant, own, wall_per_ms if has_threads else per_ms))


def _side(row: Row, runs: list[Record]) -> Side:
    first, later = runs[0], [run for run in runs if run["round"]]
    unit_ms = 1000.0 if row.per_s else row.duration_ms
    is_call = row.network == "interactive"
    name = NAMES[first["simulator"]]

    def later_median(key: str) -> float | None:
        return _median(later, lambda run: run[key]) if later else None

    return Side(
        label=f"{name} ({first['mode']})" if first["mode"] else name,
        seconds=_median(runs, per_ms) * (1.0 if is_call else unit_ms),
        wall_s=_median(runs, wall_per_ms) * unit_ms,
        cold_s=first["ready_s"],
        warm_s=later_median("ready_s"),
        cold_cpu_s=first["ready_cpu_s"],
        warm_cpu_s=later_median("ready_cpu_s"),
        phases=_phases(first, later),
        peak_mb=_median(runs, lambda run: run["peak_mb"]),
        events_per_s=_median(runs, lambda run: run["n_events"] / max(run["figure_s"], 1e-9)),
        rates={key: statistics.median(run["rates"][key] for run in runs) for key in first["rates"]},
        n_runs=len(runs),
    )


def _phases(first: Record, later: list[Record]) -> dict[str, float]:
    found = {
        name: statistics.median(run["phases"].get(name, 0.0) for run in later or [first])
        for name in first["phases"]
    }
    return {**found, "compile cold": first["phases"].get("compile", 0.0)}


def _median(runs: Iterable[Record], value: Callable[[Record], float]) -> float:
    return statistics.median(value(run) for run in runs)


def _failure(run: Record) -> str:
    mode = f" ({run['mode']})" if run["mode"] else ""
    return f"{NAMES[run['simulator']]}{mode} did not run: {run['error']}"


def _differences(row: Row, groups: Iterable[list[Record]]) -> Iterable[str]:
    for runs in groups:
        side = _side(row, runs)
        for name, (low, high) in row.bands.items():
            value = side.rates[name]
            if not low <= value <= high:
                yield f"{side.label}: {name} = {value:.4g}, not in {low:g} to {high:g}"


def _bandwidth(row: Row, ours: Side, read_gb_per_s: float | None) -> float | None:
    if not read_gb_per_s:
        return None
    return 8.0 * ours.events_per_s * 1e-9 / read_gb_per_s
