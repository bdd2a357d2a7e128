"""§9.1-§9.3: arrival, the spike test, refractoriness."""

import pytest
from fact_tools import LISTENER, refusal, spiker, traces

import annarchy_lab as ann

# 9.1, 9.2


@pytest.mark.proves("9.1-next-step", "9.2-order")
def test_increments_arrive_one_step_later_in_the_order_of_ranks(net):
    """Sums of floats tell the order: what is added between the large ones is lost."""
    listeners = net.create(2, LISTENER)
    pre = spiker(net, 1.0, size=3)
    big = 2.0**60
    weights = [[big, -big, 1.0], [big, 1.0, -big]]
    net.connect(pre, listeners, "exc").from_matrix(weights)
    assert traces(net, 4, v=(listeners, "v"))["v"] == [[0.0, 0.0]] * 2 + [[1.0, 0.0], [0.0, 0.0]]


@pytest.mark.proves("9.2-order", "9.2-reset-anything", "9.2-test-then-reset")
def test_reset_statements_run_in_order_and_change_anything(net):
    neuron = ann.Neuron(
        equations="v += 1.0\nu = u\ng_exc = 0.5 * g_exc\nm = m : population",
        spike="v >= 2.0",
        reset="v = 10.0\nu += v\nv = 0.25\ng_exc = u\nu *= 2.0",
    )
    pop = net.create(1, neuron)
    found = traces(net, 3, v=(pop, "v"), u=(pop, "u"), g=(pop, "g_exc"))
    assert found == dict(v=[1.0, 0.25, 1.25], u=[0.0, 20.0, 20.0], g=[0.0, 0.0, 10.0])
    assert pop.g_exc[0] == 5.0


@pytest.mark.proves("9.2-condition", "9.2-not-refractory")
def test_the_condition_is_any_boolean_expression(net):
    neuron = ann.Neuron(
        "a = 2.0", "v = t\nk += 1 : int", spike="(v > a and not(k == 5)) or modulo(k, 7) == 1"
    )
    pop, resting = net.create(1, neuron), net.create(1, ann.Neuron(
        equations="v = t", spike="v >= 1.0", refractory=3.0))  # fmt: skip
    found = traces(net, 9, s=(pop, "spike"), q=(resting, "spike"))
    assert found == dict(s={0: [0, 3, 5, 6, 7, 8]}, q={0: [1, 5]})


@pytest.mark.proves("9.2-pop-spike", "9.2-order")
def test_the_spikes_of_the_last_step_are_at_hand(net):
    pop = net.create(4, ann.Neuron("at = 0.0", "v = t", spike="v == at"))
    pop.at = [1.0, 0.0, 1.0, 5.0]
    net.compile(silent=True)
    assert pop.spike.tolist() == []
    net.step()
    assert pop.spike.tolist() == [1]
    net.step()
    assert pop.spike.tolist() == [0, 2]
    net.step()
    assert pop.spike.tolist() == []


# 9.3 Refractory period


def refractory(net, period):
    """A neuron that climbs by 1 per step and spikes at 3."""
    return net.create(
        1, ann.Neuron(equations="v += 1.0", spike="v >= 3.0", reset="v = 0.0", refractory=period)
    )


@pytest.mark.proves("9.3-frozen-steps", "9.3-number", "13-refractory")
def test_three_frozen_steps(net):
    pop = refractory(net, 3.0)
    found = traces(net, 9, v=(pop, "v"), s=(pop, "spike"))
    assert found["v"] == [1.0, 2.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 0.0]
    assert found["s"] == {0: [2, 8]}


@pytest.mark.proves("9.3-truncated", "9.3-number")
@pytest.mark.parametrize(
    ("period", "dt", "n_frozen"),
    [(0.0, 1.0, 0), (0.9, 1.0, 0), (2.7, 1.0, 2), (3, 1.0, 3), (2.7, 0.5, 5)],
)
def test_the_period_is_cut_to_whole_steps(make, period, dt, n_frozen):
    net = make(dt=dt)
    pop = refractory(net, period)
    cycle = [1.0, 2.0, 0.0] + [0.0] * n_frozen
    assert traces(net, 10, v=(pop, "v"))["v"] == (4 * cycle)[:10]


@pytest.mark.proves("9.3-name")
def test_the_period_may_be_a_parameter_or_a_variable(net):
    by_parameter = ann.Neuron("ref = 0.0", "v = t", spike="True", refractory="ref")
    by_variable = ann.Neuron(equations="ref = t\nv = t", spike="True", refractory="ref")
    pop, other = net.create(2, by_parameter), net.create(1, by_variable)
    pop.ref = [1.0, 3.0]
    found = traces(net, 10, s=(pop, "spike"), q=(other, "spike"))
    assert found["s"] == {0: [0, 2, 4, 6, 8], 1: [0, 4, 8]}
    assert found["q"] == {0: [0, 1, 3, 7]}
    pop.ref = 0.0
    net.simulate(6.0)
    assert pop.spike.tolist() == [0, 1]


@pytest.mark.proves("9.3-frozen", "9.3-g-continues", "9.3-global-continues", "9.3-prefix-only")
def test_what_is_frozen_and_what_goes_on(net):
    neuron = ann.Neuron(
        equations="""
            clock += 1.0 : population
            a += 1.0
            db/dt = 1.0
            dg_exc/dt = -0.5 * g_exc
            alpha_exc += 1.0
            g_inh = g_inh + 1.0
            v = g_exc
        """,
        spike="t == 0.0",
        refractory=3.0,
    )
    pop = net.create(1, neuron)
    net.connect(spiker(net, 0.0, 1.0), pop, "exc").one_to_one(8.0)
    names = dict(clock="clock", a="a", b="b", g="g_exc", alpha="alpha_exc", i="g_inh", v="v")
    found = traces(net, 6, **{label: (pop, name) for label, name in names.items()})
    assert found == {
        "clock": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "a": [1.0, 1.0, 1.0, 1.0, 2.0, 3.0],
        "b": [1.0, 1.0, 1.0, 1.0, 2.0, 3.0],
        "alpha": [1.0, 1.0, 1.0, 1.0, 2.0, 3.0],
        "v": [0.0, 0.0, 0.0, 0.0, 1.5, 0.75],
        "g": [0.0, 8.0, 12.0, 6.0, 3.0, 1.5],  # at the record, before the decay of the step
        "i": [0.0, 1.0, 2.0, 3.0, 4.0, 5.0],
    }


@pytest.mark.proves("9.3-set-by-python")
def test_what_python_sets_stays(net):
    pop = refractory(net, 4.0)
    net.compile(silent=True)
    net.simulate(4.0)
    pop.v = 1.5
    found = traces(net, 4, v=(pop, "v"))
    assert found["v"] == [1.5, 1.5, 1.5, 2.5]


@pytest.mark.proves("9.3-number")
def test_a_negative_period_is_refused():
    refusal(lambda: ann.Neuron(equations="v = t", spike="v > 1", refractory=-1.0), "negative")
