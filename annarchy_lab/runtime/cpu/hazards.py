"""Barriers where one thread's reads meet another's writes.

In: the phases of a step in order, each with the arrays that it reads and writes at its own ranks,
and those that it reads anywhere.
Out: the phases with barriers between those that must not overlap.
Not here: what the phases do.

Threads own ranks.  Two phases may overlap unless one reads anywhere what the other writes; a
serial phase is a meeting of all threads by itself.  The step is walked twice, so that its end is
checked against its beginning.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Phase", "order_hazards"]

BARRIER: dict[str, Any] = {"kind": "barrier"}


@dataclass(frozen=True, slots=True)
class Phase:
    """One entry of the schedule and what it touches.

    Attributes
    ----------
    entry
        What the engine is given.
    label
        For people.
    reads_anywhere
        Arrays read at ranks of other threads, as ``population.attribute``.
    writes
        Arrays written at own ranks.
    publishes
        Rings written at own ranks, in a slot that is read in a later step: readers must wait for
        the writer, but the writer need not wait for readers of other slots.
    is_serial
        Executed by one thread while the others wait.
    """

    entry: dict[str, Any]
    label: str
    reads_anywhere: frozenset[str] = field(default_factory=frozenset)
    writes: frozenset[str] = field(default_factory=frozenset)
    publishes: frozenset[str] = field(default_factory=frozenset)
    is_serial: bool = False


def order_hazards(phases: Sequence[Phase]) -> tuple[Phase, ...]:
    """Return `phases` with barriers inserted."""
    barriers_before: set[int] = set()
    read: set[str] = set()
    written: set[str] = set()
    for position, phase in [*enumerate(phases), *enumerate(phases)]:
        if written & phase.reads_anywhere or read & phase.writes:
            barriers_before.add(position)
        if phase.is_serial or position in barriers_before:
            read, written = set(), set()
        if not phase.is_serial:
            read |= phase.reads_anywhere
            written |= phase.writes | phase.publishes
    result: list[Phase] = []
    for position, phase in enumerate(phases):
        if position in barriers_before and not phase.is_serial:
            result.append(Phase(BARRIER, "barrier: all threads meet", is_serial=True))
        result.append(phase)
    return tuple(result)
