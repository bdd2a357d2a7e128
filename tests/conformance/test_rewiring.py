"""Networks whose synapses come and go for hundreds of steps: equal bits, whatever runs them."""

from dataclasses import replace

import numpy as np
import pytest
from rewired_networks import blocks, few_edges, flickering
from suite import assert_equal_bits

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder, Write
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

N_STEPS = 300

NETWORKS = {"blocks": blocks, "flickering": flickering}
F64, F32 = np.dtype(np.float64), np.dtype(np.float32)
PRECISIONS = {
    "float64": {"dtype": F64},
    "float32": {"dtype": F32},
    "float32 weights": {"dtype": F64, "weight_dtype": F32},
}


def start(simulator):
    """Start the rules; no period divides the other."""
    simulator.set_rewiring("proj", "creating", 3, 0)
    simulator.set_rewiring("proj", "pruning", 2, 1)
    return simulator


def drive(simulator, spec: NetworkSpec, step: int, until: int, chunk: int) -> None:
    """Run in chunks; the groups of `blocks` take turns."""
    while step < until:
        if has_groups(spec):
            is_first = (np.arange(50) < 25) == (step // 50 % 2 == 0)
            simulator.write([Write("pop", "baseline", 1.5 * is_first)])
        n = min(chunk, until - step, 50 - step % 50)
        simulator.run(n)
        step += n


def has_groups(spec: NetworkSpec) -> bool:
    return spec.populations[0].size == 50


@pytest.fixture(scope="module", params=[(n, r) for n in NETWORKS for r in PRECISIONS])
def case(request):
    """A network and its reference after every third of the run."""
    name, real = request.param
    spec = NETWORKS[name](**PRECISIONS[real])
    reference = start(ReferenceSimulator(build_network(spec)))
    recorder = reference.add_recorder(Recorder("rows", "proj", "w", period_steps=7))
    states = []
    for until in range(100, N_STEPS + 1, 100):
        drive(reference, spec, until - 100, until, 1000)
        states.append(_state(reference, spec))
    assert reference.n_rewirings("proj") > 30
    return spec, states, reference.collect(recorder), reference


def _state(simulator, spec):
    edges = simulator.edges("proj")
    values = [simulator.read("proj", a.name) for a in spec.projections[0].synapse.attributes]
    return [edges.pre_ranks, edges.post_ranks, *values]


@pytest.mark.parametrize(
    ("n_threads", "n_parts", "chunk"),
    [(1, 1, 1), (1, 7, 1000), (2, 2, 7), (2, 5, 1000), (3, 3, 1000)],
)
def test_every_step_of_the_way_has_the_bits_of_the_reference(case, n_threads, n_parts, chunk):
    spec, states, recording, reference = case
    own = replace(spec, n_threads=n_threads, n_parts=n_parts)
    tested = start(CpuSimulator(build_network(own)))
    recorder = tested.add_recorder(Recorder("rows", "proj", "w", period_steps=7))
    for number, expected in enumerate(states):
        drive(tested, spec, 100 * number, 100 * number + 100, chunk)
        for found, wanted in zip(_state(tested, spec), expected, strict=True):
            assert found.tobytes() == wanted.tobytes()
    assert_equal_bits(tested, reference, spec)
    found = tested.collect(recorder)
    assert found.steps.tolist() == recording.steps.tolist()
    for row, wanted in zip(found.data, recording.data, strict=True):
        assert row.tobytes() == wanted.tobytes()
    for ptr, wanted in zip(found.row_ptrs, recording.row_ptrs, strict=True):
        assert ptr.tolist() == wanted.tolist()


def test_two_groups_grow_within_themselves():
    spec = blocks()
    simulator = start(CpuSimulator(build_network(spec)))
    drive(simulator, spec, 0, 1000, 1000)
    edges = simulator.edges("proj")
    is_within = (edges.pre_ranks < 25) == (edges.post_ranks < 25)
    assert edges.n_edges == 25 * len(spec.projections[0].edges.dendrite_ranks)
    assert is_within.all()


def test_a_live_run_rewires_like_any_other(case):
    spec, states, _, _ = case
    if has_groups(spec):
        pytest.skip("its groups take turns by hand")
    live = start(CpuSimulator(build_network(replace(spec, n_threads=2))))
    live.start(100, speed=0.0)
    while live.state == "running":
        edges, weights = live.edges("proj"), live.read("proj", "w")
        assert len(weights) > 0
        assert edges.n_edges > 0
    assert live.wait(30.0)
    for found, wanted in zip(_state(live, spec), states[0], strict=True):
        assert found.tobytes() == wanted.tobytes()


def test_growth_beyond_every_capacity():
    """From one synapse to 40 000 and back, over and over."""
    neuron = Neuron(equations="r = t", name="Clock")
    synapse = Synapse(
        equations="x = x + pre.r",
        creating="True : proba=0.2, w=Uniform(0.0, 1.0)",
        pruning="modulo(t, 10) == 9",
        name="Grower",
    )
    spec = NetworkSpec(
        1.0,
        3,
        (PopulationSpec("pop", 200, neuron.declaration),),
        (
            ProjectionSpec(
                "proj", "pop", "pop", ("exc",), synapse.declaration, few_edges(200, 0.02, 1.0)
            ),
        ),
        n_threads=2,
    )
    simulators = [ReferenceSimulator(build_network(spec)), CpuSimulator(build_network(spec))]
    sizes = []
    for simulator in simulators:
        simulator.set_rewiring("proj", "creating", 1, 0)
        simulator.set_rewiring("proj", "pruning", 1, 0)
    for _ in range(30):
        for simulator in simulators:
            simulator.run(1)
        sizes.append(simulators[0].edges("proj").n_edges)
        assert_equal_bits(*simulators[::-1], spec)
    assert max(sizes) > 30000
    assert min(sizes) == 0
