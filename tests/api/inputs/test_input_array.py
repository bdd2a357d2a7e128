"""Rates that Python sets."""

import numpy as np
import pytest

import annarchy_lab as ann


@pytest.mark.proves("api-11-input-array", "api-11-input-array-recordable")
def test_r_is_what_was_assigned_and_is_recorded_and_transmitted(net):
    pop = net.create(ann.InputArray((2, 2)))
    post = net.create(4, ann.Neuron(equations="r = sum(exc)"))
    net.connect(pop, post, "exc").one_to_one(2.0)
    assert pop.r.tolist() == [[0.0, 0.0], [0.0, 0.0]]
    pop.r = 0.5
    net.compile(silent=True)
    m, n = net.monitor(pop, "r"), net.monitor(post, "r")
    net.simulate(1.0)
    pop.r = np.arange(4.0).reshape(2, 2)
    net.simulate(1.0)
    assert m.get("r").tolist() == [[[0.5, 0.5], [0.5, 0.5]], [[0.0, 1.0], [2.0, 3.0]]]
    assert n.get("r").tolist() == [[1.0] * 4, [0.0, 2.0, 4.0, 6.0]]
    pop[0, :].r = 7.0
    assert pop.r.tolist() == [[7.0, 7.0], [2.0, 3.0]]
    net.reset()
    assert pop.r.tolist() == [[0.5, 0.5], [0.5, 0.5]]


def test_it_needs_no_module(net):
    pop = net.create(ann.InputArray(geometry=3, name="input"))
    net.compile(silent=True)
    net.simulate(2.0)
    assert (pop.name, pop.is_spiking, net.timings().n_compiled) == ("input", False, 0)
