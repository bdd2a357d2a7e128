"""Models exchanged between two steps: equal bits, whatever runs them, and nothing else changes."""

from dataclasses import replace

import numpy as np
import pytest
from networks import NETWORKS
from rewired_networks import flickering
from suite import assert_equal_bits
from test_rewiring import start

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.diagnostics import ANNarchyException, ModelError
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.backend import Recorder, Write
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator
from annarchy_lab.runtime.replacing import NewModel, Replacement

BACKENDS = (CpuSimulator, ReferenceSimulator)
FAST = ("izhikevich", "rate_coded", "plastic_spiking", "gap_junctions", "delays_per_synapse")

NEURON = """
    tau*dv/dt = -v + {drive} + Uniform(0.0, 1.0)
    u = u + {gain}*mean(v)
    x = Normal(0.0, 1.0)
    {more}
"""
SYNAPSE = "dw/dt = 0.01*(pre.x - w) : min=-1.0\n{more}"
STDP = dict(
    parameters="tau = 20.0 : postsynaptic\nk = 0.01",
    equations="tau*da/dt = -a : {method}\n{more}",
    pre_spike="g_target += w\na += k\n{pre}",
    post_spike="w = clip(w - a, 0.0, 1.0)",
)


def neuron(drive="sum(exc)", gain=0.1, more="", parameters="tau = 10.0\nI = 2.0", spike=True):
    equations = NEURON.format(drive=drive if not spike else "g_exc + I", gain=gain, more=more)
    fires = dict(spike="v > 1.2", reset="v = 0.0", refractory=2.0) if spike else {}
    return Neuron(parameters, equations, **fires).declaration


def synapse(method="event-driven", more="", pre=""):
    parts = {key: text.format(method=method, more=more, pre=pre) for key, text in STDP.items()}
    parts["parameters"] = "tau = 20.0\nk = 0.01 : global"
    return Synapse(**parts).declaration


def network(*, delay_steps=1, seed=3, learns=True, **options) -> NetworkSpec:
    pop = PopulationSpec("pop", 30, neuron(), {"r": 0.0, "g_exc": 0.0})
    edges = build_edges(
        "fixed_probability",
        Ends.whole(30, 30),
        np.random.default_rng(1),
        probability=0.3,
        weights=0.2,
    )
    learning = synapse() if learns else Synapse().declaration
    proj = ProjectionSpec("proj", "pop", "pop", ("exc",), learning, edges, delay_steps=delay_steps)
    return NetworkSpec(0.5, seed, (pop,), (proj,), **options)


def loaded(spec, backend):
    return backend(build_network(spec))


def swap(simulator, *models):
    """Exchange models and return the step before which it happened."""
    return simulator.replacing(Replacement(models))()


def same(spec: NetworkSpec) -> tuple[NewModel, ...]:
    """Every object with the model that it has."""
    return (
        *(NewModel(p.name, p.neuron, p.values, frozenset(), p.stop_condition) for p in
          spec.populations),
        *(NewModel(p.name, p.synapse, p.values) for p in spec.projections),
    )  # fmt: skip


def everything(simulator, spec):
    owners = (*spec.populations, *spec.projections)
    declared = [getattr(p, "neuron", None) or p.synapse for p in owners]
    return {
        (p.name, a.name): simulator.read(p.name, a.name).tobytes()
        for p, d in zip(owners, declared, strict=True)
        for a in d.attributes
    }


@pytest.mark.parametrize("name", [*FAST, "axonal", "hybrid", "timetables", "flickering"])
def test_the_same_text_changes_nothing(name):
    spec = flickering() if name == "flickering" else NETWORKS[name]()
    for backend in BACKENDS:
        swapped, plain = loaded(spec, backend), loaded(spec, backend)
        if name == "flickering":
            start(swapped)
            start(plain)
        for n_steps in (1, 20, 33):
            swapped.run(n_steps)
            plain.run(n_steps)
            assert swap(swapped, *same(spec)) == swapped.step
        swapped.run(30)
        plain.run(30)
        assert_equal_bits(swapped, plain, spec)


CHANGES = {
    "another equation": [NewModel("pop", neuron(gain=0.3))],
    "another variable": [NewModel("pop", neuron(more="y = y + u"))],
    "another parameter": [
        NewModel("pop", neuron(parameters="tau = 5.0\nI = 2.5"), anew=frozenset(("tau", "I")))
    ],
    "learning goes": [NewModel("proj", Synapse().declaration)],
    "clocks go": [NewModel("proj", synapse("exponential"))],
    "an attribute of synapses": [NewModel("proj", synapse(more="b = pre.v", pre="c = c + post.u"))],
    "both": [
        NewModel("pop", neuron(gain=0.2, more="y = u")),
        NewModel("proj", synapse(pre="c = post.y")),
    ],
}  # fmt: skip


