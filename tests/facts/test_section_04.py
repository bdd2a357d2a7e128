"""§4: weighted sums, conductances, global operations."""

import math

import pytest
from fact_tools import CLOCK, LISTENER, SUMMER, refusal, spiker, traces

import annarchy_lab as ann


def rates(net, *values):
    """Neurons with these constant rates."""
    pop = net.create(len(values), ann.Neuron("r = 0.0"))
    pop.r = list(values)
    return pop


# 4.1 Weighted sums


@pytest.mark.proves("4.1-sum-of-projections")
def test_projections_of_one_target_add(net):
    post = net.create(1, ann.Neuron(equations="r = sum(exc) - 100 * sum(inh)"))
    net.connect(rates(net, 1.0, 2.0), post, "exc").all_to_all(1.0)
    net.connect(rates(net, 5.0), post, "exc").all_to_all(10.0)
    net.connect(rates(net, 1.0), post, "inh").all_to_all(1.0)
    assert traces(net, 2, r=(post, "r"))["r"] == [-47.0, -47.0]


@pytest.mark.proves("4.1-sum-of-projections", "4.1-operations")
def test_what_other_operations_join_is_added_too(net):
    post = net.create(1, SUMMER)
    for operation in ("max", "min"):
        synapse = ann.Synapse(operation=operation)
        net.connect(rates(net, 3.0, 5.0, 4.0), post, "exc", synapse).all_to_all(1.0)
    assert traces(net, 1, r=(post, "r"))["r"] == [8.0]


@pytest.mark.proves("4.1-operations", "4.1-mean-divides", "4.1-empty-dendrite")
@pytest.mark.parametrize(
    ("operation", "expected"),
    [("sum", [-1.0, -2.0]), ("max", [4.0, -2.0]), ("min", [-6.0, -2.0]), ("mean", [-1 / 3, -2.0])],
)
def test_operations_over_the_synapses_there_are(net, operation, expected):
    post = net.create(3, SUMMER)
    synapse = ann.Synapse(psp="w * pre.r", operation=operation)
    matrix = [[2.0, None, 3.0, 1.0], [None, None, 1.0, None], [None] * 4]
    proj = net.connect(rates(net, 2.0, 9.0, -2.0, 1.0), post, "exc", synapse).from_matrix(matrix)
    assert proj.post_ranks == [0, 1]
    assert traces(net, 1, r=(post, "r"))["r"] == [[*expected, 0.0]]


@pytest.mark.proves("4.1-psp-default", "4.1-operations")
def test_the_psp_is_weight_times_rate_unless_given(net):
    pre, post = rates(net, 3.0), net.create(2, SUMMER)
    net.connect(pre, post[:1], "exc").all_to_all(0.5)
    net.connect(pre, post[1:], "exc", ann.Synapse(psp="w * pre.r^2 + 1")).all_to_all(0.5)
    assert traces(net, 1, r=(post, "r"))["r"] == [[1.5, 5.5]]


@pytest.mark.proves("4.1-no-projection")
def test_a_target_that_nothing_feeds_gives_zero(net):
    post = net.create(2, ann.Neuron(equations="r = 1.0 + sum(exc) + sum()"))
    assert traces(net, 2, r=(post, "r"))["r"] == [[1.0, 1.0]] * 2


@pytest.mark.proves("4.1-sum-all")
@pytest.mark.parametrize("text", ["sum()", "sum(__all__)"])
def test_the_sum_of_all_targets(net, text):
    post = net.create(1, ann.Neuron(equations=f"r = {text} + 100 * sum(exc)"))
    for weight, target in ((1.0, "exc"), (2.0, "inh"), (4.0, "other"), (8.0, "exc")):
        net.connect(rates(net, 1.0), post, target).all_to_all(weight)
    assert traces(net, 1, r=(post, "r"))["r"] == [915.0]


@pytest.mark.proves("4.1-spiking-operation")
@pytest.mark.parametrize("operation", ["max", "min", "mean"])
def test_spiking_synapses_only_sum(operation):
    refusal(lambda: ann.Synapse(pre_spike="g_target += w", operation=operation), "ANN135")
    assert ann.Synapse(pre_spike="g_target += w", operation="sum").is_spiking


@pytest.mark.proves("4.1-unknown-operation")
def test_unknown_operations():
    refusal(lambda: ann.Synapse(psp="w", operation="product"), "ANN135", "'product'")


# 4.2 Conductances


@pytest.mark.proves("4.2-per-neuron", "4.2-no-projection", "4.2-equation-governs")
def test_every_target_has_a_conductance(net):
    """One that only a projection names, one that only an equation reads, one with its own."""
    text = "dg_slow/dt = -0.5 * g_slow\nv = g_exc + g_none + g_slow"
    post = net.create(2, ann.Neuron(equations=text, spike="False"))
    pre = spiker(net, 0.0, size=2)
    net.connect(pre, post, "inh").one_to_one(3.0)
    net.connect(pre, post, "exc").one_to_one(2.0)
    net.connect(pre, post, "slow").one_to_one(8.0)
    names = ("g_inh", "g_exc", "g_none", "g_slow")
    assert traces(net, 4, v=(post[0], "v"), **{name: (post[1], name) for name in names}) == {
        "g_inh": [0.0, 3.0, 0.0, 0.0],
        "g_exc": [0.0, 2.0, 0.0, 0.0],
        "g_none": [0.0] * 4,
        "g_slow": [0.0, 8.0, 4.0, 2.0],
        "v": [0.0, 6.0, 2.0, 1.0],
    }


