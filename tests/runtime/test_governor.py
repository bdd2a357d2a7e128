"""How many threads are worth having: the policy, told what steps take on machines that are made up.

No clock and no thread: a machine says how long steps take, and whether threads come when called.
"""

import math
import random
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from annarchy_lab.runtime._bridge import Governor

ABSENCE_S = 6e-3


@dataclass
class Machine:
    """Steps take `seconds[n]` with n threads, and now and then a thread loses its core."""

    seconds: dict[int, float]
    stall_s: float = 0.0
    stalls_per_s: float = 0.0  # of time with several threads
    stalls_alone_per_s: float = 0.0  # and with one
    comes: float = 1.0  # the chance that threads come when called
    rng: random.Random = field(default_factory=lambda: random.Random(1))
    time: float = 0.0
    n_steps: dict[int, int] = field(default_factory=dict)
    log: list[tuple[float, int]] = field(default_factory=list)

    def drive(self, governor: Governor, seconds: float) -> None:
        """Take steps for so long, as the core does."""
        end = self.time + seconds
        while self.time < end:
            n_threads, n_steps, most_s = governor.choice
            self.log.append((self.time, n_threads))
            if n_threads > 1 and self.rng.random() >= self.comes:
                self._take(1, max(1, int(ABSENCE_S / self.seconds[1])))
                governor.note_absence()
                continue
            taken, n_done = 0.0, 0
            while n_done < n_steps and taken < most_s:
                taken += self._take(n_threads, 1)
                n_done += 1
            governor.note(n_done, taken)

    def _take(self, n_threads: int, n_steps: int) -> float:
        taken = n_steps * self.seconds[n_threads]
        rate = self.stalls_per_s if n_threads > 1 else self.stalls_alone_per_s
        if self.rng.random() < rate * taken:
            taken += self.stall_s
        self.time += taken
        self.n_steps[n_threads] = self.n_steps.get(n_threads, 0) + n_steps
        return taken

    @property
    def total(self) -> int:
        return sum(self.n_steps.values())

    @property
    def speed(self) -> float:
        """How much faster than one thread all steps so far were."""
        return self.total * self.seconds[1] / self.time

    def trials(self) -> list[float]:
        """When several threads were taken after one."""
        return [at for (_, before), (at, n) in pairwise(self.log) if before == 1 < n]


def test_threads_that_help_are_taken_at_once_and_kept():
    machine = Machine({1: 100e-6, 2: 60e-6})
    governor = Governor(2)
    machine.drive(governor, 0.02)
    assert governor.choice[0] == 2
    machine.drive(governor, 1.0)
    assert machine.n_steps[2] > 0.97 * machine.total
    assert machine.speed > 1.6


def test_threads_that_do_not_help_are_tried_more_and_more_rarely():
    machine = Machine({1: 10e-6, 2: 13e-6})
    governor = Governor(2)
    machine.drive(governor, 5.0)
    assert machine.speed > 0.995
    gaps = [later - sooner for sooner, later in pairwise(machine.trials())]
    assert len(gaps) >= 4
    assert all(later > 1.5 * sooner for sooner, later in pairwise(gaps))


def test_a_gain_within_noise_is_none():
    machine = Machine({1: 50e-6, 2: 48e-6})
    governor = Governor(2)
    machine.drive(governor, 1.0)
    assert governor.choice[0] == 1


def test_tiny_steps_are_left_to_one_thread():
    machine = Machine({1: 1e-6, 2: 0.5e-6})
    machine.drive(Governor(2), 0.5)
    assert set(machine.n_steps) == {1}


def test_one_thread_has_nothing_to_choose():
    machine = Machine({1: 50e-6})
    machine.drive(Governor(1), 0.1)
    assert set(machine.n_steps) == {1}


def test_a_core_that_gets_busy_is_left_within_milliseconds_and_found_again():
    machine = Machine({1: 100e-6, 2: 60e-6}, stall_s=4e-3)
    governor = Governor(2)
    machine.drive(governor, 0.5)
    assert governor.choice[0] == 2
    machine.stalls_per_s = 300.0  # half of the time somebody else is there
    busy = Machine(machine.seconds, 4e-3, 300.0)
    busy.drive(governor, 0.03)
    assert governor.choice[0] == 1
    busy.drive(governor, 2.0)
    assert busy.speed > 0.95
    calm = Machine(machine.seconds)
    calm.drive(governor, 3.0)
    assert governor.choice[0] == 2


def test_losing_a_core_now_and_then_is_borne():
    machine = Machine({1: 100e-6, 2: 60e-6}, stall_s=3e-3, stalls_per_s=2.0)
    machine.drive(Governor(2), 5.0)
    assert machine.speed > 1.45


def test_what_one_thread_loses_as_well_is_no_reason_to_stay_alone():
    machine = Machine(
        {1: 100e-6, 2: 60e-6}, stall_s=3e-3, stalls_per_s=40.0, stalls_alone_per_s=40.0
    )
    machine.drive(Governor(2), 5.0)
    alone = Machine({1: 100e-6}, stall_s=3e-3, stalls_alone_per_s=40.0)
    alone.drive(Governor(1), 5.0)
    assert machine.total > 1.2 * alone.total