@pytest.mark.parametrize("real", ["float64", "float32"])
@pytest.mark.parametrize("change", CHANGES)
def test_new_models_have_the_bits_of_the_reference(change, real):
    models = CHANGES[change]
    spec = network(delay_steps=4, dtype=np.dtype(real))
    tested, reference = (loaded(spec, backend) for backend in BACKENDS)
    threads = loaded(replace(spec, n_threads=3), CpuSimulator)
    for simulator in (tested, reference, threads):
        simulator.run(57)
        assert swap(simulator, *models) == 57
        simulator.run(43)
    names = {m.name: m.declaration for m in models}
    now = replace(
        spec,
        populations=tuple(replace(p, neuron=names.get(p.name, p.neuron)) for p in spec.populations),
        projections=tuple(
            replace(p, synapse=names.get(p.name, p.synapse)) for p in spec.projections
        ),
    )
    assert everything(tested, now) == everything(reference, now) == everything(threads, now)
    assert tested.read("pop", "u").any()
    for simulator in (tested, reference):
        simulator.reset(["pop", "proj"], reseed=True)
        simulator.run(30)
    assert everything(tested, now) == everything(reference, now)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_swap_equals_a_network_loaded_with_that_state(backend):
    spec = replace(network(), projections=())
    other = neuron(gain=0.7, more="y = y + Uniform(0.0, 1.0)")
    swapped = loaded(spec, backend)
    swapped.run(40)
    state = {name: swapped.read("pop", name) for name in ("v", "u", "x", "g_exc")}
    operation = swapped.read("pop", "mean(v)")
    left = swapped.read("pop", "refractory left")
    pop = replace(spec.populations[0], neuron=other, values=state)
    fresh = loaded(replace(spec, populations=(pop,)), backend)
    fresh.rng_step = 40
    fresh.write([Write("pop", "mean(v)", operation), Write("pop", "refractory left", left)])
    swap(swapped, NewModel("pop", other))
    swapped.run(20)
    fresh.run(20)
    for name in ("v", "u", "x", "y"):
        assert np.array_equal(swapped.read("pop", name), fresh.read("pop", name)), name


@pytest.mark.parametrize("backend", BACKENDS)
def test_one_edited_equation_leaves_all_other_noise_alone(backend):
    spec = network()
    swapped, plain = loaded(spec, backend), loaded(spec, backend)
    for simulator in (swapped, plain):
        simulator.run(20)
    swap(swapped, NewModel("pop", neuron(gain=5.0, more="y = Uniform(0.0, 1.0)")))
    for simulator in (swapped, plain):
        simulator.run(20)
    assert np.array_equal(swapped.read("pop", "x"), plain.read("pop", "x"))
    assert not np.array_equal(swapped.read("pop", "u"), plain.read("pop", "u"))


@pytest.mark.parametrize("backend", BACKENDS)
def test_values_that_fit_are_converted(backend):
    plain = "n = n + 1 : int\ns = s + 1.0 : global\nr = 0.0"
    wide = "n = n + 1.5\ns = s + 1.0\nr = 0.0"
    pop = PopulationSpec("pop", 4, Neuron("k = 3.0 : global", plain).declaration)
    simulator = loaded(NetworkSpec(1.0, 1, (pop,), ()), backend)
    simulator.run(3)
    swap(simulator, NewModel("pop", Neuron("k = 3.0", wide).declaration))
    assert simulator.read("pop", "s").tolist() == [3.0] * 4
    assert simulator.read("pop", "n").tolist() == [3.0] * 4
    assert simulator.read("pop", "k").tolist() == [3.0] * 4
    simulator.run(1)
    assert simulator.read("pop", "n").tolist() == [4.5] * 4
    swap(simulator, NewModel("pop", Neuron("k = 3.0 : global", wide).declaration))
    assert simulator.read("pop", "k").tolist() == 3.0
    for back, what in ((plain, "cannot become"), (wide.replace("s =", "s : global ="), "lost")):
        equations = back if back == plain else "n = n + 1.5\ns = s + 1.0 : global\nr = 0.0"
        with pytest.raises(ANNarchyException, match=what):
            swap(simulator, NewModel("pop", Neuron("k = 3.0", equations).declaration))
    assert simulator.read("pop", "n").tolist() == [4.5] * 4


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_past_of_what_stays_is_kept(backend):
    """A delayed projection goes on to see what was, also of a value that is stored anew."""
    texts = {kind: Neuron(equations=f"q = t{kind}\nr = 0.0") for kind in ("", " : global")}
    reader = Neuron(equations="r = sum(exc)")
    edges = build_edges("all_to_all", Ends.whole(2, 1), np.random.default_rng(1), weights=1.0)
    pops = (
        PopulationSpec("a", 2, texts[" : global"].declaration),
        PopulationSpec("b", 1, reader.declaration),
    )
    late = Synapse(psp="w*pre.q").declaration
    proj = ProjectionSpec("p", "a", "b", ("exc",), late, edges, delay_steps=5)
    swapped, plain = (loaded(NetworkSpec(1.0, 1, pops, (proj,)), backend) for _ in range(2))
    swapped.run(20)
    plain.run(20)
    swap(swapped, NewModel("a", texts[""].declaration))
    for _ in range(7):
        swapped.run(1)
        plain.run(1)
        assert np.array_equal(swapped.read("b", "r"), plain.read("b", "r"))


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_cannot_change_is_refused_and_all_goes_on(backend):
    spec = network()
    simulator, plain = loaded(spec, backend), loaded(spec, backend)
    number = simulator.add_recorder(Recorder("rows", "pop", "u"))
    for each in (simulator, plain):
        each.run(10)
    bad = {
        "recorded": Neuron("I = 2.0", "v = g_exc + I\nx = v", spike="v > 1", reset="v = 0.0"),
        "rate-coded and spiking": Neuron(equations="r = sum(exc)"),
        "axonal": Neuron(
            "I = 2.0", "v = I + g_exc\nu = v\nx = u", spike="v > 1", reset="", axon_spike="v > 0.5"
        ),
    }
    for reason, model in bad.items():
        with pytest.raises(ANNarchyException, match=reason):
            swap(simulator, NewModel("pop", model.declaration))
    with pytest.raises(ANNarchyException, match="rule creating"):
        swap(simulator, NewModel("proj", Synapse(creating="post.v > 0.0").declaration))
    with pytest.raises(ModelError, match="nothing"):
        swap(
            simulator, NewModel("proj", Synapse(pre_spike="g_target += w*post.nothing").declaration)
        )
    for each in (simulator, plain):
        each.run(10)
    assert len(simulator.collect(number).steps) == 20
    assert everything(simulator, spec) == everything(plain, spec)


