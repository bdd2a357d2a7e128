"""A histogram counts every value once, of neurons and of synapses."""

import jsonschema
import numpy as np
import pytest
from lab_networks import build_pulse

from annarchy_lab import ANNarchyException, Network, Neuron
from annarchy_lab.lab import histogram
from annarchy_lab.lab.schema import generate

DEFINITIONS = generate.load()


def check(name, message):
    jsonschema.validate(message, DEFINITIONS | {"$ref": f"#/$defs/{name}"})


@pytest.fixture
def row(laboratory):
    """Ten neurons whose rate is their rank plus the time."""
    net = Network(dt=1.0, seed=3)
    pop = net.create(10, Neuron(parameters="b = 0.0", equations="r = b + t"), name="row")
    pop.b = np.arange(10.0)
    net.compile(silent=True)
    return net, pop


def told(view, kind="frame"):
    view.feed._due_at = 0.0
    view.feed.fetch()
    message, (counts,) = view.feed.packet(kind, 1)
    check("HistogramFrame", message)
    return message, np.frombuffer(counts, "<u4")


def test_every_value_is_counted_once(row):
    net, pop = row
    view = histogram(net, "r", bins=5, limits=(0, 10))
    check("HistogramHello", view.feed.hello())
    net.simulate(1.0)
    message, counts = told(view)
    assert counts.tolist() == [2, 2, 2, 2, 2]
    assert (message["minimum"], message["mean"], message["maximum"]) == (0.0, 4.5, 9.0)
    pop.r = np.array([np.nan, np.inf, -1.0, 11.0, 1, 1, 1, 1, 1, 1])
    message, counts = told(view)
    assert counts.tolist() == [6, 0, 0, 0, 0]
    assert (message["n"], message["n_unknown"], message["n_outside"]) == (10, 2, 2)
    view.close()


def test_bins_grow_and_begin_anew_after_a_reset(row):
    net, _pop = row
    view = histogram(net)
    net.simulate(1.0)
    assert told(view)[0]["high"] == pytest.approx(9.0)
    net.simulate(31.0)
    message, counts = told(view)
    assert (message["low"], message["high"], counts.sum()) == (0.0, 40.0, 10)
    net.reset()
    net.simulate(1.0)
    assert told(view)[0]["high"] == pytest.approx(9.0)
    view.close()


def test_equal_values_stand_in_the_middle_until_they_spread(row):
    net, pop = row
    view = histogram(net, "r", bins=5)
    pop.r = 40.0
    message, counts = told(view)
    assert (message["low"], message["high"], counts.tolist()) == (20.0, 60.0, [0, 0, 10, 0, 0])
    pop.r = 0.0
    message, counts = told(view)
    assert (message["low"], message["high"], counts.tolist()) == (-0.5, 0.5, [0, 0, 10, 0, 0])
    pop.r = np.linspace(1.0, 1.001, 10)
    message, _ = told(view)
    assert message["high"] - message["low"] == pytest.approx(0.001)
    view.close()


def test_of_a_part_of_synapses_and_of_one_shared_number(laboratory):
    pulse = build_pulse()
    net = pulse.net
    pulse.exc.v = -60.0
    part, synapses = histogram(net, "v", of=pulse.exc), histogram(net, of=pulse.inh_proj)
    shared = histogram(net, "b", of=pulse.pop)
    net.simulate(1.0)
    assert told(part)[1].sum() == 80
    message, counts = told(synapses)
    assert (message["n"], counts.sum()) == (1980, 1980)  # none onto itself
    assert message["maximum"] == pytest.approx(np.concatenate(pulse.inh_proj.w).max())
    assert told(shared)[0]["n"] == 100
    for view in (part, synapses, shared):
        assert view.still().startswith(b"\x89PNG")
        view.close()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"variable": "nonsense"}, "no variable"),
        ({"bins": 0}, "1 to 1000 bins"),
        ({"limits": (1, 1)}, "ascending"),
    ],
)
def test_what_cannot_be_counted_is_explained(row, arguments, message):
    with pytest.raises(ANNarchyException, match=message):
        histogram(row[0], **arguments)