def test_threads_that_do_not_come_cost_nothing():
    machine = Machine({1: 50e-6, 2: 30e-6}, comes=0.0)
    machine.drive(Governor(2), 2.0)
    assert set(machine.n_steps) == {1}
    assert len([n for _, n in machine.log if n == 2]) < 10


def test_steps_that_get_longer_for_all_are_no_reason_to_give_up():
    governor = Governor(2)
    for factor in (1, 5, 1, 20, 3):
        machine = Machine({1: factor * 40e-6, 2: factor * 25e-6})
        machine.drive(governor, 0.3)
        assert governor.choice[0] == 2
        assert machine.n_steps[2] > 0.9 * machine.total


def test_the_best_of_many_numbers_is_found():
    seconds = {1: 100e-6, 2: 55e-6, 4: 35e-6, 8: 60e-6, 12: 90e-6}
    machine = Machine(seconds)
    governor = Governor(12)
    machine.drive(governor, 0.05)
    assert governor.choice[0] == 4
    machine.drive(governor, 2.0)
    assert machine.n_steps[4] > 0.95 * machine.total
    assert set(machine.n_steps) == {1, 2, 4, 8}


def test_all_threads_are_taken_where_all_help():
    machine = Machine({n: 100e-6 / n for n in (1, 2, 4, 6)})
    governor = Governor(6)
    machine.drive(governor, 0.1)
    assert governor.choice[0] == 6


def test_steps_longer_than_a_turn():
    machine = Machine({1: 30e-3, 2: 17e-3})
    governor = Governor(2)
    machine.drive(governor, 3.0)
    assert governor.choice[0] == 2
    assert machine.n_steps[2] > 0.9 * machine.total


@dataclass
class Bursts:
    """A network whose steps take so long each and for an event; they come in bursts."""

    ratio: float  # of what steps take with two threads, to one
    step_s: float = 30e-6
    event_s: float = 1e-9
    period: int = 25  # steps
    most_events: float = 300e3
    rng: random.Random = field(default_factory=lambda: random.Random(1))
    time: float = 0.0
    alone: float = 0.0  # what the same steps would have taken with one thread
    n_steps: int = 0
    n_with_two: int = 0

    def drive(self, governor: Governor, n_steps: int) -> None:
        """Take so many steps."""
        end = self.n_steps + n_steps
        while self.n_steps < end:
            n_threads, wanted, most_s = governor.choice
            taken, events, n_done = 0.0, 0.0, 0
            while n_done < wanted and taken < most_s:
                seconds, n_events = self._take(n_threads)
                taken, events, n_done = taken + seconds, events + n_events, n_done + 1
            governor.note(n_done, taken, events)

    def _take(self, n_threads: int) -> tuple[float, float]:
        phase = 2.0 * math.pi * self.n_steps / self.period
        n_events = self.most_events * 0.5 * (1.0 - math.cos(phase))
        alone = (self.step_s + n_events * self.event_s) * self.rng.uniform(1.0, 1.1)
        seconds = alone * (self.ratio if n_threads > 1 else 1.0)
        self.time += seconds
        self.alone += alone
        self.n_steps += 1
        self.n_with_two += n_threads > 1
        return seconds, n_events


@pytest.mark.parametrize("period", [7, 25, 60, 300])
@pytest.mark.parametrize("scale", [0.1, 1.0])
def test_bursts_do_not_look_like_a_gain(period, scale):
    network = Bursts(1.0, scale * 30e-6, scale * 1e-9, period)
    network.drive(Governor(2), 3000)
    assert network.n_with_two < 0.2 * network.n_steps


@pytest.mark.parametrize("period", [7, 25, 60, 300])
@pytest.mark.parametrize("scale", [1.0, 10.0])
def test_threads_that_help_are_found_amid_bursts(period, scale):
    network = Bursts(0.6, scale * 30e-6, scale * 1e-9, period)
    network.drive(Governor(2), 1000)
    assert network.n_with_two > 0.8 * network.n_steps
    assert network.alone / network.time > 1.45


def test_threads_that_only_helped_in_a_burst_are_given_up_behind_it():
    """Steps got ten times shorter; they are no longer compared with those of the burst."""
    governor, burst = Governor(2), Bursts(0.6, most_events=1.5e6)
    burst.drive(governor, 60)
    assert governor.choice[0] == 2
    calm = Bursts(3.0, most_events=100e3)
    calm.drive(governor, 300)
    assert calm.n_with_two < 0.15 * calm.n_steps
    assert calm.alone / calm.time > 0.8


@pytest.mark.parametrize("seed", range(8))
def test_no_machine_makes_threads_much_slower_than_one(seed):
    """However gains and stalls are drawn, the loss stays within a tenth, also of half a second."""
    rng = random.Random(seed)
    alone = 10.0 ** rng.uniform(-5.5, -3.0)
    machine = Machine(
        {1: alone, 2: alone * rng.uniform(0.5, 2.0)},
        stall_s=10.0 ** rng.uniform(-3.5, -2.0),
        stalls_per_s=10.0 ** rng.uniform(0.0, 3.0),
        comes=rng.choice([0.3, 1.0]),
        rng=rng,
    )
    machine.drive(Governor(2), 0.5)
    assert machine.speed > 0.9
