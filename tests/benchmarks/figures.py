"""The figures that the project promises, measured and printed: ``make figures``.

Each is the best of several runs on whatever machine this is, CPU time where work is meant and wall
time where waiting is.  Nothing here is a test: a busy machine only prints worse figures, which is
why the load is printed, too.  ``tests/browser/test_figures.py`` measures what needs a browser,
``benchmarks.py`` compares with other simulators.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
from figure import Figure

HERE = Path(__file__).parent
PATHS = [str(HERE), str(HERE.parent / "support")]
_IMPORT = "import time; t = time.perf_counter(); import annarchy_lab; "
_IMPORT += "print(time.perf_counter() - t)"
_LOAD = """
import sys, time, resource
start = time.perf_counter()
sys.path[:0] = {paths!r}
from {module} import {build}
net = {build}()
def cpu_s(of):
    used = resource.getrusage(of)
    return used.ru_utime + used.ru_stime
compiler, itself = cpu_s(resource.RUSAGE_CHILDREN), cpu_s(resource.RUSAGE_SELF)
net.compile(silent=True)
compiler = cpu_s(resource.RUSAGE_CHILDREN) - compiler
itself = cpu_s(resource.RUSAGE_SELF) - itself
net.step()
print(time.perf_counter() - start, compiler, compiler + itself, "sympy" in sys.modules)
"""


# Published networks: seconds that compiling may take, and that a simulated second takes the
# fastest other simulator that was measured.
PUBLISHED = (
    ("COBA", "simulators.annarchy_lab.coba", "Coba", 0.5, 0.076),
    ("SORF", "simulators.annarchy_lab.sorf", "Sorf", 0.7, 0.043),
)


def main() -> None:
    """Print all figures with their goals, each as soon as it is known."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs ({_cpu()}), load ", end="")
    print(", ".join(f"{load:.1f}" for load in os.getloadavg()))
    for measure in (
        package_import,
        compiling,
        running,
        published,
        calling,
        firing,
        wiring,
        weights,
        stopping,
        live_views,
    ):
        for figure in measure():
            print(figure, flush=True)


def package_import() -> Iterator[Figure]:
    """Time ``import annarchy_lab``."""
    seconds = min(float(_python(_IMPORT)[0]) for _ in range(7))
    yield Figure("package import, wall", seconds, "s", 0.25)


def compiling() -> Iterator[Figure]:
    """Time the first load and a load from the cache."""
    program = _load("simulators.annarchy_lab.izhikevich", "build")
    cold, warm = [], []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as cache:
            cold.append(float(_python(program, cache)[1]))
            warm += [_python(program, cache) for _ in range(2)]
    note = "but sympy was imported" if any(words[3] == "True" for words in warm) else ""
    yield Figure("cold compile of the neuron, CPU of the compiler", min(cold), "s", 0.5)
    seconds = min(float(words[0]) for words in warm)
    yield Figure("warm start, import to first step, wall", seconds, "s", 0.7, note=note)
    for label, module, build, goal_s, _ in PUBLISHED:
        seconds = min(_cold_compile_s(_load(module, build)) for _ in range(3))
        yield Figure(f"cold compile of {label}, CPU in all", seconds, "s", goal_s)


def running() -> Iterator[Figure]:
    """Time a second of the network on one thread in float64, spikes and v recorded."""
    from simulators.annarchy_lab.izhikevich import build

    net = build()
    net.compile(silent=True)
    monitor = net.monitor(net.get_populations()[0], ["spike", "v"])
    run = _best(lambda: net.simulate(1000.0), 20, after=monitor.get)
    yield Figure("1 s of 1000 neurons, spikes and v recorded, CPU", run * 1e3, "ms", 8.0)


def published() -> Iterator[Figure]:
    """Time a second of published networks on one thread in float64."""
    for label, module, build, _, goal_s in PUBLISHED:
        net = getattr(import_module(module), build)(seed=3)
        net.compile(silent=True)
        net.simulate(200.0)  # beyond the start
        run = _best(lambda net=net: net.simulate(1000.0), 5)
        yield Figure(f"1 s of {label}, CPU", run * 1e3, "ms", goal_s * 1e3)


def calling() -> Iterator[Figure]:
    """Time one call that simulates one step of one neuron."""
    import annarchy_lab as ann

    tiny = ann.Network(dt=1.0)
    tiny.create(1, ann.Neuron(equations="r = 1.0"))
    tiny.compile(silent=True)
    call = _best(lambda: [tiny.simulate(1.0) for _ in range(10_000)], 5) / 10_000
    yield Figure("simulate(one step) of one neuron, CPU", call * 1e6, "us", 5.0)


