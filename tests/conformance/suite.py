"""What every backend must do: subclass `BackendSuite`, say how to load a network, and run it.

The reference backend defines the meaning; a backend conforms if every attribute has equal bits
after every tested number of steps.
"""

import numpy as np
import pytest
from networks import NETWORKS

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec
from annarchy_lab.runtime.backend import Recorder, Simulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

__all__ = ["BackendSuite", "assert_equal_bits", "attributes"]


class BackendSuite:
    """Tests that hold for every backend."""

    N_STEPS = 300
    REALS = ("float64", "float32")

    def load(self, spec: NetworkSpec) -> Simulator:
        """Return the network on the backend under test."""
        raise NotImplementedError

    @pytest.mark.parametrize("real", REALS)
    @pytest.mark.parametrize("name", NETWORKS)
    def test_every_attribute_has_the_bits_of_the_reference(self, name: str, real: str) -> None:
        spec = NETWORKS[name](dtype=np.dtype(real))
        tested, reference = self.load(spec), ReferenceSimulator(build_network(spec))
        for _ in range(3):
            tested.run(self.N_STEPS // 3)
            reference.run(self.N_STEPS // 3)
            assert_equal_bits(tested, reference, spec)

    @pytest.mark.parametrize("name", NETWORKS)
    def test_recordings_are_those_of_the_reference(self, name: str) -> None:
        spec = NETWORKS[name]()
        tested, reference = self.load(spec), ReferenceSimulator(build_network(spec))
        recorders = [
            Recorder("rows", p.name, a.name, period_steps=2, offset_steps=1)
            for p in spec.populations
            for a in p.neuron.attributes
        ]
        recorders += [
            Recorder(kind, p.name)
            for p in spec.populations
            if p.neuron.is_spiking
            for kind in ("spikes", "counts")
        ]
        numbers = [(tested.add_recorder(r), reference.add_recorder(r)) for r in recorders]
        tested.run(100)
        reference.run(100)
        for recorder, (own, other) in zip(recorders, numbers, strict=True):
            found, expected = tested.collect(own), reference.collect(other)
            assert np.array_equal(found.steps, expected.steps), recorder
            assert found.data.tobytes() == expected.data.tobytes(), recorder
            assert found.intervals == expected.intervals

    @pytest.mark.parametrize("name", NETWORKS)
    def test_reset_begins_anew(self, name: str) -> None:
        spec = NETWORKS[name]()
        tested, fresh = self.load(spec), self.load(spec)
        tested.run(50)
        fixed = [p.name for p in spec.projections if "w" in _assigned(p.synapse)]
        names = [o.name for o in (*spec.populations, *spec.projections) if o.name not in fixed]
        tested.reset(names, reseed=True)
        assert tested.step == 0
        if not fixed:
            tested.run(50)
            fresh.run(50)
            assert_equal_bits(tested, fresh, spec)


def attributes(spec: NetworkSpec) -> list[tuple[str, str]]:
    """Return every attribute of every object, by object and name."""
    populations = [(p.name, a.name) for p in spec.populations for a in p.neuron.attributes]
    projections = [(p.name, a.name) for p in spec.projections for a in p.synapse.attributes]
    return populations + projections


def assert_equal_bits(one: Simulator, other: Simulator, spec: NetworkSpec) -> None:
    """Compare all attributes, the edges that come and go, and the last spikes; NaN equals NaN."""
    for projection in spec.projections:
        if projection.is_rewirable:
            a, b = one.edges(projection.name), other.edges(projection.name)
            where = f"{projection.name} at step {one.step}"
            assert np.array_equal(a.pre_ranks, b.pre_ranks), where
            assert np.array_equal(a.post_ranks, b.post_ranks), where
            delays = [s.delay_steps(projection.name) for s in (one, other)]
            assert type(delays[0]) is type(delays[1]), where
            assert np.array_equal(*delays), where
            assert one.n_rewirings(projection.name) == other.n_rewirings(projection.name), where
    for name, attribute in attributes(spec):
        a, b = one.read(name, attribute), other.read(name, attribute)
        assert a.dtype == b.dtype, f"{name}.{attribute}"
        assert a.shape == b.shape, f"{name}.{attribute}"
        differs = ~((a == b) & (np.signbit(a) == np.signbit(b)) | (a != a))
        assert not differs.any(), f"{name}.{attribute} at step {one.step}: {a[differs][:3]}"
    for population in spec.populations:
        if population.neuron.is_spiking:
            name = population.name
            assert np.array_equal(one.spikes(name), other.spikes(name))
            assert np.array_equal(one.read(name, "r"), other.read(name, "r"))


def _assigned(synapse: object) -> set[str]:
    events = (synapse.equations, synapse.pre_spike or (), synapse.post_spike or ())  # type: ignore[attr-defined]
    return {equation.assigned for event in events for equation in event}
