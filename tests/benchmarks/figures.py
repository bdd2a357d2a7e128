"""The figures that the project promises, measured and printed: ``make figures``.

Each is the best of several runs on whatever machine this is, CPU time where work is meant and wall
time where waiting is.  Nothing here is a test: a busy machine only prints worse figures.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
_IMPORT = "import time; t = time.perf_counter(); import annarchy_lab; "
_IMPORT += "print(time.perf_counter() - t)"
_LOAD = """
import sys, time, resource
start = time.perf_counter()
sys.path.insert(0, {here!r})
from seed_network import build
net = build()
before = resource.getrusage(resource.RUSAGE_CHILDREN)
net.compile(silent=True)
net.step()
after = resource.getrusage(resource.RUSAGE_CHILDREN)
compiler = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print(time.perf_counter() - start, compiler, "sympy" in sys.modules)
"""


def main() -> None:
    """Print all figures with their goals."""
    rows = [
        ("package import, wall", package_import(), 0.25, "s"),
        *compiling(),
        *running(),
    ]
    for label, value, goal, unit in rows:
        print(f"{label:<52} {value:>9.4g} {unit:<6} goal <= {goal:g} {unit}")
    low, high = rates()
    print(f"{'mean rate over 10 seeds':<52} {low:.2f} to {high:.2f} Hz   goal 8 to 9.5 Hz")


def package_import() -> float:
    """Return the wall time of ``import annarchy_lab`` in seconds."""
    return min(float(_python(_IMPORT)[0]) for _ in range(5))


def compiling() -> list[tuple[str, float, float, str]]:
    """Return the cost of the first load and of a load from the cache."""
    program = _LOAD.format(here=str(HERE))
    cold, warm = [], []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as cache:
            cold.append(float(_python(program, cache)[1]))
            warm += [_python(program, cache) for _ in range(2)]
    if any(flag == "True" for *_, flag in warm):
        print("a warm start imported sympy")
    return [
        ("cold compile of the neuron, compiler CPU", min(cold), 0.5, "s"),
        ("warm start, import to first step, wall", min(float(w[0]) for w in warm), 0.7, "s"),
    ]


def running() -> list[tuple[str, float, float, str]]:
    """Return the cost of a second of the network and of one call."""
    from seed_network import build

    import annarchy_lab as ann

    net = build()
    net.compile(silent=True)
    monitor = net.monitor(net.get_populations()[0], ["spike", "v"])

    run = _best(lambda: net.simulate(1000.0), 10, after=monitor.get)
    tiny = ann.Network(dt=1.0)
    tiny.create(1, ann.Neuron(equations="r = 1.0"))
    tiny.compile(silent=True)
    call = _best(lambda: [tiny.simulate(1.0) for _ in range(10_000)], 5) / 10_000
    return [
        ("1 s of 1000 neurons, spikes and v recorded, CPU", run * 1e3, 8.0, "ms"),
        ("simulate(one step) of one neuron, CPU", call * 1e6, 5.0, "us"),
    ]


def rates() -> tuple[float, float]:
    """Return the lowest and highest mean rate over seeds in Hz."""
    from seed_network import build

    found = []
    for seed in range(10):
        net = build(seed)
        net.compile(silent=True)
        monitor = net.monitor(net.get_populations()[0], "spike")
        net.simulate(1000.0)
        found.append(float(monitor.mean_fr()))
    return min(found), max(found)


def _best(work: Callable[[], object], n: int, after: Callable[[], object] | None = None) -> float:
    times = []
    for _ in range(n):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
        if after is not None:
            after()
    return min(times)


def _python(program: str, cache: str | None = None) -> list[str]:
    env = dict(os.environ) | ({"ANNARCHY_LAB_CACHE_DIR": cache} if cache else {})
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main()
