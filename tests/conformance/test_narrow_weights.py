"""float32 weights among float64: equal bits on both backends, whatever threads and delays."""

from dataclasses import replace

import numpy as np
import pytest
from networks import NETWORKS
from suite import assert_equal_bits

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.verify import verify_model, verify_module
from annarchy_lab.runtime.backend import Recorder
from annarchy_lab.runtime.cpu.laying import lower_network
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

N_STEPS = 200
CHOSEN = ("izhikevich", "rate_coded", "plastic_spiking", "delays_per_synapse", "axonal", "hybrid")


@pytest.fixture(scope="module", params=CHOSEN)
def case(request):
    """A network, the reference after all steps, and its records of weights."""
    spec = replace(NETWORKS[request.param](), weight_dtype=np.dtype(np.float32))
    reference = ReferenceSimulator(build_network(spec))
    numbers = [reference.add_recorder(recorder) for recorder in recorders(spec)]
    reference.run(N_STEPS)
    return spec, reference, [reference.collect(number) for number in numbers]


def recorders(spec):
    return [Recorder("rows", each.name, "w", period_steps=9) for each in spec.projections]


@pytest.mark.parametrize(("n_threads", "n_parts"), [(1, 1), (1, 7), (2, 2), (3, 3)])
def test_every_attribute_and_record_has_the_bits_of_the_reference(case, n_threads, n_parts):
    spec, reference, recordings = case
    tested = CpuSimulator(build_network(replace(spec, n_threads=n_threads, n_parts=n_parts)))
    numbers = [tested.add_recorder(recorder) for recorder in recorders(spec)]
    for n_steps in (1, 60, N_STEPS - 61):
        tested.run(n_steps)
    assert_equal_bits(tested, reference, spec)
    for number, expected in zip(numbers, recordings, strict=True):
        found = tested.collect(number)
        assert found.data.dtype == expected.data.dtype == np.float32
        assert found.data.tobytes() == expected.data.tobytes()


def test_every_value_that_is_no_weight_stays_float64(case):
    spec, reference, _ = case
    for projection in spec.projections:
        for attribute in projection.synapse.attributes:
            dtype = reference.read(projection.name, attribute.name).dtype
            assert dtype == (np.float32 if attribute.name == "w" else np.float64)


def test_models_and_modules_are_legal(case):
    spec, *_ = case
    model = build_network(spec)
    for synapse in model.synapses.values():
        verify_model(synapse)
    for module in lower_network(model).values():
        verify_module(module)
