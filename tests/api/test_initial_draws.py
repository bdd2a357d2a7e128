"""Initial values that a model describes as random: where, by which seed, after reset."""

import numpy as np
import pytest

import annarchy_lab as ann

CELL = ann.Neuron(
    parameters={"start": ann.Uniform(1.0, 2.0), "k": ann.Parameter(4.0)},
    equations=[
        ann.Variable("a = a", init=ann.Uniform(0.0, 1.0)),
        ann.Variable("b = b", init="Normal(0.0, 1.0)"),
        "c = c : init=Gamma(2.0, 1.0)",
        "d = d : init=start",
        "e = e : init=k",
        "f = f : init=DiscreteUniform(1, 4), int",
        "g = g : init=Exponential(2.0), population",
        "h = h : init=Binomial(1, 0.5), bool",
        "r = r : init=LogNormal(0.0, 1.0)",
    ],
)
SYNAPSE = ann.Synapse(
    parameters={"start": ann.Normal(0.0, 1.0)},
    equations=[
        "x = x : init=Uniform(0.0, 1.0)",
        ann.Variable("y = y", locality="semiglobal", init=ann.Uniform(0.0, 1.0)),
        "z = z : projection, init=Uniform(0.0, 1.0)",
        "u = u : init=start",
        "dw/dt = 0.0 : init=Uniform(5.0, 6.0)",
    ],
)


class Network(ann.Network):
    def __init__(self):
        self.pop = self.create(20, CELL, name="pop")
        self.post = self.create(10, ann.Neuron(equations="r = sum(exc)"), name="post")
        self.proj = self.connect(self.pop, self.post, "exc", SYNAPSE, name="proj")
        self.proj.all_to_all(1.0)

    def values(self):
        """Return a copy of every attribute of the population and the projection."""
        objects = (self.pop, self.proj)
        return {(o.name, n): np.array(o.get(n)) for o in objects for n in o.attributes}


@pytest.fixture
def net():
    return Network(seed=3)


@pytest.mark.proves("2.2-init-forms", "2.5-init-distribution", "2.5-init-name")
def test_every_form_draws_per_element(net):
    values = net.values()
    shapes = {"g": (), "k": (), ("proj", "y"): (10,), ("proj", "z"): ()}
    for key, found in values.items():
        name = key[1]
        expected = shapes.get(key, shapes.get(name, (20,) if key[0] == "pop" else (10, 20)))
        assert found.shape == expected, key
        is_constant = name in ("k", "e", "w") or found.shape == ()
        assert is_constant or np.unique(found).size > 1, key
    assert np.array_equal(values["pop", "d"], values["pop", "start"])
    assert np.array_equal(values["proj", "u"], values["proj", "start"])
    assert values["pop", "e"].tolist() == [4.0] * 20
    assert set(values["pop", "f"].tolist()) == {1, 2, 3, 4}
    assert values["pop", "h"].dtype == np.bool_


def test_a_connector_gives_the_weights_whatever_their_init(net):
    assert np.unique(net.values()["proj", "w"]).tolist() == [1.0]


@pytest.mark.proves("2.5-init-after-reset")
def test_compiling_and_reset_keep_what_was_drawn(net):
    drawn = net.values()
    net.compile()
    assert_equal(net.values(), drawn)
    net.simulate(2.0)
    for name in ("a", "c", "g"):
        setattr(net.pop, name, 9.0)
    for name in ("x", "y", "z"):
        setattr(net.proj, name, 9.0)
    net.reset(populations=True, projections=True)
    assert_equal(net.values(), drawn)


@pytest.mark.proves("5-seeded", "api-6-network-seed")
def test_the_seed_of_the_network_decides_them(net):
    assert_equal(Network(seed=3).values(), net.values())
    other = Network(seed=4).values()
    same = {key for key, values in net.values().items() if np.array_equal(values, other[key])}
    assert same == {("pop", "k"), ("pop", "e"), ("proj", "w")}


def assert_equal(found, expected):
    assert found.keys() == expected.keys()
    for key, values in expected.items():
        np.testing.assert_array_equal(found[key], values, err_msg=str(key))