def firing() -> Iterator[Figure]:
    """Give the mean rate over seeds, and how far bursts stand out of it.

    A burst is the fullest window of 20 ms, in multiples of the mean window.
    """
    from simulators.annarchy_lab.izhikevich import build

    rates_hz, bursts = [], []
    for seed in range(10):
        net = build(seed=seed)
        net.compile(silent=True)
        monitor = net.monitor(net.get_populations()[0], "spike")
        net.simulate(1000.0)
        n_spikes = np.asarray(monitor.histogram(), float)
        windows = np.convolve(n_spikes, np.ones(20), "valid")
        rates_hz.append(n_spikes.sum() / 1000)
        bursts.append(windows.max() / windows.mean())
    note = f"{min(rates_hz):.2f} to {max(rates_hz):.2f} by seed"
    yield Figure("mean rate over 10 seeds", np.mean(rates_hz), "Hz", 9.5, low=8.0, note=note)
    print(f"{'fullest 20 ms of a second over the mean, by seed':<54} ", end="")
    print(f"{min(bursts):.1f} to {max(bursts):.1f} times")


def wiring() -> Iterator[Figure]:
    """Time connectors that make ten million synapses with random weights."""
    import annarchy_lab as ann

    for label, size, method, arguments in (
        ("all_to_all", 3163, "all_to_all", {}),
        ("fixed_probability", 10_000, "fixed_probability", {"probability": 0.1}),
    ):
        net = ann.Network(seed=1)
        pop = net.create(size, ann.Neuron(equations="r = sum(exc)"))
        proj = net.connect(pop, pop, "exc")
        drawn = ann.Uniform(0.0, 1.0)
        connect = getattr(proj, method)
        run = _best(lambda: connect(weights=drawn, **arguments), 3)  # noqa: B023 - called at once
        yield Figure(f"10 million synapses with {label}, CPU", run, "s", 2.0)


def weights() -> Iterator[Figure]:
    """Time and size of a million weights: read, printed, written, saved, loaded."""
    import annarchy_lab as ann

    net = ann.Network(seed=1)
    pop = net.create(3000, ann.Neuron(equations="r = sum(exc)"))
    proj = net.connect(pop, pop, "exc").fixed_probability(0.1112, ann.Uniform(0.0, 1.0))
    net.compile(silent=True)
    read = _best(lambda: repr(proj.w), 5)
    yield Figure("a million weights read and printed, CPU", read * 1e3, "ms", 50.0)
    w = proj.w
    yield Figure("and written, CPU", _best(lambda: setattr(proj, "w", w), 5) * 1e3, "ms", 50.0)
    tracemalloc.start()
    w = proj.w
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    yield Figure("and held in Python", held / 1e6, "MB", 10.0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "net.npz"
        yield Figure("and saved, CPU", _best(lambda: net.save(path), 3), "s", 1.0)
        yield Figure("size of that file", path.stat().st_size / 1e6, "MB", 12.0)
        yield Figure("and loaded, CPU", _best(lambda: net.load(path), 3), "s", 0.5)


def stopping() -> Iterator[Figure]:
    """Time the stop of a live run of a large network."""
    import annarchy_lab as ann

    net = ann.Network(seed=1)
    pop = net.create(100_000, ann.Izhikevich)
    net.connect(pop, pop, "exc").fixed_number_pre(50, weights=0.01)
    net.compile(silent=True)
    waits = []
    for k in range(20):
        run = net.start(speed=None)
        time.sleep(0.05 + 0.003 * k)
        start = time.perf_counter()
        run.stop()
        waits.append(time.perf_counter() - start)
    yield Figure("stop of 100 000 neurons, slowest of 20, wall", max(waits) * 1e3, "ms", 100.0)


def live_views() -> Iterator[Figure]:
    """Measure what live views cost."""
    from live_views import live_views

    yield from live_views()


def _best(work: Callable[[], object], n: int, after: Callable[[], object] | None = None) -> float:
    times = []
    for _ in range(n):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
        if after is not None:
            after()
    return min(times)


def _load(module: str, build: str) -> str:
    """Return a program that loads a network and prints what that took."""
    return _LOAD.format(paths=PATHS, module=module, build=build)


def _cold_compile_s(program: str) -> float:
    with tempfile.TemporaryDirectory() as cache:
        return float(_python(program, cache)[2])


def _cpu() -> str:
    """Name the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _python(program: str, cache: str | None = None) -> list[str]:
    env = dict(os.environ) | ({"ANNARCHY_LAB_CACHE_DIR": cache} if cache else {})
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


if __name__ == "__main__":
    sys.path[:0] = PATHS
    main()
