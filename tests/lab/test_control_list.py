import numpy as np
import pytest
from lab_networks import build_rates

from annarchy_lab import ANNarchyException, Network, Neuron, Parameter, Synapse
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


def test_bools_have_no_slider():
    net = Network(seed=1)
    net.create(3, Neuron({"on": True, "x": Parameter(1.0)}, "r = ite(on, x, 0.0)"))
    assert list(controls(net, None)) == ["pop0.x"]


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
