"""§8: what happens in one step, in which order; delays."""

from itertools import pairwise

import pytest
from fact_tools import CLOCK, LISTENER, SUMMER, spiker, traces

import annarchy_lab as ann


def chain(net, *models, **connection):
    """Populations of one neuron each, one after another."""
    pops = [net.create(1, model) for model in models]
    for pre, post in pairwise(pops):
        net.connect(pre, post, "exc").one_to_one(1.0, **connection)
    return pops


# The step


@pytest.mark.proves("8-sums-reset")
def test_sums_begin_at_zero_in_each_step(net):
    _, post = chain(net, ann.Neuron("r = 2.0"), SUMMER)
    assert traces(net, 4, r=(post, "r"))["r"] == [2.0] * 4


@pytest.mark.proves("8-psp-previous", "8-chain-lag", "13-rate-lag")
def test_each_projection_costs_one_step(net):
    _, second, third = chain(net, CLOCK, SUMMER, SUMMER)
    found = traces(net, 6, second=(second, "r"), third=(third, "r"))
    assert found["second"] == [0.0, 0.0, 1.0, 2.0, 3.0, 4.0]
    assert found["third"] == [0.0, 0.0, 0.0, 1.0, 2.0, 3.0]


@pytest.mark.proves("8-psp-previous")
def test_a_loop_reads_the_values_of_the_step_before_whichever_came_first(net):
    grow = ann.Neuron(equations="r = 1.0 + sum(exc)")
    one, two = net.create(1, grow), net.create(1, grow)
    for pre, post in ((one, two), (two, one)):
        net.connect(pre, post, "exc").one_to_one(1.0)
    assert traces(net, 4, one=(one, "r"), two=(two, "r")) == {
        "one": [1.0, 2.0, 3.0, 4.0],
        "two": [1.0, 2.0, 3.0, 4.0],
    }


@pytest.mark.proves("8-spikes-arrive-first", "9.1-before-update", "9.1-next-step")
def test_an_arriving_spike_counts_in_the_update_of_that_step(net):
    post = net.create(1, ann.Neuron(equations="v += g_exc", spike="v > 1.0", reset="v = 0.0"))
    net.connect(spiker(net, 1.0, 3.0), post, "exc").one_to_one(1.0)
    found = traces(net, 6, v=(post, "v"), s=(post, "spike"))
    assert found == dict(v=[0.0, 0.0, 1.0, 1.0, 0.0, 0.0], s={0: [4]})


@pytest.mark.proves("8-transmission-off")
def test_without_transmission_nothing_is_delivered(net):
    post, cell = net.create(1, SUMMER), net.create(1, LISTENER)
    rates = net.connect(net.create(1, CLOCK), post, "exc").one_to_one(1.0)
    spikes = net.connect(spiker(net, 0.0, 1.0, 2.0, 3.0), cell, "exc").one_to_one(1.0)
    net.compile(silent=True)
    net.simulate(2.0)
    rates.transmission = spikes.transmission = False
    found = traces(net, 2, r=(post, "r"), v=(cell, "v"))
    assert found == dict(r=[0.0, 0.0], v=[0.0, 0.0])
    rates.transmission = spikes.transmission = True
    net.step()
    assert (post.r[0], cell.v[0]) == (3.0, 1.0)


@pytest.mark.proves("8-targets-recorded-early", "8-targets-read-late")
def test_a_conductance_is_recorded_before_its_decay_and_read_after_it(net):
    post = net.create(1, ann.Neuron(equations="dg_exc/dt = -0.5 * g_exc\nv = g_exc", spike="False"))
    net.connect(spiker(net, 0.0), post, "exc").one_to_one(8.0)
    found = traces(net, 4, g=(post, "g_exc"), v=(post, "v"))
    assert found == dict(g=[0.0, 8.0, 4.0, 2.0], v=[0.0, 4.0, 2.0, 1.0])
    assert post.g_exc[0] == 1.0


@pytest.mark.proves("8-targets-recorded-early")
def test_a_sum_is_recorded_as_the_step_used_it(net):
    _, post = chain(net, CLOCK, SUMMER)
    found = traces(net, 4, r=(post, "r"), s=(post, "sum(exc)"))
    assert found["s"] == found["r"] == [0.0, 0.0, 1.0, 2.0]


