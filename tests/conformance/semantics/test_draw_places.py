"""Random distributions in every place of a model: which numbers, for which elements, when."""

import numpy as np
import pytest

from annarchy_lab.connectivity.edges import sorted_edges
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Neuron, Parameter, Synapse
from annarchy_lab.language.surroundings import Surroundings
from annarchy_lab.runtime import _bridge, streams
from annarchy_lab.runtime.backend import Write

N = 300
ARGUMENTS = {
    "uniform": (),
    "normal": (),
    "gamma": (2.5, 0.5),
    "binomial": (9, 0.3),
    "discrete": (-3, 4),
}
CALLS = {
    "uniform": "Uniform(0.0, 1.0)",
    "normal": "Normal(0.0, 1.0)",
    "gamma": "Gamma(2.5, 0.5)",
    "binomial": "Binomial(9, 0.3)",
    "discrete": "DiscreteUniform(-3, 4)",
}
SOURCES = tuple(CALLS)
TOTAL = " + ".join(CALLS.values())


def numbers(source, call, n=N, *, rng_step=0, dtype=np.float64, arguments=None):
    """Return what a call, named by object, place, attribute and ordinal, draws in a step."""
    key = (1, streams.stream_of(*call), n)
    values = ARGUMENTS[source] if arguments is None else arguments
    real = () if source in ("binomial", "discrete") else (dtype,)
    first_draw = () if values else (0,)
    return getattr(_bridge, f"{source}_block")(*real, *values, *key, *first_draw, rng_step)


def total(place, **options):
    """Return what `TOTAL` is: the sum of its calls, in their order."""
    parts = [numbers(source, (*place, k), **options) for k, source in enumerate(SOURCES)]
    return parts[0] + parts[1] + parts[2] + parts[3] + parts[4]


def one_to_one(n=N):
    ranks = np.arange(n)
    return sorted_edges(n, n, ranks, ranks, 1.0)


def spiking(condition, **options):
    """A neuron that spikes where `condition` holds for ``u``, which runs from 0 to 1."""
    return Neuron(
        equations="u = u\nload = load", spike=condition, reset="", name="Spiking", **options
    )


def pair(sketch, synapse, pre_spike="False", post_spike="False"):
    net = sketch()
    values = np.linspace(0.0, 1.0, N)
    net.population("pre", N, spiking(pre_spike), u=values)
    net.population("post", N, spiking(post_spike), u=values)
    net.projection("pre", "post", synapse, edges=one_to_one())
    return net.load()


@pytest.mark.proves("5-fresh-per-element", "5-names")
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_local_variables_draw_by_rank(sketch, dtype):
    net = sketch(dtype=dtype)
    lines = [f"{source} = {call}" for source, call in CALLS.items()]
    net.population("pop", N, Neuron(equations="\n".join([*lines, "r = 0.0"])))
    simulator = net.load()
    for step in range(2):
        simulator.run(1)
        for source in SOURCES:
            call = ("pop", "equations", source, 0)
            expected = numbers(source, call, rng_step=step, dtype=dtype)
            np.testing.assert_array_equal(simulator.read("pop", source), expected)


@pytest.mark.proves("5-fresh-global", "5-fresh-per-dendrite", "5-per-synapse")
def test_global_semiglobal_and_local_variables_of_synapses(sketch):
    lines = [
        f"{source}_{flag} = {call} : {flag}"
        for source, call in CALLS.items()
        for flag in ("projection", "postsynaptic")
    ]
    lines += [f"{source} = {call}" for source, call in CALLS.items()]
    net = sketch()
    net.population("pre", 30, Neuron("r = 1.0"))
    net.population("post", 20, Neuron(equations="r = sum(exc)"))
    net.projection("pre", "post", Synapse(equations="\n".join(lines)))
    simulator = net.load()
    simulator.run(1)
    for source in SOURCES:
        for name, n in ((source, 600), (f"{source}_postsynaptic", 20), (f"{source}_projection", 1)):
            expected = numbers(source, ("proj", "equations", name, 0), n)
            np.testing.assert_array_equal(np.ravel(simulator.read("proj", name)), expected)


