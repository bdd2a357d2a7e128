"""Checkpoints: everything of a network at one step edge, in memory or in a file.

In: a compiled network, or a file.
Out: `Checkpoint`, from which `Network.restore` goes on with the same bits.
Not here: what a file is made of (`saving.container`), doing it (`travelling`).
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Final, Self

from numpy.typing import NDArray

from annarchy_lab.api.redeclaring import Declared, Owner
from annarchy_lab.api.saving.container import Content, Filename, read_content, write_content
from annarchy_lab.api.travel.fitting import about
from annarchy_lab.api.travel.settings import settings_of
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass
from annarchy_lab.runtime.captured import Captured, Part, same_values

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["Checkpoint"]

KIND: Final = "checkpoint"
SETTINGS: Final = ".settings"
"""What settings are called in a file, as no object can be."""

INITIAL: Final = "initial"

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Checkpoint:
    """The whole state of a network at one step edge; made by `Network.checkpoint`.

    Values, synapses and their delays, spikes under way, what delayed projections look back to,
    random numbers, timetables, rules, periods of learning, flags.  Recordings are not part of it.
    Models are, as they were declared.
    """

    captured: Captured = field(repr=False)
    settings: Part = field(repr=False)
    about: Mapping[str, Any] = field(repr=False)
    created: str = ""
    declared: Mapping[str, Declared] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, network: "Network") -> Self:
        """Return the state of a network; the caller holds the step edge."""
        captured = network.simulator.capture()
        created = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        owners: list[Owner] = [*network.get_populations(), *network.get_projections()]
        declared = {each.name: Declared.of(each) for each in owners}
        return cls(captured, settings_of(network), about(network.spec), created, declared)

    @property
    def step(self) -> int:
        """Number of the step that comes next."""
        return self.captured.clock["step"]

    @property
    def time(self) -> float:
        """Simulated time in ms."""
        dt_ms: float = self.about["dt"]
        return self.step * dt_ms

    @property
    def n_bytes(self) -> int:
        """Memory that its arrays take."""
        return sum({id(each): each.nbytes for each in self.arrays()}.values())

    def arrays(self) -> Iterator[NDArray[Any]]:
        """Yield all arrays."""
        for part in self.captured.objects.values():
            yield from part.arrays.values()
        yield from self.settings.arrays.values()

    def sharing(self, other: "Checkpoint") -> "Checkpoint":
        """Return the same checkpoint, with one copy of what is equal in another one."""
        known = other.captured.objects
        objects = {
            name: replace(part, arrays=_shared(part.arrays, known[name].arrays))
            for name, part in self.captured.objects.items()
        }
        return replace(self, captured=replace(self.captured, objects=objects))

    def save(self, filename: Filename) -> None:
        """Write it to a file; folders are made, and an older file is replaced at the end.

        Parameters
        ----------
        filename
            Name of the file, taken as it is: a NumPy archive without pickles, see
            ``docs/file-versions.md``.

        Raises
        ------
        ANNarchyException
            If the file cannot be written.
        """
        write_content(filename, self._content())

    @classmethod
    def load(cls, filename: Filename) -> Self:
        """Return what `save` wrote.

        Parameters
        ----------
        filename
            Name of the file.

        Raises
        ------
        ANNarchyException
            If it is missing, damaged, of a newer version or something else.
        """
        content = read_content(filename, KIND)
        try:
            return cls._of(content)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ANNarchyException(f"{filename} is damaged: {error!r}.") from error

    def __repr__(self) -> str:
        names = ", ".join(self.captured.objects)
        return f"<Checkpoint at {self.time} ms of {names}>"

    def _content(self) -> Content:
        parts = {**self.captured.objects, SETTINGS: self.settings}
        header = {
            "time_step": self.step,
            "created": self.created,
            "about": dict(self.about),
            "clock": dict(self.captured.clock),
            "parts": {
                name: {"numbers": dict(part.numbers), "arrays": list(part.arrays)}
                for name, part in parts.items()
            },
            "models": {name: each.data for name, each in self.declared.items()},
        }
        arrays = {
            f"{name}/{array}": values
            for name, part in parts.items()
            for array, values in part.arrays.items()
        }
        arrays |= {
            f"{name}/{INITIAL}/{attribute}": values
            for name in self.about["populations"].keys() & self.declared.keys()
            for attribute, values in self.declared[name].initial.items()
        }
        return Content(KIND, header, arrays)

    @classmethod
    def _of(cls, content: Content) -> Self:
        header = content.header
        parts = {
            name: Part(
                described["numbers"],
                {array: content.arrays[f"{name}/{array}"] for array in described["arrays"]},
            )
            for name, described in header["parts"].items()
        }
        own = parts.pop(SETTINGS)
        captured = Captured({key: int(value) for key, value in header["clock"].items()}, parts)
        models = header.get("models", {})  # checkpoints of early releases tell none
        declared = {
            name: Declared(data, _initial_of(name, captured, content.arrays))
            for name, data in models.items()
        }
        return cls(captured, own, header["about"], str(header["created"]), declared)


def _initial_of(name: str, captured: Captured, arrays: Arrays) -> Arrays:
    """Return the values at the start; how a projection started is told by its state."""
    part, start = captured.objects[name], f"{name}/{INITIAL}/"
    if "start/weights" in part.arrays:
        return {**part.named("start/value"), "w": part.arrays["start/weights"]}
    return {key.removeprefix(start): x for key, x in arrays.items() if key.startswith(start)}


def _shared(own: Arrays, others: Arrays) -> Arrays:
    return {
        name: others[name] if name in others and same_values(others[name], values) else values
        for name, values in own.items()
    }
