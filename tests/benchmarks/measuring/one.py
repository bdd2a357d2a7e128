"""Runs one case in a process of its own: ``python -m measuring.one '{"simulator": ...}'``.

In: a `Case` as JSON.
Out: its last line is a record as JSON.
"""

import json
import sys
from dataclasses import asdict
from importlib import import_module
from typing import Any

from measuring.case import Case, Work
from measuring.clock import Clock, Spent, peak_mb

__all__ = ["measure"]


def measure(case: Case, clock: Clock | None = None) -> dict[str, Any]:
    """Run a case in this process and return its record."""
    clock = clock or Clock(case.n_threads)
    with clock.phase("import"):
        module = import_module(f"simulators.{case.simulator}.{case.network}")
    work: Work = module.run(clock, case)
    return record(case, clock, work)


def record(case: Case, clock: Clock, work: Work) -> dict[str, Any]:
    """Return everything about a run as JSON has it."""
    ready, spent = clock.ready, clock.phases.get("simulate", Spent())
    done = asdict(work)
    more = done.pop("more")
    return {
        **{key: value for key, value in case.as_data().items() if key != "scratch"},
        **done,
        "ready_s": ready.wall_s,
        "ready_cpu_s": ready.cpu_s + ready.children_s,
        "simulate_s": spent.wall_s,
        "simulate_cpu_s": spent.cpu_s,
        "figure_s": spent.cpu_s if work.figure_s is None else work.figure_s,
        "peak_mb": peak_mb(),
        "ready_mb": clock.ready_mb,
        "others": clock.others,
        "gains_of_cores": clock.gains_of_cores,
        "phases": {name: each.cpu_s + each.children_s for name, each in clock.phases.items()},
        **more,
    }


def _rounded(value: Any) -> Any:
    """Return data with six significant digits: more says nothing and fills files."""
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(each) for each in value]
    return value if isinstance(value, str | bool | int | None) else float(f"{float(value):.6g}")


if __name__ == "__main__":
    asked = Case(**json.loads(sys.argv[1]))
    began = Clock(asked.n_threads)
    began.begin_with_process()
    print("\n" + json.dumps(_rounded(measure(asked, began))), flush=True)
