"""What a network holds: populations, projections, monitors, constants, by name.

In: objects that announce themselves when they are made.
Out: `Holdings`, the part of a network that finds them again.
Not here: making them (`network`), running them (`driving`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from annarchy_lab.api.messages import did_you_mean
from annarchy_lab.api.slips import elsewhere
from annarchy_lab.api.streaming.streaming import Streaming
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException, StateError

if TYPE_CHECKING:
    from annarchy_lab.api.constant import Constant
    from annarchy_lab.api.monitor import Monitor
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.population import Population
    from annarchy_lab.api.projection import Projection
    from annarchy_lab.api.view import PopulationView
    from annarchy_lab.runtime.backend import Simulator

__all__ = ["Holdings"]

Found = TypeVar("Found")
End = "str | Population | PopulationView"


class Holdings:
    """The objects of a network, in the order of creation."""

    if TYPE_CHECKING:
        _simulator: Simulator | None

    def _begin_holdings(self) -> None:
        self._populations: dict[str, Population] = {}
        self._projections: dict[str, Projection] = {}
        self._monitors: dict[str, Monitor] = {}
        self._constants: dict[str, Constant] = {}
        self._extensions: dict[str, object] = {}
        self._copies: list[tuple[Population | Projection | Monitor, Any]] = []
        self._streaming = Streaming(cast("Network", self))

    @property
    def constants(self) -> "Mapping[str, Constant]":
        """All constants that its equations may name; its own go before the shared ones."""
        return {**WORKSPACE.constants, **self._constants}

    def get_population(self, name: str) -> "Population":
        """Return the population of that name, or raise `ANNarchyException`."""
        return _found("population", name, self._populations)

    def get_projection(self, name: str) -> "Projection":
        """Return the projection of that name, or raise `ANNarchyException`."""
        return _found("projection", name, self._projections)

    def get_monitor(self, name: str) -> "Monitor":
        """Return the monitor of that name, or raise `ANNarchyException`."""
        return _found("monitor", name, self._monitors)

    def get_constant(self, name: str) -> "Constant":
        """Return the constant of that name, or raise `ANNarchyException`.

        Setting it changes it inside this network only; setting a shared constant changes it here,
        too.
        """
        found = _found("constant", name, self.constants)
        return found if name in self._constants else found._within(cast("Network", self))

    def get_extension(self, name: str) -> object:
        """Return the object of that name that an extension made, or raise `ANNarchyException`."""
        return _found("extension", name, self._extensions)

    def get_extensions(self) -> list[object]:
        """Return all objects that extensions made, in the order of creation."""
        return list(self._extensions.values())

    def get_populations(self) -> "list[Population]":
        """Return all populations in the order of creation."""
        return list(self._populations.values())

    def get_monitors(self) -> "list[Monitor]":
        """Return all monitors in the order of creation."""
        return list(self._monitors.values())

    def get_constants(self) -> "list[Constant]":
        """Return all constants that its equations may name."""
        return list(self.constants.values())

    def get_projections(
        self,
        post: Any = None,  # noqa: ANN401 - a population, a view or a name
        pre: Any = None,  # noqa: ANN401
        target: str | None = None,
        suppress_error: bool = False,
    ) -> "list[Projection]":
        """Return the projections that fit all arguments given.

        Parameters
        ----------
        post, pre
            A population, a view, or the name of a population.
        target
            One of the projection's targets.
        suppress_error
            Whether finding none is right.

        Raises
        ------
        ANNarchyException
            If none fits any of the arguments and `suppress_error` is false.
        """
        found = [
            projection
            for projection in self._projections.values()
            if _is_end(projection.pre, pre)
            and _is_end(projection.post, post)
            and (target is None or target in projection._targets)
        ]
        is_filtered = (post, pre, target) != (None, None, None)
        if not found and is_filtered and not suppress_error:
            raise ANNarchyException("no projection has that pre, post and target.")
        return found

    def _object(self, name: str) -> "Population | Projection":
        """Return the population or projection of that name."""
        if name in self._populations:
            return self._populations[name]
        return _found("population or projection", name, self._projections)

    def _new_name(self, prefix: str, name: object) -> str:
        """Return `name` if it is free, or the next free name of the kind."""
        taken = {**self._populations, **self._projections, **self._monitors}
        if name is None:
            held = {"pop": len(self._populations), "proj": len(self._projections)}
            count = held.get(prefix, len(self._monitors))
            while f"{prefix}{count}" in taken:
                count += 1
            return f"{prefix}{count}"
        if not (isinstance(name, str) and name):
            raise ANNarchyException(f"a name is a text that is not empty, not {name!r}.")
        if name in taken:
            raise ANNarchyException(f"the name {name!r} is taken: {taken[name]!r}.")
        return name

    def _require_not_compiled(self, what: str) -> None:
        if self._simulator is not None:
            raise StateError(f"{what} after compile(): make a new network, or call clear() first.")

    def _require_simulator(self) -> "Simulator":
        if self._simulator is None:
            hint = elsewhere(cast("Network", self)) or ": call compile() first."
            raise StateError(f"the network is not compiled yet{hint}")
        return self._simulator


def _found(kind: str, name: str, known: Mapping[str, Found]) -> Found:
    if name not in known:
        raise ANNarchyException(f"there is no {kind} {name!r}.{did_you_mean(name, known)}")
    return known[name]


def _is_end(end: "Population | PopulationView", wanted: Any) -> bool:  # noqa: ANN401
    if wanted is None:
        return True
    if isinstance(wanted, str):
        return end.population.name == wanted
    return end is wanted or end.population is wanted