@pytest.mark.proves("4.2-instantaneous", "13-instantaneous", "9.1-next-step", "9.4-default")
def test_without_an_equation_a_conductance_lasts_one_step(net):
    post = net.create(1, ann.Neuron(equations="v = g_exc\nu = 2 * g_exc", spike="False"))
    net.connect(spiker(net, 1.0, 2.0, 4.0), post, "exc").one_to_one(0.5)
    assert traces(net, 7, g=(post, "g_exc"), v=(post, "v"), u=(post, "u")) == {
        "g": [0.0, 0.0, 0.5, 0.5, 0.0, 0.5, 0.0],
        "v": [0.0, 0.0, 0.5, 0.5, 0.0, 0.5, 0.0],
        "u": [0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0],
    }
    assert post.g_exc[0] == 0.0


@pytest.mark.proves("4.2-several-targets")
def test_several_targets_get_the_same(net):
    post = net.create(1, ann.Neuron(equations="v = g_ampa + 10 * g_nmda", spike="False"))
    synapse = ann.Synapse(pre_spike="w += 1.0\ng_target += w")
    net.connect(spiker(net, 0.0, 1.0), post, ["ampa", "nmda"], synapse).one_to_one(2.0)
    assert traces(net, 3, v=(post, "v"))["v"] == [0.0, 22.0, 33.0]


@pytest.mark.proves("4.2-psp-every-step")
def test_a_psp_acts_in_every_step(net):
    """A gap junction: the sum of the differences, by the values of the step before."""
    cell = ann.Neuron("start = 0.0", "v += 0.25 * g_gap : init=start", spike="False")
    pop = net.create(3, cell)
    pop.start = [8.0, 0.0, 4.0]
    gap = ann.Synapse(psp="w * (pre.v - post.v)")
    net.connect(pop, pop, "gap", gap).all_to_all(1.0)
    found = traces(net, 2, g=(pop, "g_gap"), v=(pop, "v"))
    assert found["g"] == [[-12.0, 12.0, 0.0], [-3.0, 3.0, 0.0]]
    assert found["v"] == [[5.0, 3.0, 4.0], [4.25, 3.75, 4.0]]


@pytest.mark.proves("4.2-psp-and-statement")
def test_a_psp_acts_beside_the_statement(net):
    post = net.create(1, LISTENER)
    synapse = ann.Synapse(psp="0.5 * w", pre_spike="g_target += w")
    net.connect(spiker(net, 1.0), post, "exc", synapse).one_to_one(2.0)
    assert traces(net, 4, v=(post, "v"))["v"] == [1.0, 1.0, 3.0, 1.0]


# 4.3 Global operations

FIVE = {"min": -3.0, "max": 4.0, "mean": 0.25, "norm1": 11.0, "norm2": math.sqrt(33.0)}


@pytest.mark.proves("4.3-five", "4.3-norm1", "4.3-norm2", "4.3-mean", "4.3-neuron-sees-previous",
                    "4.3-zero-at-start")  # fmt: skip
@pytest.mark.parametrize("operation", FIVE)
def test_operations_of_a_population(net, operation):
    text = f"v = k * (1 + t) : init=7.0\nx = {operation}(v)\nr = x"
    pop = net.create(4, ann.Neuron("k = 0.0", text))
    pop.k = [-3.0, 4.0, -2.0, 2.0]
    once = FIVE[operation]
    assert [row[2] for row in traces(net, 3, x=(pop, "x"))["x"]] == pytest.approx(
        [0.0, once, 2 * once], rel=1e-15
    )


@pytest.mark.proves("4.3-of-pre-post", "4.3-whole-population", "4.3-synapse-sees-current")
def test_synapses_see_the_operations_of_this_step(net):
    pre = net.create(4, ann.Neuron("k = 0.0", "r = k * (1 + t)"))
    pre.k = [-3.0, 4.0, -2.0, 2.0]
    post = net.create(3, ann.Neuron("k = 0.0", "r = k + t"))
    post.k = [5.0, 6.0, 7.0]
    synapse = ann.Synapse("", "x = norm1(pre.r)\ny = mean(post.r)\nz = min(pre.r) : postsynaptic")
    proj = net.connect(pre[2:], post[:1], "exc", synapse).all_to_all(1.0)
    found = traces(net, 3, **{name: (proj, name) for name in "xyz"})
    assert found == {
        "x": [[11.0] * 2, [22.0] * 2, [33.0] * 2],
        "y": [[6.0] * 2, [7.0] * 2, [8.0] * 2],
        "z": [-3.0, -6.0, -9.0],
    }


@pytest.mark.proves("4.3-psp-sees-previous")
def test_a_psp_sees_the_operation_of_the_step_before(net):
    pre, post = net.create(2, CLOCK), net.create(1, SUMMER)
    net.connect(pre, post, "exc", ann.Synapse(psp="max(pre.r) + 10 * w")).all_to_all(1.0)
    assert traces(net, 4, r=(post, "r"))["r"] == [20.0, 20.0, 22.0, 24.0]


@pytest.mark.proves("4.3-unknown-attribute")
def test_an_operation_over_what_does_not_exist():
    refusal(lambda: ann.Neuron("", "r = mean(u)"), "'u'")


@pytest.mark.proves("4.3-synaptic-attribute")
@pytest.mark.parametrize("text", ["mean(w)", "max(x)"])
def test_an_operation_over_synapses(text):
    refusal(lambda: ann.Synapse("x = 1.0", f"y = {text}"), "not over synapses")


@pytest.mark.proves("4.3-expression-argument")
@pytest.mark.parametrize("text", ["mean(r + 1)", "norm1(2*r)", "max(-r)", "min(sum(exc))"])
def test_an_operation_over_an_expression(text):
    refusal(lambda: ann.Neuron("", f"r = {text}"), "ANN110")