@pytest.mark.proves("8-draws-before-update")
def test_draws_are_taken_whether_or_not_they_are_used(make):
    def run(text):
        net = make()
        pop = net.create(3, ann.Neuron("", text))
        return traces(net, 4, r=(pop, "r"))["r"]

    always = run("r = Uniform(0.0, 1.0)")
    late = run("r = if t == 2.0: Uniform(0.0, 1.0) else: 0.0")
    assert late == [[0.0] * 3, [0.0] * 3, always[2], [0.0] * 3]


@pytest.mark.proves("8-creation-order", "8-gather-follows")
def test_the_schedule_names_neurons_in_the_order_of_creation(net):
    for name in ("zeta", "alpha", "mu"):
        net.create(1, LISTENER, name=name)
    net.compile(silent=True)
    lines = [line for line in net.explain().splitlines() if "spike" in line or "update" in line]
    order = [name for line in lines for name in ("zeta", "alpha", "mu") if name in line]
    found = [name for name, before in zip(order, [None, *order], strict=False) if name != before]
    assert found == ["zeta", "alpha", "mu"]


@pytest.mark.proves("8-gather-follows", "9.2-test-then-reset")
def test_a_spike_is_found_and_reset_in_the_step_of_the_update(net):
    pop = net.create(1, ann.Neuron(equations="v += 1.0", spike="v >= 3.0", reset="v = 0.25"))
    found = traces(net, 6, v=(pop, "v"), s=(pop, "spike"))
    assert found == dict(v=[1.0, 2.0, 0.25, 1.25, 2.25, 0.25], s={0: [2, 5]})


@pytest.mark.proves("8-synapses-after-neurons", "13-synapse-reads", "13-semiglobal")
def test_synapses_read_both_neurons_after_their_update(net):
    synapse = ann.Synapse("", "c = pre.r\nd = post.r\nsg = post.r + t : postsynaptic")
    proj = net.connect(net.create(1, CLOCK), net.create(1, SUMMER), "exc", synapse).one_to_one(1.0)
    found = traces(net, 5, c=(proj, "c"), d=(proj, "d"), sg=(proj, "sg"))
    assert found["c"] == [0.0, 1.0, 2.0, 3.0, 4.0]
    assert found["d"] == [0.0, 0.0, 1.0, 2.0, 3.0]
    assert found["sg"] == [0.0, 1.0, 3.0, 5.0, 7.0]


@pytest.mark.proves("8-learning-period", "8-learning-between", "3-t-with-period",
                    "3-dt-with-period")  # fmt: skip
def test_learning_every_third_step(make):
    net = make(dt=0.5)
    synapse = ann.Synapse("", "a = t\nb = dt\nn += 1 : int")
    proj = net.connect(net.create(1, CLOCK), net.create(1, SUMMER), "exc", synapse).one_to_one(1.0)
    net.compile(silent=True)
    net.simulate(3.0)
    proj.enable_learning(period=1.5, offset=0.5)
    found = traces(net, 8, a=(proj, "a"), b=(proj, "b"), n=(proj, "n"))
    assert found["a"] == [2.5, 3.5, 3.5, 3.5, 5.0, 5.0, 5.0, 6.5]  # steps 7, 10, 13
    assert found["b"] == [0.5, *[1.5] * 7]
    assert found["n"] == [6, 7, 7, 7, 8, 8, 8, 9]


@pytest.mark.proves("8-post-events-after", "9.5-after-equations", "8-recorded-last")
def test_post_events_follow_the_equations_and_are_recorded(net):
    """The event sees what the equation of this step made, and the record sees the event."""
    synapse = ann.Synapse("", "x = t\ny = 10 * x", post_spike="z = y\nx += 0.5\npost.seen += x")
    post = net.create(1, ann.Neuron(equations="v = t\nseen = seen", spike="t == 2.0 or t == 3.0"))
    proj = net.connect(spiker(net), post, "exc", synapse).one_to_one(1.0)
    found = traces(net, 5, x=(proj, "x"), z=(proj, "z"), seen=(post, "seen"))
    assert found == {
        "x": [0.0, 1.0, 2.5, 3.5, 4.0],
        "z": [0.0, 0.0, 20.0, 30.0, 30.0],
        "seen": [0.0, 0.0, 2.5, 6.0, 6.0],
    }


