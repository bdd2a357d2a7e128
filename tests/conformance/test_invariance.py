"""One seed, one result: whatever the chunks, parts, threads, formats, recorders and pauses."""

import hashlib
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from networks import NETWORKS, izhikevich

from annarchy_lab.diagnostics import StateError
from annarchy_lab.ir.build import build_network
from annarchy_lab.runtime.backend import Recorder, Write
from annarchy_lab.runtime.cpu.simulator import CpuSimulator

N_STEPS = 200
SUPPORT = Path(__file__).parents[1] / "support"


def simulator(name, **options):
    return CpuSimulator(build_network(NETWORKS[name](**options)))


def digest(sim, spec) -> str:
    """Hash every attribute of every object, bit by bit."""
    total = hashlib.sha256()
    for population in spec.populations:
        names = [a.name for a in population.neuron.attributes]
        total.update(b"".join(sim.read(population.name, n).tobytes() for n in names))
    for projection in spec.projections:
        names = [a.name for a in projection.synapse.attributes]
        total.update(b"".join(sim.read(projection.name, n).tobytes() for n in names))
    return total.hexdigest()


@pytest.fixture(params=NETWORKS)
def name(request):
    return request.param


@pytest.fixture
def expected(name):
    sim = simulator(name)
    sim.run(N_STEPS)
    return digest(sim, NETWORKS[name]())


@pytest.mark.parametrize("chunk", [1, 7, 1000])
def test_chunks(name, expected, chunk):
    sim = simulator(name)
    done = 0
    while done < N_STEPS:
        done += sim.run(min(chunk, N_STEPS - done))
    assert digest(sim, NETWORKS[name]()) == expected


@pytest.mark.proves("5-threads")
@pytest.mark.parametrize(("n_threads", "n_parts"), [(1, 2), (1, 7), (2, 2), (2, 7), (3, 3)])
def test_parts_and_threads(name, expected, n_threads, n_parts):
    sim = simulator(name, n_threads=n_threads, n_parts=n_parts)
    sim.run(N_STEPS)
    assert digest(sim, NETWORKS[name]()) == expected


@pytest.mark.proves("5-threads")
@pytest.mark.parametrize("plan", [(), (1,), (2, 1), (1, 3, 2, 2, 1)], ids=str)
def test_threads_that_come_and_go(name, expected, plan):
    """Whoever decides how many of them take a step, and however often."""
    sim = simulator(name, n_threads=3, thread_plan=plan)
    for n_steps in (1, 30, N_STEPS - 31):
        sim.run(n_steps)
    assert digest(sim, NETWORKS[name]()) == expected


def test_recorders_and_taps(name, expected):
    sim = simulator(name)
    spec = NETWORKS[name]()
    population = spec.populations[0]
    attribute = population.neuron.attributes[-1].name
    for policy, capacity in (("keep", 0), ("latest", 50)):
        sim.add_recorder(
            Recorder("rows", population.name, attribute, policy=policy, capacity=capacity)
        )
        if population.neuron.is_spiking:
            sim.add_recorder(Recorder("spikes", population.name, policy=policy, capacity=capacity))
    sim.run(N_STEPS)
    assert digest(sim, spec) == expected


def test_a_started_run_with_pauses(name, expected):
    sim = simulator(name)
    sim.start(N_STEPS, speed=0.0)
    while sim.state in ("running", "paused"):
        with suppress(StateError):  # the run may end before a command comes
            sim.pause()
            sim.advance(1)
            sim.resume()
    assert sim.wait(30.0)
    assert sim.step == N_STEPS
    assert digest(sim, NETWORKS[name]()) == expected


def test_dense_and_compressed_rows():
    results = []
    for storage in ("dense", "csr"):
        spec = izhikevich(storage=storage)
        sim = CpuSimulator(build_network(spec))
        sim.run(N_STEPS)
        results.append(digest(sim, spec))
    assert results[0] == results[1]


def test_a_write_at_an_edge_of_a_run_is_a_write_between_two_runs():
    write = Write("pop", "noise", np.array([9.0]), np.arange(10, 50, dtype=np.int64))
    plain = simulator("izhikevich")
    plain.run(77)
    assert plain.write([write]) == 77
    plain.run(N_STEPS - 77)
    live = simulator("izhikevich")
    edges = []

    def change(step: int) -> int:
        edges.append((step, live.write([write])))
        return -1

    live.set_callback(77, change)
    live.start(N_STEPS, speed=0.0)
    assert live.wait(30.0)
    assert edges == [(77, 77)]
    assert digest(live, izhikevich()) == digest(plain, izhikevich())


_PROGRAM = """
import sys
sys.path.insert(0, {support!r})
sys.path.insert(0, {here!r})
from test_invariance import digest, simulator, N_STEPS
from networks import NETWORKS
for name in NETWORKS:
    sim = simulator(name)
    sim.run(N_STEPS)
    print(digest(sim, NETWORKS[name]()))
"""


@pytest.mark.parametrize("level", ["x86-64-v3", "x86-64-v4"])
def test_instruction_sets(level, tmp_path):
    """Modules built for AVX2 and AVX-512 give what the native build gives."""
    if level == "x86-64-v4" and "avx512f" not in Path("/proc/cpuinfo").read_text():
        pytest.skip("this CPU has no AVX-512")
    program = _PROGRAM.format(support=str(SUPPORT), here=str(Path(__file__).parent))
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "ANNARCHY_LAB_ARCH": level, "ANNARCHY_LAB_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    expected = []
    for name in NETWORKS:
        sim = simulator(name)
        sim.run(N_STEPS)
        expected.append(digest(sim, NETWORKS[name]()))
    assert done.stdout.split() == expected


def test_float32_is_another_result_and_repeats_itself():
    spec = replace(izhikevich(), dtype=np.dtype(np.float32))
    results = set()
    for _ in range(2):
        sim = CpuSimulator(build_network(spec))
        sim.run(N_STEPS)
        results.add(digest(sim, spec))
    assert len(results) == 1
    assert sim.read("pop", "v").dtype == np.float32
