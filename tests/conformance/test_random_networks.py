"""Random networks have equal bits on both backends, for any threads, parts and chunks."""

from dataclasses import replace

from fuzzing import compiled_examples
from hypothesis import given
from hypothesis import strategies as st
from random_networks import Interlude, interludes, networks
from suite import assert_equal_bits

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.verify import verify_model
from annarchy_lab.runtime.backend import Simulator
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator


def prepare(simulator: Simulator, interlude: Interlude) -> None:
    if interlude.flag is not None:
        simulator.set_flag(*interlude.flag)
    if interlude.learning is not None:
        simulator.set_learning(*interlude.learning)


@compiled_examples(12)
@given(st.data())
def test_random_networks_have_equal_bits(data):
    spec = data.draw(networks())
    run = data.draw(interludes(spec))
    model = build_network(spec)
    for each in (*model.neurons.values(), *model.synapses.values()):
        verify_model(each)
    threaded = replace(spec, n_threads=2, n_parts=5)
    reference = ReferenceSimulator(model)
    tested = [CpuSimulator(model), CpuSimulator(build_network(threaded))]
    for interlude in run:
        for simulator in (reference, *tested):
            prepare(simulator, interlude)
            simulator.run(interlude.n_steps)
        for simulator in tested:
            assert_equal_bits(simulator, reference, spec)
