"""§5: random distributions inside equations; which draw is whose, and what repeats it."""

import math

import numpy as np
import pytest
from fact_tools import SUMMER, refusal, spiker, traces

import annarchy_lab as ann

N = 20_000


def drawn(net, call, size=N, n_steps=1):
    """The values that a local variable draws in the last step."""
    pop = net.create(size, ann.Neuron("", f"x = {call}\nr = 0.0"))
    net.compile(silent=True)
    net.simulate(n_steps)
    return pop.x


PHI = (1.0 + math.erf(1.0 / math.sqrt(2.0))) / 2.0

# mean, standard deviation, lowest, highest (None: any)
LAWS = {
    "Uniform(-1.0, 3.0)": (1.0, 4.0 / math.sqrt(12.0), -1.0, 3.0),
    "DiscreteUniform(1, 6)": (3.5, math.sqrt(35.0 / 12.0), 1.0, 6.0),
    "Normal(5.0, 2.0)": (5.0, 2.0, None, None),
    "LogNormal(0.5, 0.25)": (
        math.exp(0.5 + 0.25**2 / 2),
        math.exp(0.5 + 0.25**2 / 2) * math.sqrt(math.exp(0.25**2) - 1),
        0.0,
        None,
    ),
    "Exponential(4.0)": (0.25, 0.25, 0.0, None),
    "Gamma(2.0, 1.5)": (3.0, 1.5 * math.sqrt(2.0), 0.0, None),
    "Gamma(0.5, 2.0)": (1.0, 2.0 * math.sqrt(0.5), 0.0, None),
    "Binomial(10, 0.3)": (3.0, math.sqrt(2.1), 0.0, 10.0),
}


@pytest.mark.proves("5-names", "5-exponential-mean", "5-discrete-uniform", "5-gamma", "5-binomial")
@pytest.mark.parametrize("call", LAWS)
def test_mean_and_spread(net, call):
    mean, spread, lowest, highest = LAWS[call]
    values = drawn(net, call)
    assert values.mean() == pytest.approx(mean, abs=5 * spread / math.sqrt(N))
    assert values.std() == pytest.approx(spread, rel=0.05)
    assert lowest is None or values.min() >= lowest
    assert highest is None or values.max() <= highest
    if call.startswith("Binomial"):
        assert set(values.tolist()) <= set(range(11))
        assert (values == 3.0).mean() == pytest.approx(0.2668279, abs=5 * 0.44 / math.sqrt(N))
    if call.startswith("Discrete"):
        assert set(values.tolist()) == {1.0, 2.0, 3.0, 4.0, 5.0, 6.0}


@pytest.mark.proves("5-truncation")
@pytest.mark.parametrize(
    ("call", "low", "high"),
    [
        ("Normal(0.0, 1.0, -1.0, 0.5)", -1.0, 0.5),
        ("LogNormal(0.0, 1.0, 0.5, 2.0)", 0.5, 2.0),
        ("Exponential(1.0, 0.5, 1.5)", 0.5, 1.5),
    ],
)
def test_bounds_of_a_distribution(net, call, low, high):
    values = drawn(net, call)
    assert (values.min(), values.max()) == (
        pytest.approx(low, abs=0.02),
        pytest.approx(high, abs=0.02),
    )
    assert (values.min() >= low, values.max() <= high) == (True, True)


@pytest.mark.proves("5-exponential-mean")
def test_exponential_takes_the_mean_in_python(net):
    pop = net.create(N, ann.Neuron({"a": ann.Exponential(4.0)}, "r = a"))
    assert pop.a.mean() == pytest.approx(4.0, abs=5 * 4.0 / math.sqrt(N))


@pytest.mark.proves("5-arguments")
@pytest.mark.parametrize("argument", ["a", "v", "2 * g", "sum(exc)", "1.0 + 1.0"])
def test_arguments_are_numbers_or_global(argument):
    text = f"v = 1.0\nr = Normal(0.0, {argument})"
    refusal(lambda: ann.Neuron("a = 1.0\ng = 1.0 : population", text), "ANN133")


