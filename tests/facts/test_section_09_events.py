"""§9.4-§9.6: what events of spikes do at a synapse, in which order, and when."""

import math

import pytest
from fact_tools import LISTENER, refusal, spiker, traces

import annarchy_lab as ann


def one(net, synapse, pre=(), post=(), w=1.0, **options):
    """One synapse between two neurons that spike at these times."""
    ends = spiker(net, *pre), spiker(net, *post)
    return net.connect(*ends, "exc", synapse).one_to_one(w, **options)


def decay(*ms, tau=4.0):
    return math.exp(-sum(ms) / tau)


# 9.4 pre_spike


@pytest.mark.proves("9.4-event-driven-first", "13-event-driven-start")
def test_event_driven_variables_come_first(net):
    synapse = ann.Synapse("", "dx/dt = (1.0 - x) / 4.0 : event-driven, init=0.5",
                          pre_spike="w = x\nx += 1.0")  # fmt: skip
    proj = one(net, synapse, pre=(0.0,))
    assert traces(net, 2, w=(proj, "w"), x=(proj, "x")) == dict(w=[1.0, 1.0], x=[0.5, 2.0])


@pytest.mark.proves("9.4-targets-next", "13-old-w")
@pytest.mark.parametrize("order", ["w += 1.0\ng_target += w", "g_target += w\nw += 1.0"])
def test_the_conductance_gets_the_old_weight(net, order):
    proj = one(net, ann.Synapse(pre_spike=order), pre=(0.0, 1.0), w=0.5)
    found = traces(net, 4, g=(proj.post, "g_exc"), w=(proj, "w"))
    assert found == dict(g=[0.0, 0.5, 1.5, 0.0], w=[0.5, 1.5, 2.5, 2.5])


@pytest.mark.proves("9.4-then-in-order")
def test_the_other_statements_run_in_order_each_with_its_bounds(net):
    text = "x += 5.0 : max=2.0\ny = x\nx -= 1.0\nz = x + y"
    proj = one(net, ann.Synapse(pre_spike=text), pre=(0.0,))
    found = traces(net, 2, **{name: (proj, name) for name in "xyz"})
    assert found == dict(x=[0.0, 1.0], y=[0.0, 2.0], z=[0.0, 3.0])


@pytest.mark.proves("9.4-w-with-plasticity", "9.5-plasticity-off")
def test_without_plasticity_events_leave_only_w_alone(net):
    synapse = ann.Synapse(
        "", "y += 1.0", pre_spike="g_target += w\nw += 1.0\nx += w", post_spike="w += 10.0\nz += w"
    )
    proj = one(net, synapse, pre=(0.0, 1.0), post=(1.0,))
    proj.plasticity = False
    found = traces(net, 3, **{name: (proj, name) for name in "wxyz"}, g=(proj.post, "g_exc"))
    assert found == {
        "w": [1.0] * 3,
        "x": [0.0, 1.0, 2.0],
        "y": [1.0, 2.0, 3.0],
        "z": [0.0, 1.0, 1.0],
        "g": [0.0, 1.0, 1.0],
    }


@pytest.mark.proves("9.4-default")
@pytest.mark.parametrize(
    "synapse", [None, ann.Synapse(post_spike="w += 1.0")], ids=["none", "post"]
)
def test_by_default_a_spike_adds_the_weight(net, synapse):
    post = net.create(1, LISTENER)
    net.connect(spiker(net, 1.0), post, "exc", synapse).one_to_one(0.75)
    assert traces(net, 4, v=(post, "v"))["v"] == [0.0, 0.0, 0.75, 0.0]


@pytest.mark.proves("9.4-undeclared")
def test_an_undeclared_name_is_a_new_local_variable(net):
    synapse = ann.Synapse(pre_spike="count += 1.0\nlast = t")
    pre, post = spiker(net, 0.0, 2.0, size=2), net.create(2, LISTENER)
    proj = net.connect(pre, post, "exc", synapse).all_to_all(1.0)
    assert (proj.variables, proj.count) == (["count", "last"], [[0.0, 0.0]] * 2)
    found = traces(net, 4, c=(proj, "count"), t=(proj, "last"))
    assert [row[0] for row in found["c"]] == [0.0, 1.0, 1.0, 2.0]
    assert [row[3] for row in found["t"]] == [0.0, 1.0, 1.0, 3.0]


