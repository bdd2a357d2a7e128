"""How recorders of every backend ask for room, and what they do where the step is set."""

from dataclasses import replace

import numpy as np
import pytest
from networks import NETWORKS
from suite import assert_equal_bits

from annarchy_lab.ir.network import NetworkSpec
from annarchy_lab.runtime.backend import Recorder, Simulator

__all__ = ["RecordingSuite"]


class RecordingSuite:
    """Tests that hold for every backend, the reference among them."""

    def load(self, spec: NetworkSpec) -> Simulator:
        """Return the network on the backend under test."""
        raise NotImplementedError

    def test_full_recorders_ask_for_room(self) -> None:
        name, spec = _first()
        tested, whole = self.load(spec), self.load(spec)
        number, expected = tested.add_recorder(name), whole.add_recorder(name)
        parts, held = [], []

        def take() -> None:
            held.append(tested.kept_bytes(number))
            parts.append(tested.collect(number))

        tested.limit_recorders(50_000, take)
        assert tested.run(3000) == whole.run(3000) == 3000
        assert len(parts) > 1
        assert min(held) > 50_000
        parts.append(tested.collect(number))
        assert tested.kept_bytes(number) == 0
        steps = np.concatenate([part.steps for part in parts])
        assert steps.tolist() == list(range(3000))
        data = np.concatenate([part.data for part in parts])
        assert data.tobytes() == whole.collect(expected).data.tobytes()
        assert_equal_bits(tested, whole, spec)

    def test_nobody_asks_again_for_what_was_left(self) -> None:
        tested = self.load(_first()[1])
        tested.add_recorder(_first()[0])
        calls: list[int] = []
        tested.limit_recorders(50_000, lambda: calls.append(tested.step))
        assert tested.run(3000) == 3000
        assert 1 < len(calls) < 100
        tested.limit_recorders(0, None)
        assert tested.run(10) == 10

    def test_no_room_ends_a_run_at_an_edge(self) -> None:
        recorder, spec = _first()
        tested = self.load(spec)
        number = tested.add_recorder(recorder)

        def fail() -> None:
            raise OSError("no space")

        tested.limit_recorders(50_000, fail)
        with pytest.raises(OSError, match="no space"):
            tested.run(3000)
        done = tested.step
        assert 0 < done < 3000
        tested.start(n_steps=3000 - done, speed=0)
        assert tested.wait(10)
        assert (tested.state, tested.step) == ("failed", done)
        assert isinstance(tested.failure, OSError)
        tested.limit_recorders(0, None)
        tested.resume()
        assert tested.wait(60)
        assert tested.collect(number).steps.tolist() == list(range(3000))

    def test_periods_go_on_where_the_step_is_set(self) -> None:
        tested = self.load(_first()[1])
        number = tested.add_recorder(replace(_first()[0], period_steps=3, offset_steps=1))
        tested.run(5)
        tested.step = 100
        tested.run(5)
        found = tested.collect(number)
        assert found.steps.tolist() == [1, 4, 100, 103]
        assert found.intervals == ((0, 5), (100, 105))


def _first() -> tuple[Recorder, NetworkSpec]:
    spec = next(iter(NETWORKS.values()))()
    population = spec.populations[0]
    return Recorder("rows", population.name, population.neuron.attributes[0].name), spec
