"""Stimuli of any network: the bits of the reference, whatever the threads, chunks and captures."""

from dataclasses import replace

import numpy as np
import pytest
from networks import NETWORKS
from suite import assert_equal_bits

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.stimulus import SPIKES, Stimulus
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator
from annarchy_lab.runtime.stimulating import check_stimulus


def stimuli(spec, model, seed):
    """A few stimuli of everything that can receive one, by population."""
    rng = np.random.default_rng(seed)
    made = []
    for population in spec.populations:
        neuron = model.neurons[population.name]
        attributes = {a.name: a for a in neuron.attributes}
        for name in (*attributes, SPIKES):
            n_steps, n_ranks = int(rng.integers(1, 8)), int(rng.integers(1, population.size + 1))
            ranks = np.sort(rng.choice(population.size, n_ranks, replace=False))
            stimulus = Stimulus(
                len(made),
                name,
                ranks.astype(np.int64),
                rng.normal(size=(n_steps, n_ranks) if rng.random() < 0.5 else n_steps),
                int(rng.integers(0, 5)),
                n_steps,
                int(rng.choice([0, n_steps, n_steps + 3])),
                int(rng.integers(0, 4)),
            )
            try:
                check_stimulus(population, attributes, stimulus, is_spiking=neuron.is_spiking)
            except Exception:
                continue
            made.append((population.name, stimulus))
    return made


@pytest.mark.parametrize("real", ["float64", "float32"])
@pytest.mark.parametrize("name", NETWORKS)
def test_every_backend_gives_the_same_bits(name, real):
    spec = NETWORKS[name](dtype=np.dtype(real))
    model = build_network(spec)
    reference = ReferenceSimulator(build_network(spec))
    tested = [CpuSimulator(build_network(replace(spec, n_threads=n, n_parts=n))) for n in (1, 2, 3)]
    reference.run(5)
    for each in tested:
        each.run(5)
    for seed in range(3):
        made = stimuli(spec, model, seed)
        for each in (reference, *tested):
            for population, stimulus in made:
                each.stimulate(population, stimulus)
            each.end_stimulus(made[0][0], made[0][1].number)
            assert made[0][1].number not in each.stimuli(made[0][0])
        reference.run(9)
        for n_steps, each in enumerate(tested, 1):
            for _ in range(9 // n_steps):  # in pieces
                each.run(n_steps)
            each.run(9 % n_steps)
            assert_equal_bits(each, reference, spec)
    captured = tested[1].capture()
    reference.run(4)
    other = ReferenceSimulator(build_network(spec))
    for each in (other, tested[0], tested[2]):
        each.run(2)
        each.restore(captured)
        each.run(4)
        assert_equal_bits(each, reference, spec)
