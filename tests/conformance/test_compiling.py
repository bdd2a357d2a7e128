"""What compiles, and what does not: a module is one model in a context, never one network."""

from dataclasses import replace

import numpy as np
import pytest
from networks import NETWORKS, RATE, izhikevich, plastic_spiking, rate_coded

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec
from annarchy_lab.language.declare import Neuron
from annarchy_lab.runtime.backend import Write
from annarchy_lab.runtime.cpu.simulator import CpuSimulator


@pytest.fixture(autouse=True)
def fresh_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("ANNARCHY_LAB_CACHE_DIR", str(tmp_path))


def load(spec: NetworkSpec) -> CpuSimulator:
    return CpuSimulator(build_network(spec))


@pytest.mark.parametrize("name", NETWORKS)
def test_a_second_load_compiles_nothing(name):
    first = load(NETWORKS[name]())
    assert first.timings.n_compiled > 0
    assert load(NETWORKS[name]()).timings.n_compiled == 0


@pytest.mark.parametrize(
    "change",
    [
        {"n": 37},
        {"seed": 1234},
        {"storage": "csr"},
        {"n_threads": 2, "n_parts": 3},
    ],
    ids=lambda change: next(iter(change)),
)
def test_data_compiles_nothing(change):
    load(izhikevich())
    assert load(izhikevich(**change)).timings.n_compiled == 0


def test_dt_and_delays_compile_nothing():
    load(rate_coded(delay_steps=3))
    assert load(replace(rate_coded(delay_steps=5), dt_ms=0.1)).timings.n_compiled == 0


def per_edge(spec: NetworkSpec) -> np.ndarray:
    return np.arange(spec.projections[0].edges.n_edges, dtype=np.int32) % 9 + 1


def test_delays_per_synapse_are_data():
    late = per_edge(rate_coded())
    load(rate_coded(delay_steps=2))
    assert load(rate_coded(delay_steps=late)).timings.n_compiled == 1  # equations that read pre.r
    sim = load(rate_coded(delay_steps=late[::-1].copy()))
    sim.set_delay("learning", late)
    sim.set_delay("learning", 40)
    assert sim.timings.n_compiled == 0


def test_events_that_read_no_past_are_the_same_with_any_delays():
    few = 20  # neurons: with more, traces are stored once per neuron as long as delays are one
    load(plastic_spiking(few, delay_steps=2))
    sim = load(plastic_spiking(few, delay_steps=per_edge(plastic_spiking(few))))
    sim.set_delay("stdp", 40)
    assert sim.timings.n_compiled == 0


def test_a_changed_delay_compiles_nothing():
    load(plastic_spiking(delay_steps=2))
    sim = load(plastic_spiking(delay_steps=2))
    sim.run(20)
    sim.set_delay("stdp", 30)
    assert sim.timings.n_compiled == 0


def test_default_transmission_with_delays_per_synapse_compiles_nothing():
    load(izhikevich())
    sim = load(izhikevich())
    sim.set_delay("exc", per_edge(izhikevich()))
    assert sim.timings.n_compiled == 0


def test_a_changed_parameter_compiles_nothing():
    sim = load(izhikevich())
    sim.write([Write("pop", "a", np.array([0.03])), Write("pop", "noise", np.arange(100.0))])
    assert sim.timings.n_compiled == 1


def test_editing_one_equation_compiles_one_module():
    spec = rate_coded()
    load(spec)
    edited = Neuron(
        parameters="tau = 10.0\nbaseline = 0.5",
        equations="tau * dr/dt + r = baseline + 0.9 * sum(exc) : min=0.0",
        name="Rate",
    )
    assert edited.declaration != RATE.declaration
    populations = (spec.populations[0], replace(spec.populations[1], neuron=edited.declaration))
    assert load(replace(spec, populations=populations)).timings.n_compiled == 1


def test_a_global_parameter_takes_one_value():
    sim = load(plastic_spiking())
    one = Write("stdp", "w_max", np.array([1.2]), np.array([3], np.int64))
    with pytest.raises(ANNarchyException, match="'w_max' of 'stdp' is global"):
        sim.write([one])
    assert sim.read("stdp", "w_max") == 1.5


def test_the_first_value_per_synapse_compiles_one_variant_and_keeps_all_other_values():
    spec = plastic_spiking()
    declared = spec.projections[0].synapse
    local = tuple(
        replace(a, locality=declared.attribute("w").locality, is_locality_explicit=False)
        if a.name == "w_max"
        else a
        for a in declared.attributes
    )
    synapse = replace(declared, attributes=local)
    sim = load(replace(spec, projections=(replace(spec.projections[0], synapse=synapse),)))
    sim.run(150)
    compiled = sim.timings.n_compiled
    weights, traces = sim.read("stdp", "w"), sim.read("stdp", "x")
    sim.write([Write("stdp", "w_max", np.array([1.2]), np.array([3], np.int64))])
    assert sim.timings.n_compiled == compiled + 1
    bounds = sim.read("stdp", "w_max")
    assert bounds[3] == 1.2
    assert np.all(np.delete(bounds, 3) == 1.5)
    assert np.array_equal(sim.read("stdp", "w"), weights)
    assert np.array_equal(sim.read("stdp", "x"), traces)
    sim.run(50)