@pytest.mark.parametrize("backend", BACKENDS)
def test_recordings_go_on(backend):
    simulator = loaded(network(), backend)
    numbers = [
        simulator.add_recorder(Recorder("rows", *of)) for of in (("pop", "u"), ("proj", "w"))
    ]
    spikes = simulator.add_recorder(Recorder("spikes", "pop"))
    simulator.run(10)
    swap(simulator, *CHANGES["both"])
    simulator.run(10)
    for number in numbers:
        recording = simulator.collect(number)
        assert recording.steps.tolist() == list(range(20))
        assert recording.intervals == ((0, 20),)
    assert simulator.collect(spikes).steps.max() > 10


def test_synapses_that_come_and_go_keep_what_they_hold():
    spec = flickering()
    old = spec.projections[0].synapse
    other = replace(old, pre_spike=old.pre_spike[:1])
    runs = [start(loaded(spec, backend)) for backend in BACKENDS]
    for simulator in runs:
        simulator.run(40)
        values = {}
        swap(simulator, NewModel("proj", other, values))
        simulator.run(40)
    now = replace(
        spec, projections=(replace(spec.projections[0], synapse=other), spec.projections[1])
    )
    assert_equal_bits(*runs, now)
    for simulator in runs:
        more = Synapse(equations="held = pre.v").declaration
        equations, attributes = more.equations, more.attributes[-1:]
        wider = replace(
            old,
            equations=(*old.equations, *equations),
            attributes=(*old.attributes, *attributes),
        )
        with pytest.raises(ANNarchyException, match="changes held"):
            swap(simulator, NewModel("proj", wider))


def test_a_store_that_changes_meanwhile_asks_for_another_try():
    simulator = loaded(network(), CpuSimulator)
    put = simulator.replacing(Replacement((NewModel("pop", neuron(gain=0.3)),)))
    simulator.write([Write("proj", "tau", np.full(270, 9.0)[: simulator.read("proj", "w").size])])
    assert put() is None


def test_periods_go_on_where_edges_are_stored_anew():
    told = []
    for backend in BACKENDS:
        simulator = loaded(network(), backend)
        number = simulator.add_recorder(Recorder("rows", "proj", "w", None, None, 3, 1))
        simulator.run(5)
        swap(simulator, *CHANGES["learning goes"])
        simulator.run(5)
        swap(simulator, NewModel("proj", synapse()))
        simulator.switch_recorder(number, is_on=False)
        simulator.run(1)
        simulator.switch_recorder(number, is_on=True)
        simulator.run(5)
        simulator.reset([], reseed=False)
        simulator.run(5)
        told.append(simulator.collect(number))
    assert told[0].steps.tolist() == told[1].steps.tolist() == [1, 4, 7, 12, 15, 1, 4]
    assert told[0].intervals == told[1].intervals
    assert told[0].data.tobytes() == told[1].data.tobytes()