# 8.1 Delays


@pytest.mark.proves("8.1-rounding", "8.1-uniform")
@pytest.mark.parametrize("dt", [1.0, 0.5])
def test_delays_are_rounded_half_to_even(make, dt):
    steps = {0.0: 1, 0.4: 1, 0.6: 1, 1.0: 1, 1.5: 2, 2.0: 2, 2.5: 2, 3.0: 3, 3.5: 4, 4.5: 4}
    net = make(dt=dt)
    pre, cells = net.create(1, CLOCK), spiker(net, 0.0)
    posts, listeners = net.create(len(steps), SUMMER), net.create(len(steps), LISTENER)
    for i, in_steps in enumerate(steps):
        net.connect(pre, posts[i], "exc").all_to_all(1.0, delays=in_steps * dt)
        net.connect(cells, listeners[i], "exc").all_to_all(1.0, delays=in_steps * dt)
    found = traces(net, 7, r=(posts, "r"), v=(listeners, "v"))
    for i, lag in enumerate(steps.values()):
        assert [row[i] for row in found["r"]] == [max(0, k - lag) * dt for k in range(7)]
        assert [row[i] for row in found["v"]] == [float(k == lag) for k in range(7)]


@pytest.mark.proves("8.1-rates", "13-rate-delay")
def test_a_delayed_rate(net):
    _, post = chain(net, CLOCK, SUMMER, delays=3.0)
    assert traces(net, 7, r=(post, "r"))["r"] == [0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0]


@pytest.mark.proves("8.1-pre-in-equations", "8.1-post-undelayed", "13-synapse-reads-delayed")
def test_a_learning_equation_reads_the_value_that_the_psp_uses_next(net):
    synapse = ann.Synapse("", "c = pre.r\nd = post.r")
    pre, post = net.create(1, CLOCK), net.create(1, ann.Neuron(equations="r = t + 100*sum(exc)"))
    proj = net.connect(pre, post, "exc", synapse).one_to_one(1.0, delays=3.0)
    found = traces(net, 6, c=(proj, "c"), d=(proj, "d"))
    assert found["c"] == [0.0, 0.0, 0.0, 1.0, 2.0, 3.0]
    assert found["d"] == [0.0, 1.0, 2.0, 3.0, 104.0, 205.0]


@pytest.mark.proves("8.1-pre-in-equations", "3-pre-post-attributes")
def test_every_attribute_of_pre_is_delayed_alike(net):
    pre = net.create(1, ann.Neuron(equations="g = 2*t : population\nu = 3*t\nr = t"))
    synapse = ann.Synapse("", "c = pre.r\nd = pre.u\ne = pre.g\nm = max(pre.u)", psp="pre.u + w")
    post = net.create(1, SUMMER)
    proj = net.connect(pre, post, "exc", synapse).one_to_one(0.0, delays=3.0)
    found = traces(net, 6, c=(proj, "c"), d=(proj, "d"), e=(proj, "e"), r=(post, "r"))
    assert found["c"] == [0.0, 0.0, 0.0, 1.0, 2.0, 3.0]
    assert found["d"] == [0.0, 0.0, 0.0, 3.0, 6.0, 9.0]
    assert found["e"] == [0.0, 0.0, 0.0, 2.0, 4.0, 6.0]
    assert found["r"] == [0.0, 0.0, 0.0, 0.0, 3.0, 6.0]


@pytest.mark.proves("8.1-queue-start", "8.1-queue-after-reset")
def test_queues_hold_the_initial_values(net):
    pre = net.create(1, ann.Neuron(equations="r = t : init=7.0"))
    post = net.create(1, SUMMER)
    net.connect(pre, post, "exc").one_to_one(1.0, delays=3.0)
    expected = [7.0, 7.0, 7.0, 0.0, 1.0]
    assert traces(net, 5, r=(post, "r"))["r"] == expected
    net.reset()
    assert traces(net, 5, r=(post, "r"))["r"] == expected