def test_global_variables_of_neurons_draw_once(sketch):
    net = sketch()
    lines = [f"{source} = {call} : population" for source, call in CALLS.items()]
    net.population("pop", 3, Neuron(equations="\n".join([*lines, "r = gamma"])))
    simulator = net.load()
    simulator.run(1)
    for source in SOURCES:
        expected = numbers(source, ("pop", "equations", source, 0), 1)
        assert simulator.read("pop", source).item() == expected[0]
    assert (simulator.read("pop", "r") == simulator.read("pop", "gamma")).all()


@pytest.mark.proves("5-psp-draw")
def test_a_psp_draws_by_edge(sketch):
    net = sketch()
    net.population("pre", N, Neuron("r = 1.0"))
    net.population("post", N, Neuron(equations="r = sum(exc)"))
    net.projection("pre", "post", Synapse(psp=f"w * ({TOTAL})"), edges=one_to_one())
    simulator = net.load()
    for step in range(2):
        simulator.run(1)
        expected = total(("proj", "psp", ""), rng_step=step)
        np.testing.assert_array_equal(simulator.read("post", "r"), expected)


@pytest.mark.proves("5-event-draw")
def test_a_spike_that_arrives_draws_for_its_edges(sketch, trace):
    synapse = Synapse(pre_spike=f"g_target += {TOTAL}\nx = {TOTAL}\npost.load += {TOTAL}")
    simulator = pair(sketch, synapse, pre_spike="u < 0.4")
    conductance = trace(simulator, 2, "post.g_exc")["post.g_exc"][1]
    found = {
        "g_target": conductance,
        "x": simulator.read("proj", "x"),
        "post.load": simulator.read("post", "load"),
    }
    reached = np.linspace(0.0, 1.0, N) < 0.4
    for attribute, values in found.items():
        expected = np.where(reached, total(("proj", "pre_spike", attribute), rng_step=1), 0.0)
        np.testing.assert_array_equal(values, expected)


@pytest.mark.proves("5-event-draw")
def test_an_emitted_spike_draws_for_its_dendrite(sketch):
    synapse = Synapse(post_spike=f"x = {TOTAL}\npre.load -= {TOTAL}")
    simulator = pair(sketch, synapse, post_spike="u > 0.7")
    simulator.run(1)
    reached = np.linspace(0.0, 1.0, N) > 0.7
    for attribute, of, name, sign in (("x", "proj", "x", 1), ("pre.load", "pre", "load", -1)):
        expected = np.where(reached, sign * total(("proj", "post_spike", attribute)), 0.0)
        np.testing.assert_array_equal(simulator.read(of, name), expected)


@pytest.mark.proves("5-reset-draw", "5-spike-draw")
def test_spike_conditions_and_resets_draw_by_rank(sketch):
    net = sketch()
    neuron = Neuron(equations="v = v", spike=f"{TOTAL} > 5.0", reset=f"v = {TOTAL}")
    net.population("pop", N, neuron)
    simulator = net.load()
    simulator.run(1)
    fires = total(("pop", "spike", "")) > 5.0
    assert 0 < np.count_nonzero(fires) < N
    np.testing.assert_array_equal(simulator.spikes("pop"), np.flatnonzero(fires))
    expected = np.where(fires, total(("pop", "reset", "v")), 0.0)
    np.testing.assert_array_equal(simulator.read("pop", "v"), expected)


def test_calls_are_numbered_as_they_are_written(sketch):
    net = sketch()
    text = "x = if Uniform(0, 1) < 0.3: Gamma(2.5, 0.5) else: power(Binomial(9, 0.3), 2)\nr = 0.0"
    net.population("pop", N, Neuron(equations=text))
    simulator = net.load()
    simulator.run(1)
    uniform, gamma, binomial = (
        numbers(source, ("pop", "equations", "x", k))
        for k, source in enumerate(("uniform", "gamma", "binomial"))
    )
    expected = np.where(uniform < 0.3, gamma, binomial * binomial)
    np.testing.assert_array_equal(simulator.read("pop", "x"), expected)