@pytest.mark.proves("9.4-assigns-neurons")
def test_statements_assign_attributes_of_both_neurons(net):
    neuron = ann.Neuron("at = -1.0", "v = t\nnb = nb", spike="t == at")
    pre, post = net.create(3, neuron), net.create(2, neuron)
    pre.at = [0.0, 1.0, 1.0]
    synapse = ann.Synapse(pre_spike="post.nb += w\npre.nb -= 1.0")
    net.connect(pre, post, "exc", synapse).all_to_all(2.0)
    found = traces(net, 3, post=(post, "nb"), pre=(pre, "nb"))
    assert found["post"] == [[0.0] * 2, [2.0] * 2, [6.0] * 2]
    assert found["pre"] == [[0.0] * 3, [-2.0, 0.0, 0.0], [-2.0] * 3]


@pytest.mark.proves("9.4-ode-refused")
@pytest.mark.parametrize("section", ["pre_spike", "post_spike", "pre_axon_spike"])
def test_an_ode_in_an_event(section):
    refusal(lambda: ann.Synapse(**{section: "dx/dt = -x"}), "ANN132", section)
    refusal(lambda: ann.Neuron("", "v = t", spike="v > 1", reset="dv/dt = -v"), "ANN132", "reset")


@pytest.mark.proves("9.4-target-only-there")
def test_the_conductance_is_no_name_elsewhere():
    refusal(lambda: ann.Synapse("", "x = g_target", pre_spike=""), "ANN141", "g_target")
    refusal(lambda: ann.Synapse("", "g_target = w", pre_spike=""), "g_target")
    refusal(lambda: ann.Synapse(psp="g_target"), "ANN141", "g_target")
    ann.Synapse(pre_axon_spike="g_target += w")


# 9.5 post_spike


@pytest.mark.proves("9.5-after-equations")
def test_a_post_spike_visits_the_whole_dendrite_in_its_step(net):
    synapse = ann.Synapse("", "x = t", post_spike="x += 100.0\nn += 1.0")
    post = net.create(2, ann.Neuron("at = 0.0", "v = t", spike="t == at"))
    post.at = [1.0, 2.0]
    proj = net.connect(spiker(net, size=2), post, "exc", synapse).all_to_all(1.0)
    found = traces(net, 4, x=(proj, "x"), n=(proj, "n"))
    assert found["x"] == [[0.0] * 4, [101.0, 101.0, 1.0, 1.0], [2.0, 2.0, 102.0, 102.0], [3.0] * 4]
    assert found["n"][-1] == [1.0] * 4


@pytest.mark.proves("9.5-may-modify")
def test_what_a_post_spike_may_change(net):
    neuron = ann.Neuron("at = -1.0", "v = t\nnb = nb", spike="t == at")
    pre, post = net.create(2, neuron), net.create(1, neuron)
    post.at = 1.0
    synapse = ann.Synapse(post_spike="w += 1.0\nx = w\npre.nb += x\npost.nb += 10.0")
    proj = net.connect(pre, post, "exc", synapse).all_to_all(3.0)
    found = traces(net, 3, w=(proj, "w"), x=(proj, "x"), pre=(pre, "nb"), post=(post, "nb"))
    assert found == {
        "w": [[3.0] * 2, [4.0] * 2, [4.0] * 2],
        "x": [[0.0] * 2, [4.0] * 2, [4.0] * 2],
        "pre": [[0.0] * 2, [4.0] * 2, [4.0] * 2],
        "post": [0.0, 20.0, 20.0],
    }


@pytest.mark.proves("9.5-no-target")
@pytest.mark.parametrize("text", ["g_target += w", "x = g_target"])
def test_a_post_spike_has_no_conductance(text):
    refusal(lambda: ann.Synapse(post_spike=text), "ANN141", "g_target")