@pytest.mark.proves("8.1-queue-after-reset")
def test_reset_drops_the_spikes_on_their_way(net):
    post = net.create(1, LISTENER)
    net.connect(spiker(net, 2.0), post, "exc").one_to_one(1.0, delays=3.0)
    assert traces(net, 4, v=(post, "v"))["v"] == [0.0] * 4
    net.reset()
    assert traces(net, 7, v=(post, "v"))["v"] == [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0]


@pytest.mark.proves("13-spike-delay", "8.1-not-post", "3-t-pre-post")
def test_a_delayed_spike_arrives_late_and_t_pre_knows_at_once(make):
    net = make(dt=0.5)
    synapse = ann.Synapse("", "x = t_pre", pre_spike="g_target += w", post_spike="n += 1.0")
    post = spiker(net, 2.0)
    proj = net.connect(spiker(net, 1.0), post, "exc", synapse).one_to_one(0.25, delays=2.0)
    found = traces(net, 9, g=(post, "g_exc"), x=(proj, "x"), n=(proj, "n"))
    assert found["g"] == [0.0] * 6 + [0.25, 0.0, 0.0]
    assert found["x"] == [-5000.0] * 2 + [1.0] * 7
    assert found["n"] == [0.0] * 4 + [1.0] * 5


@pytest.mark.proves("8.1-per-synapse")
def test_a_delay_per_synapse(net):
    pre, cells = net.create(3, CLOCK), spiker(net, 0.0, size=3)
    post, listener = net.create(2, SUMMER), net.create(2, LISTENER)
    delays = [[1.0, 2.0, 4.0], [3.0, None, 2.4]]
    weights = [[1.0, 10.0, 100.0], [1.0, None, 100.0]]
    synapse = ann.Synapse("", "c = pre.r", psp="w * pre.r")
    rates = net.connect(pre, post, "exc", synapse).from_matrix(weights, delays=delays)
    spikes = net.connect(cells, listener, "exc").from_matrix(weights, delays=delays)
    found = traces(net, 6, r=(post, "r"), v=(listener, "v"))
    lags = [[(1.0, 1), (10.0, 2), (100.0, 4)], [(1.0, 3), (100.0, 2)]]
    for i, row in enumerate(lags):
        assert [r[i] for r in found["r"]] == [
            sum(w * max(0, k - lag) for w, lag in row) for k in range(6)
        ]
        assert [v[i] for v in found["v"]] == [
            sum(w for w, lag in row if k == lag) for k in range(6)
        ]
    net.step()
    assert rates.c == [[6.0, 5.0, 3.0], [4.0, 5.0]]
    assert rates.delay == spikes.delay == [[1.0, 2.0, 4.0], [3.0, 2.0]]


@pytest.mark.proves("8.1-changed")
def test_a_changed_delay_of_rates_holds_at_once(net):
    pre, post = net.create(1, CLOCK), net.create(1, SUMMER)
    proj = net.connect(pre, post, "exc").one_to_one(1.0, delays=4.0)
    assert traces(net, 7, r=(post, "r"))["r"] == [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0]
    proj.delay = 2.0
    assert traces(net, 2, r=(post, "r"))["r"] == [5.0, 6.0]
    proj.delay = 4.0
    assert traces(net, 3, r=(post, "r"))["r"] == [5.0, 6.0, 7.0]


@pytest.mark.proves("8.1-changed-spikes")
@pytest.mark.parametrize(("changed", "expected"), [(1.0, [3, 5]), (6.0, [5, 8])])
def test_a_changed_delay_concerns_later_spikes(net, changed, expected):
    """Spikes at 1 and 2; the delay of 4 changes between them."""
    post = net.create(1, LISTENER)
    proj = net.connect(spiker(net, 1.0, 2.0), post, "exc").one_to_one(1.0, delays=4.0)
    net.compile(silent=True)
    net.simulate(2.0)
    proj.delay = changed
    v = traces(net, 8, v=(post, "v"))["v"]
    assert [k + 2 for k, value in enumerate(v) if value] == expected
