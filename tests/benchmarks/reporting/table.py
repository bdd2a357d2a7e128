"""The tables of a page: speed beside others, getting ready, memory, other ways of running.

In: results as `benchmarks` keeps them.
Out: Markdown.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from measuring.row import Row
from measuring.rows import ROWS
from reporting.summary import Summary, summary, verdict

__all__ = ["bars", "markdown_table", "summaries", "tables"]

READY = (1.5, 0.5)  # seconds: cold, warm
READY_GOAL = (0.8, 0.3)
MEMORY_MB = (300.0, 200.0)
BANDWIDTH = (0.80, 0.95)
PHASES = {
    "import": "import",
    "build": "building",
    "compile cold": "compiling, cold",
    "compile": "compiling, warm",
    "read": "reading results",
}


def tables(known: dict[str, Any]) -> str:
    """Return everything that was measured as Markdown."""
    found = summaries(known)
    parts = [
        _where(known["machine"], found),
        "## Speed",
        markdown_table(
            ["network", "this project", "fastest other", "its CPU s", "ratio", "bar", "result"],
            [_speed(each) for each in found],
        ),
        _remarks(found),
        "## All simulators",
        markdown_table(
            [
                "network",
                "simulator",
                "CPU s",
                "wall s",
                "10⁶ events/s",
                "MB",
                "rates",
                "runs",
            ],
            [line for each in found for line in _sides(each)],
        ),
        "## Getting ready",
        markdown_table(
            ["network", "cold", "warm", *PHASES.values(), "fastest other, cold", "warm"],
            [_ready(each) for each in found],
        ),
        "CPU seconds, compilers included. " + _ready_remarks(found),
        "## Other ways of running this project",
        markdown_table(
            [
                *("network", "float64", "float32 weights", "gain", "float32", "gain"),
                *("2 threads, CPU s", "gain, wall", "on two whole cores"),
            ],
            [_ways(each) for each in found],
        ),
        "On two whole cores: of the rounds in which two threads that do nothing but arithmetic "
        "were at least 1.4 times as fast as one, just before and just after. A virtual machine may "
        "find both of its cores on one core of its host, for a tenth of a second or for minutes.",
    ]
    return "\n\n".join(part for part in parts if part)


def summaries(known: dict[str, Any]) -> tuple[Summary, ...]:
    """Return the rows that were measured, in their order."""
    rows = known["rows"]
    found = (summary(row, rows[row.name]) for row in ROWS.values() if row.name in rows)
    return tuple(each for each in found if each is not None)


def number(value: float | None, n_digits: int = 3) -> str:
    """Return a number with a few digits and no exponent."""
    if value is None:
        return "–"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    text = f"{value:.{n_digits}g}"
    return f"{value:.7f}".rstrip("0") if "e" in text else text


def _speed(each: Summary) -> list[str]:
    row, other = each.row, each.peers[0] if each.peers else None
    ratio = "–" if each.ratio is None else f"{each.ratio:.3g}×"
    result = verdict(each.ratio, row.accept, row.goal)
    return [
        row.title,
        _seconds(each.ours.seconds),
        other.label if other else "–",
        _seconds(other.seconds) if other else "–",
        ratio,
        bars(row),
        result,
    ]


def bars(row: Row) -> str:
    """Return the ratios that a network must and should reach."""
    return ", ".join(f"{bar:g}×" for bar in (row.accept, row.goal) if bar is not None) or "–"


def _seconds(value: float) -> str:
    return f"{value * 1e6:.3g} µs" if value < 1e-3 else number(value)


def _sides(each: Summary) -> Iterable[list[str]]:
    for k, side in enumerate((each.ours, *each.peers)):
        yield [
            "" if k else each.row.title,
            side.label,
            _seconds(side.seconds),
            number(side.wall_s) if each.is_calm else "–",
            number(side.events_per_s / 1e6) if side.events_per_s else "–",
            f"{side.peak_mb:.0f}",
            ", ".join(f"{name} {number(value)}" for name, value in side.rates.items()),
            str(side.n_runs),
        ]


def _ready(each: Summary) -> list[str]:
    other = each.peers[0] if each.peers else None
    return [
        each.row.title,
        number(each.ours.cold_cpu_s),
        number(each.ours.warm_cpu_s),
        *(number(each.ours.phases.get(name)) for name in PHASES),
        number(other.cold_cpu_s) if other else "–",
        number(other.warm_cpu_s) if other else "–",
    ]


def _ways(each: Summary) -> list[str]:
    cells = [each.row.title, _seconds(each.ours.seconds)]
    for name in ("float32 weights", "float32", "2 threads"):
        found = each.variants.get(name)
        is_shown = found is not None and (name != "2 threads" or each.is_calm)  # a wall time
        cells += [
            _seconds(found.seconds) if found else "–",
            f"{each.gains[name]:.2f}×" if is_shown else "–",
        ]
    n, gain = each.n_on_whole_cores, each.on_whole_cores
    return [*cells, "–" if gain is None or not each.is_calm else f"{gain:.2f}× of {n}"]


def _where(machine: dict[str, Any], found: Sequence[Summary]) -> str:
    dates = sorted({each.date for each in found})
    versions: dict[str, str] = {}
    for each in found:
        versions |= each.versions
    named = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    words = [
        f"Measured on {' to '.join(dict.fromkeys((dates[0], dates[-1])))}: "
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory']}, "
        f"{machine['system']}, {machine['compiler']}, Python {machine['python']}; {named}."
    ]
    if disturbed := [each for each in found if not each.is_calm]:
        busy = max(each.others for each in disturbed)
        words.append(
            f"**Beside other work**, up to {busy:.1f} cores of it: "
            f"{'; '.join(each.row.title for each in disturbed)}. CPU times are longer there than "
            "they need be, for all, and wall times are not shown."
        )
    few = min((each.n_pairs for each in found if each.peers), default=0)
    if few < 7:
        words.append(
            f"Ratios are medians of {few} or more pairs, fewer than the seven of a full run."
        )
    return " ".join(words)


def _remarks(found: Sequence[Summary]) -> str:
    lines = []
    for each in found:
        lines += [f"- {each.row.title}: {words}" for words in (*each.errors, *each.differences)]
        if each.missing:
            lines.append(f"- {each.row.title}: not measured this time: {', '.join(each.missing)}")
        if each.bandwidth is not None:
            result = verdict(each.bandwidth, *BANDWIDTH)
            share = f"{100 * each.bandwidth:.0f} % of the read bandwidth of the same run"
            lines.append(f"- {each.row.title}: weights are read at {share} (80 %, 95 %): {result}")
        if each.row.name == "izhikevich-10000":
            lines.append(f"- {_memory(each)}")
    return "\n".join(lines)


def _memory(each: Summary) -> str:
    accept, goal = MEMORY_MB
    parts = [f"{each.ours.peak_mb:.0f} MB: {_at_most(each.ours.peak_mb, accept)}"]
    for name, words in (("float32 weights", "with float32 weights"), ("float32", "in float32")):
        other = each.variants.get(name)
        if other:
            parts.append(f"{words} {other.peak_mb:.0f} MB: {_at_most(other.peak_mb, goal)}")
    return f"Peak memory at 10⁷ random weights ({accept:.0f} MB; {goal:.0f} MB): " + ", ".join(
        parts
    )


def _at_most(value: float, bar: float) -> str:
    return "met" if value <= bar else "**missed**"


def _ready_remarks(found: Sequence[Summary]) -> str:
    small = [each for each in found if each.row.name == "izhikevich-1000"]
    if not small:
        return ""
    ours, is_calm = small[0].ours, small[0].is_calm
    cold = ours.cold_s if is_calm else ours.cold_cpu_s
    warm = ours.warm_s if is_calm else ours.warm_cpu_s
    results = [_at_most(cold, READY[0]), _at_most(warm or float("inf"), READY[1])]
    return (
        f"From the start of the script to the first step, {small[0].row.title.partition(',')[0]}, "
        f"{'wall' if is_calm else 'CPU'} time: cold {number(cold)} s (bar {READY[0]:g}, goal "
        f"{READY_GOAL[0]:g}): {results[0]}; warm {number(warm)} s (bar {READY[1]:g}, goal "
        f"{READY_GOAL[1]:g}): {results[1]}."
    )


def markdown_table(head: list[str], lines: list[list[str]]) -> str:
    """Return a table."""
    rows = ["| " + " | ".join(cells) + " |" for cells in (head, *lines)]
    return "\n".join([rows[0], "|" + "---|" * len(head), *rows[1:]])
