import numpy as np
import pytest
from lab_networks import build_rates

from annarchy_lab import (
    ANNarchyException,
    Network,
    Neuron,
    Parameter,
    PoissonPopulation,
    Synapse,
)
from annarchy_lab.lab.control_list import control_list
from annarchy_lab.lab.scales import ScaleBook
from annarchy_lab.lab.views.shown import shown


def controls(net, groups, attributes=None):
    listed = control_list(net, shown(net, groups, lambda _: None), attributes)
    return {spec.id: spec for spec in listed}


@pytest.fixture
def of_pulse(pulse):
    return controls(pulse.net, {"Exc": pulse.exc, "Inh": pulse.inh})


def test_parameters_with_a_range_and_weights_by_group(of_pulse):
    assert [(spec.heading, spec.label) for spec in of_pulse.values()] == [
        *(("Exc", word) for word in ("noise", "a", "c", "weights exc")),
        *(("Inh", word) for word in ("noise", "a", "c", "weights inh")),
    ]


def test_a_uniform_parameter_is_set_a_diverse_one_is_scaled(of_pulse):
    assert (of_pulse["Exc.a"].kind, of_pulse["Exc.a"].initial) == ("set", 0.02)
    assert (of_pulse["Inh.a"].kind, of_pulse["Inh.a"].initial) == ("scale", 1.0)
    assert of_pulse["exc.w"].kind == "scale"


def test_the_range_is_that_of_the_model_and_decides_about_the_scale(of_pulse):
    noise, rate = (of_pulse[name].as_message(5.0) for name in ("Exc.noise", "Exc.a"))
    assert (noise["minimum"], noise["maximum"], noise["is_log"]) == (0.0, 20.0, False)
    assert (rate["minimum"], rate["is_log"]) == (0.001, True)


def test_a_value_outside_the_range_widens_it(pulse):
    pulse.exc.noise = 50.0
    message = controls(pulse.net, {"Exc": pulse.exc})["Exc.noise"].as_message(50.0)
    assert message["maximum"] == 50.0


def test_units_and_descriptions_come_along(of_pulse):
    message = of_pulse["Inh.c"].as_message(-65.0)
    assert (message["unit"], message["description"]) == ("mV", "reset potential")


def test_without_ranges_all_parameters_have_one():
    net, _ = build_rates()
    listed = controls(net, None)
    assert {name: spec.range for name, spec in listed.items()} == {
        "rates.tau": (0.0, 20.0),
        "rates.baseline": (0.0, 2.0),  # a scale: the neurons differ
    }


def test_chosen_attributes(pulse):
    assert list(controls(pulse.net, {"Exc": pulse.exc}, ["d", "w"])) == ["Exc.d", "exc.w", "inh.w"]
    with pytest.raises(ANNarchyException, match="'nonsense'"):
        controls(pulse.net, {"Exc": pulse.exc}, ["nonsense"])


def test_a_projection_from_elsewhere_has_a_heading_of_its_own(pulse):
    assert controls(pulse.net, {"Exc": pulse.exc})["inh.w"].heading == "inh"


def test_weights_that_learn_say_why_they_cannot_be_scaled():
    net = Network(seed=1)
    neuron = Neuron({"baseline": Parameter(1.0)}, "r = baseline + sum(exc)")
    pop = net.create(3, neuron)
    net.connect(pop, pop, "exc", Synapse("", "dw/dt = pre.r * post.r")).all_to_all(weights=0.1)
    net.compile(silent=True)
    message = controls(net, None)["proj0.w"].as_message(1.0)
    assert not message["enabled"]
    assert "pause" in message["reason"]


def test_each_type_has_its_form():
    net = Network(seed=1)
    parameters = {
        "on": Parameter(True, locality="local"),
        "n": Parameter(2, type="int"),
        "x": Parameter(1.0),
    }
    pop = net.create(3, Neuron(parameters, "r = ite(on, x, 0.0) * n"))
    listed = controls(net, None)
    assert {key: spec.form for key, spec in listed.items()} == {
        "pop0.on": "toggle",
        "pop0.n": "stepper",
        "pop0.x": "slider",
    }
    assert [listed[key].change(2.6)[2] for key in listed] == [True, 3, 2.6]
    pop.on = [True, False, True]
    differing = controls(net, None)["pop0.on"]
    assert (differing.told[0], differing.as_message(1.0)["enabled"]) == ("fixed", False)


def test_what_learns_has_a_switch_and_everything_can_be_asked_for():
    net = Network(dt=1.0, seed=1)
    pop = net.create(3, Neuron("tau = 10.0", "tau * dr/dt = 1.0 - r : init=0.5", name="Rate"))
    synapse = Synapse("eta = 0.1 in 0..1 : projection", "dw/dt = eta * pre.r * post.r")
    proj = net.connect(pop, pop, "exc", synapse).all_to_all(weights=0.1)
    assert list(controls(net, None)) == ["pop0.tau", "proj0.w", "proj0.eta", "proj0.update"]
    listed = controls(net, None, ["everything"])
    assert set(listed) - set(controls(net, None)) == {"proj0.transmission", "pop0.r start"}
    safety = {spec.label: spec.told[0] for spec in listed.values()}
    assert safety == {
        "tau": "live",
        "weights exc": "fixed",
        "eta": "live",
        "learning exc": "live",
        "transmission exc": "live",
        "r at start": "reset",
    }
    net.compile(silent=True)
    listed["proj0.update"].switch(net, 0.0)
    assert not proj.update
    listed["pop0.r start"].switch(net, 0.75)
    assert pop.r.tolist() == [0.5] * 3  # until the next reset
    net.reset()
    assert pop.r.tolist() == [0.75] * 3


def test_rates_at_which_gaps_are_drawn_have_chances_computed_anew():
    net = Network(dt=1.0, seed=1)
    net.create(PoissonPopulation(10, rates=20.0))
    assert {s.name: s.told[0] for s in controls(net, None).values()}["rates"] == "recomputed"


def test_values_that_become_different_are_scaled_and_equal_ones_set(pulse):
    spec = controls(pulse.net, {"Exc": pulse.exc})["Exc.noise"]
    assert spec.renewed() is spec
    pulse.exc.noise = np.linspace(1.0, 2.0, pulse.exc.size)
    other = spec.renewed()
    assert (other.kind, other.initial, other.range) == ("scale", 1.0, (0.0, 2.0))
    assert np.array_equal(other.elements(), pulse.exc.noise)
    pulse.exc.noise = 3.0
    back = other.renewed()
    assert (back.kind, back.range, back.now(ScaleBook())) == ("set", (0.0, 20.0), 3.0)


def test_factors_are_followed():
    book, some = ScaleBook(), np.array([1, 2])
    book.note("pop", "a", "scale_at", (some, 2.0))
    book.note("proj", "w", "scale", 0.5)
    assert book.factor("pop", "a", some) == 2.0
    assert book.factor("pop", "a", None) == 1.0
    book.note("", "", "reset", {})
    assert book.factor("pop", "a", some) == 1.0
    assert book.factor("proj", "w", None) == 0.5  # weights survive a reset
    book.note("proj", "w", "set", 3.0)
    assert book.factor("proj", "w", None) == 1.0
