"""Random models in the place of others: equal bits on both backends, or refused by both."""

from dataclasses import replace

from fuzzing import compiled_examples
from hypothesis import given
from hypothesis import strategies as st
from random_models import rate_neurons, rate_synapses, spiking_neurons, spiking_synapses
from random_networks import interludes, networks
from suite import assert_equal_bits
from test_random_networks import prepare, run_on

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec
from annarchy_lab.runtime.backend import Simulator
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator
from annarchy_lab.runtime.replacing import NewModel, Replacement


@st.composite
def new_models(draw: st.DrawFn, spec: NetworkSpec) -> NewModel:
    """Another model for one of the objects, or that of another object of the same kind."""
    is_spiking = spec.populations[0].neuron.is_spiking
    owner = draw(st.sampled_from([*spec.populations, *spec.projections]))
    if owner in spec.populations:
        model = draw(spiking_neurons() if is_spiking else rate_neurons()).declaration
        anew = draw(st.sets(st.sampled_from([a.name for a in model.attributes])))
        return NewModel(owner.name, model, {}, frozenset(anew), owner.stop_condition)
    model = draw(spiking_synapses() if is_spiking else rate_synapses()).declaration
    if draw(st.booleans()):
        model = replace(model, creating=owner.synapse.creating, pruning=owner.synapse.pruning)
    names = [a.name for a in model.attributes if a.name != "w"]
    anew = draw(st.sets(st.sampled_from(names))) if names else set()
    return NewModel(owner.name, model, {}, frozenset(anew))


def refusal(simulator: Simulator, new: NewModel) -> str:
    """Exchange a model; return why not."""
    try:
        simulator.replacing(Replacement((new,)))()
    except ANNarchyException as refused:
        return refused.message
    return ""


def having(spec: NetworkSpec, new: NewModel) -> NetworkSpec:
    """The network with the new model."""
    return replace(
        spec,
        populations=tuple(
            replace(p, neuron=new.declaration) if p.name == new.name else p
            for p in spec.populations
        ),
        projections=tuple(
            replace(p, synapse=new.declaration) if p.name == new.name else p
            for p in spec.projections
        ),
    )


@compiled_examples(2)
@given(st.data())
def test_random_models_take_the_place_of_others(data):
    spec = data.draw(networks())
    run = data.draw(interludes(spec))
    reference = ReferenceSimulator(build_network(spec))
    tested = [CpuSimulator(build_network(replace(spec, n_threads=n))) for n in (1, 2)]
    everybody = (reference, *tested)
    for interlude in run:
        new = data.draw(new_models(spec))
        for simulator in everybody:
            prepare(simulator, replace(interlude, rule=None))
        assert len({run_on(simulator, interlude) for simulator in everybody}) == 1
        for simulator in tested:
            assert_equal_bits(simulator, reference, spec)
        refused = [refusal(simulator, new) for simulator in everybody]
        assert len({bool(text) for text in refused}) == 1, refused
        spec = spec if refused[0] else having(spec, new)
        for simulator in everybody:
            simulator.run(7)
        for simulator in tested:
            assert_equal_bits(simulator, reference, spec)
