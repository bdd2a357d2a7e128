"""Networks: what users build, compile and run.

In: neuron and synapse models, sizes, connections.
Out: `Network`, in the 5.0 style; `magic` offers the same as plain functions on an implicit one.
Not here: its parts, one file each: `holdings`, `writing`, `driving`, `compiling`.
"""

import inspect
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np

from annarchy_lab.api.compiling import Compiling
from annarchy_lab.api.config import IGNORED, Config, changed
from annarchy_lab.api.constant import Constant
from annarchy_lab.api.messages import warn
from annarchy_lab.api.monitor import Monitor
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.recordable import as_recordable, owner_of
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declare import Neuron, Synapse

if TYPE_CHECKING:
    from annarchy_lab.api.neuron import IndividualNeuron
    from annarchy_lab.api.recordable import Recordable
    from annarchy_lab.api.view import PopulationView

__all__ = ["Network"]


class NetworkType(type):
    """Takes ``dt`` and ``seed`` from the call, so that subclasses need not know of them."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - the subclass's own
        """Make an instance, ready before its constructor runs."""
        own = inspect.signature(cls.__init__).parameters  # type: ignore[misc] # the subclass's own
        taken = {key: kwargs.pop(key) for key in ("dt", "seed") if key in kwargs and key not in own}
        self: Any = cls.__new__(cls)  # type: ignore[call-overload] # the class, not the metaclass
        self._begin(taken)
        self.__init__(*args, **kwargs)
        return self


class Network(Compiling, metaclass=NetworkType):
    """A network of populations and projections.

    Used directly or as the base of classes that build themselves; the constructor of these need
    not call that of `Network`, and may leave ``dt`` and ``seed`` to it.

    Parameters
    ----------
    dt
        Step in ms.  Default: that of ``setup``, 1.0.
    seed
        Seed of all random numbers, also of initial values, weights and connections.
        Default: that of ``setup``, else a random one.

    Examples
    --------
    >>> class Pair(Network):
    ...     def __init__(self, size):
    ...         self.pop = self.create(size, Neuron("tau = 10.0", "tau * dr/dt = -r"))
    >>> net = Pair(3, dt=0.1, seed=1)
    >>> net.dt, net.pop.size
    (0.1, 3)
    """

    id: int

    def __init__(self, dt: float | None = None, seed: int | None = None) -> None:
        given = {"dt": dt, "seed": seed}
        self.config(**{key: value for key, value in given.items() if value is not None})

    def _begin(self, settings: dict[str, Any], number: int | None = None) -> None:
        """Make everything that a network has before its constructor runs."""
        self.id = WORKSPACE.next_id() if number is None else number
        self._config: Config = WORKSPACE.config
        self._begin_compiling()
        self._begin_holdings()
        self._begin_writing()
        self._begin_driving()
        self._reseed()
        self.config(**{key: value for key, value in settings.items() if value is not None})
        WORKSPACE.networks.add(self)

    # Building

    def create(
        self,
        geometry: SupportsIndex | Sequence[SupportsIndex] | Population | None = None,
        neuron: Neuron | type[Neuron] | None = None,
        stop_condition: str | None = None,
        name: str | None = None,
        population: Population | None = None,
    ) -> Population:
        """Create a population.

        Parameters
        ----------
        geometry
            Number of neurons or a tuple of dimensions; or a population that is copied.
        neuron
            The model.
        stop_condition
            What `simulate_until` waits for, such as ``"v > 10 : all"``.
        name
            Unique name.  Default: ``pop0``, ``pop1``, ...
        population
            A population that is copied, instead of `geometry`.

        Returns
        -------
        Population
            The new population.
        """
        original = geometry if isinstance(geometry, Population) else population
        if original is not None:
            return self._copied(original, name)
        if geometry is None or neuron is None:
            raise ANNarchyException("create needs a geometry and a neuron.")
        return Population(geometry, neuron, name, stop_condition, network=self)

    def _copied(self, original: Population, name: str | None) -> Population:
        """Copy a population; one that was only described for this purpose leaves no trace."""
        if name is None and original._is_named and original.network is not self:
            name = original.name
        copied = original._copy_into(self, name)
        if original.network is WORKSPACE.implicit and original.network is not self:
            original.network._let_go(original)
        return copied

    def connect(
        self,
        pre: "Population | PopulationView | str | Projection",
        post: "Population | PopulationView | str" = "",
        target: str | Sequence[str] = "",
        synapse: Synapse | type[Synapse] | None = None,
        name: str | None = None,
    ) -> Projection:
        """Create a projection; a connector method of it then makes the synapses.

        Parameters
        ----------
        pre, post, target, synapse, name
            As for `Projection`.

        Returns
        -------
        Projection
            The new projection.
        """
        if isinstance(pre, Projection):
            if pre.network is not self:
                raise ANNarchyException(
                    "a projection cannot connect populations of different networks."
                )
            return pre
        return Projection(pre, post, target, synapse, name, network=self)

    def monitor(
        self,
        obj: "Recordable | IndividualNeuron",
        variables: str | Sequence[str] = (),
        period: float | None = None,
        period_offset: float | None = None,
        start: bool = True,
        name: str | None = None,
    ) -> Monitor:
        """Record variables of an object of this network.

        Parameters
        ----------
        obj, variables, period, period_offset, start, name
            As for `Monitor`.
        """
        if owner_of(as_recordable(obj)).network is not self:
            raise ANNarchyException("that object belongs to another network.")
        return Monitor(obj, variables, period, period_offset, start, name)

    def constant(self, name: str, value: float) -> Constant:
        """Make a number that only the equations of this network may name."""
        return Constant(name, value, self)

    # Settings

    def config(self, **settings: Any) -> None:  # noqa: ANN401 - each key has its own type
        """Change settings of this network, before it is compiled.

        Parameters
        ----------
        **settings
            See `Config`.  Unknown keys print a warning; keys that only tune ANNarchy's own code
            have no effect.

        Raises
        ------
        ANNarchyException
            If a value makes no sense.
        StateError
            If the network is compiled.
        """
        if "precision" in settings:
            raise ANNarchyException("precision belongs to setup(); a network has dtype instead.")
        if not settings:
            return
        self._require_not_compiled("settings cannot be changed")
        self._config, unknown = changed(self._config, settings)
        warn_of_unknown(unknown)
        if "seed" in settings:
            self._reseed()

    @property
    def settings(self) -> Config:
        """The settings now."""
        return self._config

    @property
    def dt(self) -> float:
        """Step in ms; may be set before the network is compiled."""
        return self._config.dt

    @dt.setter
    def dt(self, value: float) -> None:
        self.config(dt=value)

    @property
    def seed(self) -> int:
        """Seed of all random numbers; setting it begins them anew."""
        return self._seed

    @seed.setter
    def seed(self, value: int | None) -> None:
        if self._simulator is None:
            self.config(seed=value)
        else:
            self._change_seed(value, None)

    def _change_seed(self, seed: int | None, origin: str | None) -> None:
        self._config, _ = changed(self._config, {"seed": seed})
        self._reseed()
        with self._in_order():
            if self._simulator is not None:
                self._simulator.reseed(self._seed)
                self._announce(self._simulator.step, "", "", "seed", self._seed, origin)

    @property
    def default_rng(self) -> np.random.Generator:
        """Generator of everything random that is drawn in Python."""
        return self._rng

    def _reseed(self) -> None:
        """Begin the random numbers of Python anew."""
        if self._config.seed is not None:
            self._seed = self._config.seed
        elif not hasattr(self, "_seed"):
            self._seed = secrets.randbits(32)
        self._rng = np.random.default_rng(self._seed)

    def __repr__(self) -> str:
        counts = f"{len(self._populations)} populations, {len(self._projections)} projections"
        state = f"t = {self.time} ms" if self.compiled else "not compiled"
        return f"<{type(self).__name__} {self.id}: {counts}, {state}>"


def warn_of_unknown(keys: Sequence[str]) -> None:
    """Say which settings have no effect here."""
    for key in keys:
        if key not in IGNORED:
            warn(f"unknown setting {key!r} has no effect.")
    ignored = [key for key in keys if key in IGNORED]
    if ignored:
        warn(f"settings without effect here: {', '.join(ignored)}.")
