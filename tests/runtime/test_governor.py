"""How many threads are worth having: the policy, told what steps take on machines that are made up.

No clock and no thread: a machine says how long steps take, and whether threads come when called.
"""

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
    starts = [t for n, t in enumerate(machine.trials()) if n % 3 == 0]  # three turns each
    gaps = [later - sooner for sooner, later in pairwise(starts)]
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