def test_an_argument_of_a_function_is_drawn_once(sketch):
    net = sketch()
    text = "x = square(Gamma(2.5, 0.5))\ny = pos(Normal(0.0, 1.0))\nr = 0.0"
    net.population("pop", N, Neuron(equations=text, functions="square(a) = a * a"))
    simulator = net.load()
    simulator.run(1)
    gamma = numbers("gamma", ("pop", "equations", "x", 0))
    np.testing.assert_array_equal(simulator.read("pop", "x"), gamma * gamma)
    normal = numbers("normal", ("pop", "equations", "y", 0))
    np.testing.assert_array_equal(simulator.read("pop", "y"), np.maximum(normal, 0.0))


@pytest.mark.proves("5-once-per-step")
@pytest.mark.parametrize(
    ("method", "factor"),
    [("midpoint", 0.5), ("rk4", 0.625), ("exponential", 1 - np.exp(-1)), ("semiimplicit", 0.5)],
)
def test_all_evaluations_of_a_method_share_a_draw(sketch, method, factor):
    """One step of 1 ms from 0 of dr/dt = G - r."""
    net = sketch()
    net.population("pop", N, Neuron(equations=f"dr/dt = Gamma(2.5, 0.5) - r : {method}"))
    simulator = net.load()
    simulator.run(1)
    expected = factor * numbers("gamma", ("pop", "equations", "r", 0))
    np.testing.assert_allclose(simulator.read("pop", "r"), expected, rtol=1e-14)


@pytest.mark.proves("5-edit-leaves-others", "5-between-equations")
def test_editing_one_equation_leaves_other_noise_alone(sketch):
    found = []
    for first in ("x = Gamma(2.5, 0.5) + Binomial(9, 0.3)", "x = 1.0", "x = Normal(0.0, 1.0)"):
        net = sketch()
        net.population("pop", N, Neuron(equations=f"{first}\ny = Gamma(2.5, 0.5)\nr = 0.0"))
        simulator = net.load()
        simulator.run(2)
        found.append((simulator.read("pop", "x"), simulator.read("pop", "y")))
    assert np.array_equal(found[0][1], found[1][1])
    assert np.array_equal(found[0][1], found[2][1])
    assert not np.array_equal(found[0][0], found[0][1])


@pytest.mark.proves("5-argument-changes")
def test_a_changed_argument_counts_from_the_next_step(sketch):
    net = sketch()
    parameters = "a = 2.5 : population\nn = 9 : population, int\ns = 1.0 : population"
    text = "x = Gamma(a, 0.5)\nk = Binomial(n, 0.3)\nu = Normal(0.0, s)\nr = 0.0"
    net.population("pop", N, Neuron(parameters, text))
    simulator = net.load()
    simulator.run(1)
    simulator.write([Write("pop", name, np.array([v])) for name, v in (("a", 0.5), ("n", 40))])
    simulator.write([Write("pop", "s", np.array([3.0]))])
    simulator.run(1)
    expected = numbers("gamma", ("pop", "equations", "x", 0), rng_step=1, arguments=(0.5, 0.5))
    np.testing.assert_array_equal(simulator.read("pop", "x"), expected)
    expected = numbers("binomial", ("pop", "equations", "k", 0), rng_step=1, arguments=(40, 0.3))
    np.testing.assert_array_equal(simulator.read("pop", "k"), expected)
    expected = 3.0 * numbers("normal", ("pop", "equations", "u", 0), rng_step=1)
    np.testing.assert_array_equal(simulator.read("pop", "u"), expected)


