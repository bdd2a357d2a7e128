import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.language.surroundings import current_surroundings


def test_it_is_a_float():
    c = ann.Constant("c", 2.0)
    assert isinstance(c, float)
    assert (c + 1, 1 - c, c * c, 2**c, -c, abs(c), c / 4) == (3.0, -1.0, 4.0, 4.0, -2.0, 2.0, 0.5)
    assert c == 2.0
    assert c < 3
    assert np.allclose(np.arange(3) * c, [0, 2, 4])
    assert np.sqrt(c) == np.sqrt(2.0)
    assert str(c) == "2.0"


def test_arithmetic_follows_a_new_value():
    c = ann.Constant("c", 2.0)
    c.set(5.0)
    assert (c + 1, float(c), c * np.ones(1), np.ones(1) * c, hash(c)) == (
        6.0,
        5.0,
        5.0,
        5.0,
        hash(5.0),
    )
    assert bool(c)


@pytest.mark.proves("api-1-constant", "api-2-constant")
def test_finding_it():
    c = ann.Constant("c", 2.0)
    net = ann.Network()
    own = net.constant("d", 3.0)
    assert ann.get_constant("c") is c
    assert net.get_constant("c") == c
    assert net.get_constants() == [c, own]
    with pytest.raises(ann.ANNarchyException, match="no constant 'd'"):
        ann.get_constant("d")
    assert {"c", "d"} <= current_surroundings().constants


@pytest.mark.proves("api-1-constant")
def test_a_second_one_replaces_the_first(capsys):
    ann.Constant("c", 2.0)
    ann.Constant("c", 3.0)
    assert "existed already" in capsys.readouterr().out
    assert ann.get_constant("c") == 3.0


@pytest.mark.parametrize(
    ("name", "value"), [("t", 1.0), ("exp", 1.0), ("a b", 1.0), ("", 1.0), (3, 1.0), ("c", "x")]
)
def test_bad_constants(name, value):
    with pytest.raises(ann.ANNarchyException):
        ann.Constant(name, value)


@pytest.mark.proves("api-1-constant")
def test_a_change_reaches_every_model_that_may_name_it(net, fake):
    c = ann.Constant("gain", 2.0)
    plain = ann.Neuron(equations="r = gain * t")
    shadowed = ann.Neuron("gain = 1.0", "r = gain * t")
    pop, other = net.create(2, plain), net.create(2, shadowed)
    net.connect(pop, other, "exc").all_to_all(1.0)
    net.compile(silent=True)
    assert net.spec.constants == {"gain": 2.0}
    c.set(4.0)
    assert [(w.object_name, w.values.item()) for w in net.simulator.writes] == [
        ("pop0", 4.0),
        ("proj0", 4.0),
    ]
    net.reset()
    assert len(net.simulator.writes) == 4


@pytest.mark.proves("10-constant-set-inside")
def test_a_constant_set_through_a_network_changes_there_only():
    c = ann.Constant("gain", 2.0)
    nets = [ann.Network() for _ in range(2)]
    pops = [net.create(1, ann.Neuron(equations="r = gain")) for net in nets]
    for net in nets:
        net.compile(silent=True, backend="reference")

    def rates():
        for net in nets:
            net.step()
        return [pop.r.item() for pop in pops]

    nets[0].get_constant("gain").set(5.0)
    assert rates() == [5.0, 2.0]
    assert c == 2.0
    c.set(7.0)
    assert rates() == [7.0, 7.0]
    assert nets[0].get_constant("gain") == 7.0


def test_functions_for_all_models():
    ann.add_function("half(x) = x / 2")
    assert "half" in current_surroundings().functions
    neuron = ann.Neuron(equations="r = half(t)")
    net = ann.Network()
    net.create(2, neuron)
    with pytest.raises(ann.ModelError):
        ann.add_function("half = x")
    ann.clear(functions=False)
    assert "half" in current_surroundings().functions
    ann.clear()
    assert "half" not in current_surroundings().functions