@pytest.mark.proves("5-arguments", "5-argument-changes")
def test_a_changed_argument_counts_in_the_next_step(net):
    ann.Constant("cc", 100.0)
    neuron = ann.Neuron({"low": 1.0, "high": ann.Parameter(2.0)}, "r = Uniform(low, high)\n"
                        "x = Uniform(-1.0, cc)")  # fmt: skip
    pop = net.create(1000, neuron)
    net.compile(silent=True)
    net.step()
    assert (pop.r.min() >= 1.0, pop.r.max() <= 2.0, np.ptp(pop.r) > 0.9) == (True, True, True)
    assert pop.x.max() > 90.0
    pop.low, pop.high = 10.0, 20.0
    net.step()
    assert (pop.r.min() >= 10.0, pop.r.max() <= 20.0, np.ptp(pop.r) > 9.0) == (True, True, True)


@pytest.mark.proves("5-arity")
@pytest.mark.parametrize(
    "call",
    ["Uniform(0.0)", "Normal(0.0)", "Normal(0.0, 1.0, 2.0, 3.0, 4.0)", "Exponential()",
     "DiscreteUniform(1)", "LogNormal(1.0)", "Binomial(3)", "Gamma(1.0)"],
)  # fmt: skip
def test_a_wrong_number_of_arguments(call):
    refusal(lambda: ann.Neuron("", f"r = {call}"), "ANN124")


@pytest.mark.proves("5-fresh-per-element", "5-fresh-global")
def test_one_value_per_element_and_step(net):
    pop = net.create(
        50, ann.Neuron("", "g = Uniform(0.0, 1.0) : population\nr = Uniform(0.0, 1.0)")
    )
    found = traces(net, 5, r=(pop, "r"), g=(pop, "g"))
    assert len({value for row in found["r"] for value in row}) == 250
    assert len(set(found["g"])) == 5


@pytest.mark.proves("5-per-synapse", "5-fresh-per-dendrite", "5-fresh-global")
def test_one_value_per_synapse_dendrite_or_projection(net):
    text = "\n".join(
        f"{name} = Uniform(0.0, 1.0){flag}"
        for name, flag in (("x", ""), ("s", " : postsynaptic"), ("g", " : projection"))
    )
    pre, post = net.create(4, ann.Neuron("r = 1.0")), net.create(3, SUMMER)
    proj = net.connect(pre, post, "exc", ann.Synapse("", text)).all_to_all(1.0)
    found = traces(net, 2, x=(proj, "x"), s=(proj, "s"), g=(proj, "g"))
    assert len({value for row in found["x"] for value in row}) == 24
    assert len({value for row in found["s"] for value in row}) == 6
    assert len(set(found["g"])) == 2


@pytest.mark.proves("5-identical-calls", "5-between-equations")
def test_calls_are_independent(net):
    text = "a = Normal(0.0, 1.0)\nb = Normal(0.0, 1.0)\nr = Normal(0.0, 1.0) - Normal(0.0, 1.0)"
    pop = net.create(N, ann.Neuron("", text))
    net.compile(silent=True)
    net.step()
    assert pop.r.std() == pytest.approx(math.sqrt(2.0), rel=0.05)
    assert np.corrcoef(pop.a, pop.b)[0, 1] == pytest.approx(0.0, abs=5 / math.sqrt(N))


@pytest.mark.proves("5-seeded", "5-threads")
def test_the_seed_decides_and_threads_do_not(make):
    def run(seed, **settings):
        net = make(seed=seed, **settings)
        cells = net.create(600, ann.Neuron("", "v += Uniform(0.0, 1.0)", spike="v > 3.0",
                                           reset="v = 0.0"))  # fmt: skip
        proj = net.connect(cells, cells, "exc").fixed_probability(0.05, ann.Uniform(0.0, 1.0))
        net.compile(silent=True)
        net.simulate(10.0)
        return [cells.v.tolist(), proj.w]

    first = run(1)
    assert first == run(1) == run(1, num_threads=3, fixed_threads=True)
    other = run(2)
    assert (first[0] != other[0], first[1] != other[1]) == (True, True)