@pytest.mark.parametrize(
    "place",
    [
        {"psp": "w * Gamma(s, 1.0)"},
        {"equations": "x = Gamma(s, 1.0)"},
        {"pre_spike": "x = Gamma(s, 1.0)"},
        {"post_spike": "x = Gamma(s, 1.0)"},
    ],
    ids=lambda place: next(iter(place)),
)
def test_an_undecided_parameter_that_is_an_argument_is_global(sketch, place):
    simulator = pair(sketch, Synapse(parameters={"s": Parameter(1.5)}, **place))
    simulator.run(2)
    assert simulator.read("proj", "s").size == 1
    with pytest.raises(ANNarchyException, match="global"):
        simulator.write([Write("proj", "s", np.array([2.0]), np.array([1]))])


def test_an_undecided_parameter_of_a_spike_condition_is_global(sketch):
    net = sketch()
    neuron = Neuron({"s": Parameter(1.5)}, "v = v", spike="Gamma(s, 1.0) > 1.0", reset="")
    net.population("pop", N, neuron)
    simulator = net.load()
    simulator.run(1)
    fires = numbers("gamma", ("pop", "spike", "", 0), arguments=(1.5, 1.0)) > 1.0
    np.testing.assert_array_equal(simulator.spikes("pop"), np.flatnonzero(fires))
    with pytest.raises(ANNarchyException, match="global"):
        simulator.write([Write("pop", "s", np.array([2.0]), np.array([1]))])


def test_constants_and_time_are_arguments(sketch, monkeypatch):
    known = Surroundings(constants=frozenset({"kappa"}))
    monkeypatch.setattr("annarchy_lab.language.build.current_surroundings", lambda: known)
    net = sketch(constants={"kappa": 2.5}, dt_ms=0.5)
    net.population("pop", N, Neuron(equations="x = Gamma(kappa, dt)\ny = Normal(0.0, t)\nr = 0.0"))
    simulator = net.load()
    simulator.run(3)
    expected = numbers("gamma", ("pop", "equations", "x", 0), rng_step=2)
    np.testing.assert_array_equal(simulator.read("pop", "x"), expected)
    expected = numbers("normal", ("pop", "equations", "y", 0), rng_step=2)
    np.testing.assert_array_equal(simulator.read("pop", "y"), expected)


def test_rules_draw_by_pair_and_by_edge(sketch):
    n = 12
    synapse = Synapse(
        creating="Gamma(2.5, 0.5) > 1.5 : w=Gamma(2.5, 0.5)", pruning="Binomial(9, 0.3) > 3"
    )
    net = sketch()
    net.population("pop", n, Neuron("r = 1.0"))
    net.projection("pop", "pop", synapse, edges=one_to_one(n))
    simulator = net.load()
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(1)
    wanted = numbers("gamma", ("proj", "creating", "", 0), n * n).reshape(n, n) > 1.5
    weights = numbers("gamma", ("proj", "creating", "w", 0), n * n).reshape(n, n)
    weights[range(n), range(n)], wanted[range(n), range(n)] = 1.0, True
    np.testing.assert_array_equal(simulator.read("proj", "w"), weights[wanted])
    simulator.set_rewiring("proj", "creating", 0, 0)
    simulator.set_rewiring("proj", "pruning", 1, 1)
    simulator.run(1)
    n_edges = np.count_nonzero(wanted)
    stays = numbers("binomial", ("proj", "pruning", "", 0), n_edges, rng_step=1) <= 3
    np.testing.assert_array_equal(simulator.read("proj", "w"), weights[wanted][stays])


def test_new_synapses_start_with_draws_of_their_own(sketch):
    n = 12
    text = "x = x : init=Binomial(9, 0.3)\ny = y : init=DiscreteUniform(-3, 4)"
    net = sketch()
    net.population("pop", n, Neuron("r = 1.0"))
    net.projection("pop", "pop", Synapse(equations=text, creating="True"), edges=one_to_one(n))
    simulator = net.load()
    simulator.set_rewiring("proj", "creating", 1, 0)
    simulator.run(1)
    is_new = ~np.eye(n, dtype=bool)
    for source, name in (("binomial", "x"), ("discrete", "y")):
        drawn = numbers(source, ("proj", "creating", name, 0), n * n).reshape(n, n)
        found = simulator.read("proj", name).reshape(n, n)
        np.testing.assert_array_equal(found[is_new], drawn[is_new])