FLAGGED = ann.Synapse(
    "", "eq += 1.0", pre_spike="g_target += w\npre_n += 1.0", post_spike="post_n += 1.0\nw += 1.0"
)


def flagged(net, flag):
    """What has happened in step 1 with the flag off, and in step 2 with it on again."""
    proj = one(net, FLAGGED, pre=(0.0, 1.0), post=(1.0, 2.0))
    net.compile(silent=True)
    net.step()
    setattr(proj, flag, False)
    names = ("eq", "pre_n", "post_n", "w")
    found = []
    for value in (True, True):
        net.step()
        found.append([proj.get(name)[0][0] for name in names])
        setattr(proj, flag, value)
    return found


@pytest.mark.proves("9.5-transmission-off")
def test_without_transmission_no_event_and_no_equation_runs(net):
    assert flagged(net, "transmission") == [[1.0, 0.0, 0.0, 1.0], [2.0, 1.0, 1.0, 2.0]]


@pytest.mark.proves("9.5-update-off")
def test_without_update_events_go_on(net):
    assert flagged(net, "update") == [[1.0, 1.0, 1.0, 2.0], [2.0, 2.0, 2.0, 3.0]]


@pytest.mark.proves("9.5-plasticity-off")
def test_without_plasticity_everything_but_w_goes_on(net):
    assert flagged(net, "plasticity") == [[2.0, 1.0, 1.0, 1.0], [3.0, 2.0, 2.0, 2.0]]


@pytest.mark.proves("9.5-disable-learning-spiking", "9.5-disable-learning-rate")
def test_disable_learning_means_something_else_for_each_kind(net):
    spiking = one(net, FLAGGED)
    pre, post = net.create(1, ann.Neuron("r = 1.0")), net.create(1, ann.Neuron("r = 1.0"))
    rates = net.connect(pre, post, "exc", ann.Synapse("", "w += 1.0")).one_to_one(1.0)
    net.compile(silent=True)

    def flags(proj):
        return proj.plasticity, proj.update, proj.transmission

    for proj in (spiking, rates):
        proj.disable_learning()
    assert (flags(spiking), flags(rates)) == ((False, True, True), (True, False, True))
    for proj in (spiking, rates):
        proj.enable_learning()
    assert (flags(spiking), flags(rates)) == ((True, True, True), (True, True, True))


@pytest.mark.proves("9.5-trace-in-pre", "9.5-trace-in-post")
def test_traces_of_each_side_decay_from_different_steps_on(net):
    text = "dx/dt = -0.5*x\ndy/dt = -0.5*y"
    synapse = ann.Synapse("", text, pre_spike="x += 8.0", post_spike="y += 8.0")
    proj = one(net, synapse, pre=(0.0,), post=(1.0,))
    found = traces(net, 4, x=(proj, "x"), y=(proj, "y"))
    assert found == dict(x=[0.0, 4.0, 2.0, 1.0], y=[0.0, 8.0, 4.0, 2.0])


STDP = ann.Synapse(
    "",
    "dx/dt = -x/4.0 : event-driven\ndy/dt = -y/4.0 : event-driven",
    pre_spike="x += 1.0\nw = y",
    post_spike="y += 1.0\nw = x",
)


@pytest.mark.proves("9.5-elapsed-read-post", "9.5-stored-value-read")
@pytest.mark.parametrize("gap", [1.0, 2.0, 5.0])
def test_a_post_event_reads_as_of_its_own_step(net, gap):
    """pre at 0 arrives at 1 and sets x; the post spike reads it after its age from arrival."""
    proj = one(net, STDP, pre=(0.0,), post=(1.0 + gap,))
    net.compile(silent=True)
    net.simulate(2.0 + gap)
    assert proj.w[0][0] == pytest.approx(decay(gap), rel=1e-14)
    assert proj.x[0][0] == 1.0  # what is only read is not stored


