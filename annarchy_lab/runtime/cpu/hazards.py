"""Barriers where one thread's reads meet another's writes.

In: the phases of a step in order, each with the arrays that it reads and writes at its own ranks,
and those that it reads anywhere.
Out: the phases with barriers between those that must not overlap.
Not here: what the phases do.

Threads own ranks.  Two phases may overlap unless one reads anywhere what the other writes; a
serial phase is a meeting of all threads by itself, and so is the end of a step in the core.
"""

from collections.abc import Sequence
from dataclasses import field
from typing import Any

from annarchy_lab.lightweight import dataclass

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
    result: list[Phase] = []
    read: set[str] = set()
    written: set[str] = set()
    for phase in phases:
        meets = bool(written & phase.reads_anywhere or read & phase.writes)
        if meets and not phase.is_serial:
            result.append(Phase(BARRIER, "barrier: all threads meet", is_serial=True))
        if meets or phase.is_serial:
            read, written = set(), set()
        if not phase.is_serial:
            read |= phase.reads_anywhere
            written |= phase.writes | phase.publishes
        result.append(phase)
    return tuple(result)