@pytest.mark.proves("5-edit-leaves-others")
def test_editing_an_equation_leaves_other_noise_alone(make):
    def run(*lines):
        net = make()
        pop = net.create(10, ann.Neuron("", "\n".join([*lines, "r = Normal(0.0, 1.0)"])))
        net.compile(silent=True)
        net.simulate(3.0)
        return pop.r.tolist()

    assert run() == run("a = Uniform(0.0, 1.0)", "b = a + Normal(0.0, 1.0)")


@pytest.mark.proves("5-once-per-step")
@pytest.mark.parametrize("method", ["midpoint", "rk4"])
def test_the_stages_of_a_method_share_a_draw(make, method):
    """Of pure noise, every method then makes what Euler makes."""

    def run(method):
        net = make()
        pop = net.create(10, ann.Neuron("", f"dr/dt = Normal(0.0, 1.0) : {method}"))
        net.compile(silent=True)
        net.simulate(3.0)
        return pop.r.tolist()

    assert run(method) == pytest.approx(run("explicit"), rel=1e-14)


@pytest.mark.proves("5-rng-step")
def test_noise_goes_on_with_set_time_and_begins_anew_with_a_seed(net):
    pop = net.create(10, ann.Neuron("", "r = Normal(0.0, 1.0)"))
    net.compile(silent=True)

    def steps(n):
        return [(net.step(), pop.r.tolist())[1] for _ in range(n)]

    first = steps(4)
    net.reset()
    assert steps(2) == first[:2]
    net.time = 77.0
    assert steps(1) == first[2:3]
    net.reset(reseed_rng=False)
    assert steps(1) == first[3:]
    net.seed = net.seed
    assert steps(2) == first[:2]
    net.seed = 99
    assert steps(1) != first[:1]


@pytest.mark.proves("5-reset-draw", "5-spike-draw")
def test_draws_in_a_condition_and_in_a_reset(net):
    neuron = ann.Neuron("", "v = v\nn = n", spike="Uniform(0.0, 1.0) < 0.25",
                        reset="v = Uniform(2.0, 3.0)\nn += 1")  # fmt: skip
    pop = net.create(4000, neuron)
    net.compile(silent=True)
    net.step()
    n = pop.spike.size
    assert n == pytest.approx(1000, abs=5 * math.sqrt(4000 * 0.25 * 0.75))
    values = pop.v[pop.spike]
    assert (len(set(values.tolist())), values.min() >= 2.0, values.max() <= 3.0) == (n, True, True)
    net.simulate(9.0)
    assert pop.n.mean() == pytest.approx(2.5, abs=5 * math.sqrt(10 * 0.25 * 0.75 / 4000))


@pytest.mark.proves("5-psp-draw")
def test_a_draw_in_a_psp(net):
    pre, post = net.create(3, ann.Neuron("r = 1.0")), net.create(1, SUMMER)
    synapse = ann.Synapse(psp="pre.r * Uniform(1.0, 2.0)")
    net.connect(pre, post, "exc", synapse).all_to_all(1.0)
    found = traces(net, 50, r=(post, "r"))["r"]
    assert len(set(found)) == 50
    assert (min(found) >= 3.0, max(found) <= 6.0) == (True, True)
    assert np.mean(found) == pytest.approx(4.5, abs=5 * math.sqrt(3 / 12) / math.sqrt(50))


@pytest.mark.proves("5-event-draw")
def test_draws_in_events(net):
    synapse = ann.Synapse(
        pre_spike="g_target += Uniform(1.0, 2.0)", post_spike="x = Uniform(3.0, 4.0)"
    )
    pre, post = spiker(net, 0.0, 1.0, size=20), spiker(net, 1.0, size=10)
    proj = net.connect(pre, post, "exc", synapse).all_to_all(1.0)
    found = traces(net, 3, g=(post, "g_exc"), x=(proj, "x"))
    first, second = found["g"][1], found["g"][2]
    assert len({*first, *second}) == 20
    assert all(20.0 <= value <= 40.0 for value in (*first, *second))
    x = found["x"][2]
    assert (len(set(x)), min(x) >= 3.0, max(x) <= 4.0) == (200, True, True)