@pytest.mark.proves("9.5-elapsed-read-pre", "9.5-stored-value-read")
@pytest.mark.parametrize("gap", [0.0, 1.0, 5.0])
def test_a_pre_event_reads_as_of_the_step_before(net, gap):
    """post at 0; a spike emitted `gap` later arrives one step after that and reads that age."""
    proj = one(net, STDP, pre=(gap,), post=(0.0,))
    net.compile(silent=True)
    net.simulate(2.0 + gap)
    assert proj.w[0][0] == pytest.approx(decay(gap), rel=1e-14)
    assert proj.y[0][0] == 1.0


@pytest.mark.proves("9.5-elapsed-read-pre")
def test_with_a_delay_a_pre_event_reads_as_of_the_step_before_arrival(net):
    proj = one(net, STDP, pre=(1.0,), post=(0.0,), delays=3.0)
    net.compile(silent=True)
    net.simulate(5.0)
    assert proj.w[0][0] == pytest.approx(decay(3.0), rel=1e-14)


@pytest.mark.proves("9.5-elapsed-written")
def test_in_trains_no_time_is_lost(net):
    proj = one(net, STDP, pre=(0.0, 2.0, 5.0, 6.0), post=(0.0, 2.0, 5.0, 6.0))
    net.compile(silent=True)
    net.simulate(8.0)
    train = 1.0 + decay(1.0) + decay(4.0) + decay(6.0)
    assert proj.x[0][0] == pytest.approx(train, rel=1e-14)
    assert proj.y[0][0] == pytest.approx(train, rel=1e-14)


@pytest.mark.proves("9.5-stored-only-written")
def test_an_event_that_skips_its_statement_still_stores_what_it_writes(net):
    synapse = ann.Synapse(
        "", "dx/dt = -x/4.0 : event-driven", pre_spike="x += 1.0 : unless_post",
        post_spike="seen = x",
    )  # fmt: skip
    proj = one(net, synapse, pre=(0.0, 4.0), post=(4.0,))
    net.compile(silent=True)
    net.simulate(6.0)
    assert proj.x[0][0] == pytest.approx(decay(4.0), rel=1e-14)
    assert proj.seen[0][0] == pytest.approx(decay(3.0), rel=1e-14)


@pytest.mark.proves("9.5-initial-relaxed")
def test_initial_values_have_relaxed_at_the_first_event(net):
    text = "dx/dt = (3.0 - x)/4.0 : event-driven, init=0.5"
    proj = one(net, ann.Synapse("", text, pre_spike="n = 1", post_spike="w = x"), post=(0.0,))
    net.compile(silent=True)
    net.step()
    assert (proj.w, proj.x) == ([[3.0]], [[0.5]])


# 9.6 unless_post


@pytest.mark.proves("9.6-skips", "9.6-without")
@pytest.mark.parametrize(("flag", "together"), [(" : unless_post", 0.0), ("", 1.0)])
def test_spikes_of_one_step(net, flag, together):
    synapse = ann.Synapse(pre_spike=f"x += 1.0{flag}\ny += 1.0", post_spike="z += 1.0")
    proj = one(net, synapse, pre=(1.0, 3.0), post=(1.0, 4.0))
    found = traces(net, 6, **{name: (proj, name) for name in "xyz"})
    assert found["x"] == [0.0, 0.0, together, together, together + 1.0, together + 1.0]
    assert found["y"] == [0.0, 0.0, 1.0, 1.0, 2.0, 2.0]
    assert found["z"] == [0.0, 1.0, 1.0, 1.0, 2.0, 2.0]


@pytest.mark.proves("9.6-delay")
@pytest.mark.parametrize(("post", "expected"), [((1.0,), 0.0), ((3.0,), 1.0), ((1.0, 3.0), 1.0)])
def test_with_a_delay_emission_meets_the_last_post_spike(net, post, expected):
    """Spike at 1, arriving at 4: skipped if the last spike of the other is the one of step 1."""
    synapse = ann.Synapse(pre_spike="x += 1.0 : unless_post")
    proj = one(net, synapse, pre=(1.0,), post=post, delays=3.0)
    net.compile(silent=True)
    net.simulate(6.0)
    assert proj.x == [[expected]]
