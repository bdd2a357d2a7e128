"""Objects of one network in another, and networks made once more.

In: populations, projections and monitors that were made elsewhere, most often in the network of
the 4.8 style, where all objects begin that name no network.
Out: `Copying`, the part of a network that copies them and finds the copies again.
Not here: what of an object is copied (its own ``_copy_into``), other processes (`parallel`).

A copy has the model, the geometry, the values set before compiling and the connector method of its
original; synapses and their weights are drawn anew by each network.
"""

import inspect
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from annarchy_lab.api.dendrite import Dendrite
from annarchy_lab.api.monitor import Monitor
from annarchy_lab.api.neuron import IndividualNeuron
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.recordable import owner_of
from annarchy_lab.api.sending import Sending
from annarchy_lab.api.view import PopulationView
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.recordable import Recordable

__all__ = ["Copying"]

Whole = Population | Projection | Monitor
Found = TypeVar("Found")
KINDS = (Population, Projection, Monitor)


class Copying(Sending):
    """Copies of objects of other networks, and copies of the network itself."""

    if TYPE_CHECKING:
        _arguments: tuple[tuple[Any, ...], dict[str, Any]]

    # Objects

    def add(self, objects: Whole | Sequence[Whole]) -> None:
        """Copy objects of another network into this one; `get` finds the copies.

        Parameters
        ----------
        objects
            A population, projection or monitor, or a list of them in any order.  The originals
            stay where they are.

        Raises
        ------
        ANNarchyException
            If something is neither, or a projection comes without both of its populations.
        StateError
            If this network is compiled already.
        """
        listed = list(objects) if isinstance(objects, list | tuple) else [cast("Whole", objects)]
        for each in listed:
            if not isinstance(each, KINDS):
                raise ANNarchyException(
                    f"a network takes populations, projections and monitors, not {each!r}."
                )
        for kind in KINDS:  # projections need their populations, monitors both
            for each in listed:
                if isinstance(each, kind):
                    self._note_copy(each, self._copied(each, each.name))

    def get(self, obj: Any) -> Any:  # noqa: ANN401 - what comes in also comes out
        """Return the copy of an object in this network.

        Parameters
        ----------
        obj
            What was added, or created from: a population, projection, monitor, view, neuron or
            dendrite; or a list of them, for a list.  An object of this network is its own copy.

        Raises
        ------
        ANNarchyException
            If there is no copy of it.
        """
        if isinstance(obj, list | tuple):
            return [self.get(each) for each in obj]
        if isinstance(obj, PopulationView):
            return PopulationView(self.get(obj.population), obj.ranks, obj.geometry)
        if isinstance(obj, IndividualNeuron):
            return IndividualNeuron(self.get(obj.population), obj.rank)
        if isinstance(obj, Dendrite):
            return Dendrite(self.get(obj.projection), obj.post_rank)
        if not isinstance(obj, KINDS):
            raise ANNarchyException(f"{obj!r} cannot be part of a network.")
        return obj if _network_of(obj) is self else self._copy_of(obj)

    # Networks

    def copy(self, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401 - for the constructor
        """Make this network once more, ready to simulate if this one is.

        Parameters
        ----------
        *args, **kwargs
            For the constructor of the class, in place of those that this network was made with;
            ``dt`` and ``seed`` among them.  Settings are those of this network; a seed that was
            given is kept, and a random one is drawn anew.

        Returns
        -------
        Network
            At time 0, with the values of the start.  Nothing is compiled again: both networks use
            the same modules.  A plain `Network` holds copies of all objects, but no callbacks.
        """
        made = self._made_again(args, kwargs)
        if self.compiled and not made.compiled:
            made.compile(silent=True, backend=self._backend)
        return made

    # Below: for the other files of this room

    def _made_again(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Self:
        cls: Any = type(self)
        if self._builds_itself:
            args, kwargs = self._arguments_with(args, kwargs)
        made: Self = cls._constructed(args, kwargs, self._config)
        if not self._builds_itself:
            made._add_everything_of(self)
        return made

    def _arguments_with(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Return the arguments of its constructor, some of them replaced."""
        return _merged(type(self), self._arguments, (args, kwargs))

    @property
    def _builds_itself(self) -> bool:
        """Whether its class has a constructor of its own."""
        from annarchy_lab.api.network import Network  # which is made of this

        return type(self).__init__ is not Network.__init__

    def _add_everything_of(self, network: "Copying") -> None:
        self._constants.update(network._constants)
        held = (network._populations, network._projections, network._monitors)
        self.add([each for objects in held for each in objects.values()])

    def _take_population(self, original: Population, name: str | None) -> Population:
        """Copy a population that was made for this network."""
        is_own = original.network is self
        name = name if is_own or name is not None else _given(original.name)
        copied = original._copy_into(cast("Network", self), name)
        if not is_own:
            self._note_copy(original, copied)
            original.network._let_go(original)
        return copied

    def _take_projection(self, original: Projection, name: str | None) -> Projection:
        """Copy a projection that was made for this network, unless it is of this network."""
        if original.network is self:
            return original
        copied = self._copied(original, name or _given(original.name))
        self._note_copy(original, copied)
        original.network._let_go(original)
        return copied

    def _copied(self, original: Found, name: str | None) -> Found:
        network = cast("Network", self)
        if isinstance(original, Population):
            return cast("Found", original._copy_into(network, name))
        if isinstance(original, Projection):
            ends = self._end_here(original.pre), self._end_here(original.post)
            return cast("Found", original._copy_into(network, *ends, name))
        monitor = cast("Monitor", original)
        return cast("Found", monitor._copy_onto(self.get(monitor.object), name))

    def _here(self, obj: "Recordable") -> Any:  # noqa: ANN401 - of the kind of `obj`
        """Return an object of this network, or the copy of one that is not."""
        if owner_of(obj).network is self:
            return obj
        try:
            return self.get(obj)
        except ANNarchyException:
            raise ANNarchyException(
                f"{owner_of(obj).name} belongs to another network: a monitor records objects of "
                "its own."
            ) from None

    def _end_here(self, end: Any) -> Any:  # noqa: ANN401 - a population, a view or a name
        """Return the end of a projection in this network."""
        if isinstance(end, str) or end.network is self:
            return end
        try:
            return self.get(end)
        except ANNarchyException:
            raise ANNarchyException(
                f"{end.population.name} belongs to another network: a projection connects "
                "populations of its own."
            ) from None

    def _note_copy(self, original: Whole, copied: Whole) -> None:
        self._copies.append((original, copied))

    def _copy_of(self, obj: Whole) -> Any:  # noqa: ANN401 - of the kind of `obj`
        for original, copied in reversed(self._copies):
            if original is obj:
                return copied
        for original, copied in reversed(self._copies) if WORKSPACE.is_guest else ():
            if (type(original), original.name) == (type(obj), obj.name):
                return copied
        raise ANNarchyException(f"{obj.name} was not added to this network.")

    def _let_go(self, obj: Population | Projection) -> None:
        """Forget an object that another network took over, if this is nobody's network.

        Only the network of the 4.8 style does so, and not what it uses itself.
        """
        if self.id != 0 or self._simulator is not None or self._uses(obj):
            return
        held: dict[str, Any] = (
            self._populations if isinstance(obj, Population) else self._projections
        )
        if held.get(obj.name) is obj:
            del held[obj.name]

    def _uses(self, obj: Population | Projection) -> bool:
        ends = [e.population for p in self._projections.values() for e in (p.pre, p.post)]
        recorded = [owner_of(m.object) for m in self._monitors.values()]
        return any(obj is each for each in (*ends, *recorded))


def _network_of(obj: Whole) -> "Network":
    return obj._network


def _given(name: str) -> str | None:
    """Return a name that a user chose, None for one that was made up."""
    return None if re.fullmatch(r"(pop|proj)\d+", name) else name


def _merged(
    cls: type,
    old: tuple[tuple[Any, ...], dict[str, Any]],
    new: tuple[tuple[Any, ...], dict[str, Any]],
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return arguments of a constructor, old ones replaced by new ones."""
    parameters = list(inspect.signature(cls.__init__).parameters.values())[1:]  # type: ignore[misc]
    taken = {
        key: value
        for key, value in {**old[1], **new[1]}.items()
        if key in {"dt", "seed"} and all(key != p.name for p in parameters)
    }
    signature = inspect.Signature(parameters)
    try:
        bound = [
            signature.bind_partial(*args, **{k: v for k, v in kwargs.items() if k not in taken})
            for args, kwargs in (old, new)
        ]
    except TypeError as error:
        raise ANNarchyException(f"{cls.__name__} is not made so: {error}.") from None
    arguments = {**bound[0].arguments, **bound[1].arguments}
    for name in (p.name for p in parameters if p.kind is p.VAR_KEYWORD):
        several = [each.arguments.get(name, {}) for each in bound]
        arguments[name] = {**several[0], **several[1]}
    ordered = {p.name: arguments[p.name] for p in parameters if p.name in arguments}
    both = inspect.BoundArguments(signature, ordered)
    return both.args, {**both.kwargs, **taken}
