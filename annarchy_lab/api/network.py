"""Networks: what users build, compile and run.

In: neuron and synapse models, sizes, connections.
Out: `Network`, in the 5.0 style; `magic` offers the same as plain functions on an implicit one.
Not here: its parts, one file each: `holdings`, `writing`, `driving`, `compiling`, `copying` ...
"""

import inspect
import secrets
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, SupportsIndex

import numpy as np

from annarchy_lab.api.config import IGNORED, Config, changed, of_script
from annarchy_lab.api.constant import Constant
from annarchy_lab.api.messages import did_you_mean, warn_once
from annarchy_lab.api.monitor import Monitor
from annarchy_lab.api.parallel.network_runs import ParallelRuns
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.recordable import as_recordable
from annarchy_lab.api.replacing import Replacing
from annarchy_lab.api.reporting import Reporting
from annarchy_lab.api.saving.saved import SavedNetwork
from annarchy_lab.api.showing import Showing
from annarchy_lab.api.stimuli.stimulating import Stimulating
from annarchy_lab.api.travel.travelling import Travelling
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
        return cls._constructed(args, kwargs, WORKSPACE.config)

    def _constructed(
        cls,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        config: Config,
    ) -> Any:  # noqa: ANN401 - an instance
        """Make an instance that starts with these settings."""
        own = inspect.signature(cls.__init__).parameters  # type: ignore[misc] # the subclass's own
        taken = {key for key in ("dt", "seed") if key in kwargs and key not in own}
        settings = {key: kwargs[key] for key in taken}
        self: Any = cls.__new__(cls)  # type: ignore[call-overload] # the class, not the metaclass
        self._begin(settings, config)
        self._arguments = (args, kwargs)
        self.__init__(*args, **{key: kwargs[key] for key in kwargs if key not in taken})
        return self


class Network(
    Travelling,
    Stimulating,
    Replacing,
    SavedNetwork,
    Reporting,
    ParallelRuns,
    Showing,
    metaclass=NetworkType,
):
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
    everything
        Whether to copy all that the network of the 4.8 style holds; there it is the first
        argument, so that ``Network(True)`` means it, too.

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

    def __init__(
        self, dt: float | bool | None = None, seed: int | None = None, everything: bool = False
    ) -> None:
        if isinstance(dt, bool):
            everything, dt = dt, None
        given = {"dt": dt, "seed": seed}
        self.config(**{key: value for key, value in given.items() if value is not None})
        if everything:
            self._add_everything_of(_implicit())

    def _begin(self, settings: dict[str, Any], config: Config, number: int | None = None) -> None:
        """Make everything that a network has before its constructor runs."""
        self.id = WORKSPACE.next_id() if number is None else number
        self._config, idle = of_script(config)
        if idle:
            warn_once(f"options without effect here: {', '.join(idle)}.")
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
            Number of neurons or a tuple of dimensions; or a population that is copied, such as
            ``PoissonPopulation(...)``.  An original that was made outside of any network, and that
            nothing else there uses, is forgotten by the network of the 4.8 style: only the copy
            is simulated.
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
            return self._take_population(original, name)
        if geometry is None or neuron is None:
            raise ANNarchyException("create needs a geometry and a neuron.")
        return Population(geometry, neuron, name, stop_condition, network=self)

    def connect(
        self,
        pre: "Population | PopulationView | str | Projection | None" = None,
        post: "Population | PopulationView | str | None" = None,
        target: str | Sequence[str] = "",
        synapse: Synapse | type[Synapse] | None = None,
        name: str | None = None,
        projection: Projection | None = None,
    ) -> Projection:
        """Create a projection; a connector method of it then makes the synapses.

        Parameters
        ----------
        pre
            As for `Projection`; or a projection.  One of this network is returned as it is, one of
            another is copied, connected anew; see `create` for what becomes of the original.
        post, target, synapse, name
            As for `Projection`.
        projection
            A projection, instead of `pre`.

        Returns
        -------
        Projection
            The new projection.

        Raises
        ------
        ANNarchyException
            If an end is missing, or a copied projection begins or ends outside this network.
        """
        original = pre if isinstance(pre, Projection) else projection
        if original is not None:
            return self._take_projection(original, name)
        if pre is None or post is None or isinstance(pre, Projection):
            raise ANNarchyException("connect needs two populations and a target.")
        ends = (self._end_here(pre), self._end_here(post))
        return Projection(*ends, target, synapse, name, network=self)

    def monitor(
        self,
        obj: "Recordable | IndividualNeuron | str",
        variables: str | Sequence[str] = (),
        period: float | None = None,
        period_offset: float | None = None,
        start: bool = True,
        name: str | None = None,
        *,
        stream_to: str | Path | None = None,
        memory_limit: float | None = None,
    ) -> Monitor:
        """Record variables of an object of this network.

        Parameters
        ----------
        obj
            As for `Monitor`, or the name of a population or projection.
        variables, period, period_offset, start, name, stream_to, memory_limit
            As for `Monitor`.
        """
        recorded = as_recordable(self._object(obj) if isinstance(obj, str) else obj)
        return Monitor(
            self._here(recorded),
            variables,
            period,
            period_offset,
            start,
            name,
            stream_to=stream_to,
            memory_limit=memory_limit,
        )

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
        config, unknown = changed(self._config, settings)
        self._config, _ = of_script(config)
        warn_of_unknown(unknown, self)
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
        self._about_to_change(("seed", "", "", seed), origin)
        self._config, _ = changed(self._config, {"seed": seed})
        self._reseed()
        with self._steady():  # or the step that is announced might be a later one
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


def warn_of_unknown(keys: Sequence[str], network: Network | None = None) -> None:
    """Say, once, which settings have no effect here."""
    for key in keys:
        if key not in IGNORED:
            hint = did_you_mean(key, [field.name for field in fields(Config)])
            warn_once(f"unknown setting {key!r} has no effect.{hint}", network)
    ignored = [key for key in keys if key in IGNORED]
    if ignored:
        warn_once(f"settings without effect here: {', '.join(ignored)}.", network)


def _implicit() -> Network:
    from annarchy_lab.api.magic import magic_network  # it needs the networks itself

    return magic_network()
