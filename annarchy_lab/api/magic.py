"""The 4.8 style: plain functions that act on one implicit network.

In: what scripts call.  Out: the same as the methods of `Network`, on the network of number 0.
Not here: any meaning.
"""

import atexit
from collections.abc import Sequence
from os import PathLike
from typing import Any

import numpy as np

from annarchy_lab.api.config import Config, changed
from annarchy_lab.api.monitor import Monitor
from annarchy_lab.api.network import Network, warn_of_unknown
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.reporting import AUTHOR, TITLE
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import seed_loose_draws

__all__ = [
    "callbacks_enabled",
    "clear",
    "clear_all_callbacks",
    "compile",
    "disable_callbacks",
    "disable_learning",
    "dt",
    "enable_callbacks",
    "enable_learning",
    "get_current_step",
    "get_population",
    "get_projection",
    "get_time",
    "magic_network",
    "monitors",
    "network_of",
    "populations",
    "projections",
    "report",
    "reset",
    "set_current_step",
    "set_seed",
    "set_time",
    "setup",
    "simulate",
    "simulate_until",
    "step",
]


def magic_network() -> Network:
    """Return the implicit network."""
    if WORKSPACE.implicit is None:
        network = Network.__new__(Network)
        network._begin({}, WORKSPACE.config, number=0)
        WORKSPACE.implicit = network
    return WORKSPACE.implicit


def setup(**keys: Any) -> None:  # noqa: ANN401 - each key has its own type
    """Change settings of the implicit network and of all networks made from now on.

    Parameters
    ----------
    **keys
        See `Config`; ``precision='double'`` or ``'float'`` is the 4.8 spelling of ``dtype``.  A
        seed also seeds NumPy's own legacy generator, as in ANNarchy, and draws that belong to no
        network, such as ``Uniform(0.0, 1.0).get_values(10)``.

    Raises
    ------
    ANNarchyException
        If a value makes no sense.
    """
    if "precision" in keys:
        keys["dtype"] = keys.pop("precision")
    WORKSPACE.config, unknown = changed(WORKSPACE.config, keys)
    warn_of_unknown(unknown)
    known = {key: value for key, value in keys.items() if key not in unknown}
    if WORKSPACE.implicit is not None:
        WORKSPACE.implicit.config(**known)
    if keys.get("seed") is not None:
        np.random.seed(int(keys["seed"]) % 2**32)  # noqa: NPY002 - scripts rely on it
        seed_loose_draws(int(keys["seed"]))


def clear(functions: bool = True, neurons: bool = True, synapses: bool = True) -> None:
    """Forget all networks, constants and settings.

    Parameters
    ----------
    functions
        Whether to forget the functions of `add_function`, too.
    neurons, synapses
        Accepted as in ANNarchy; models are plain objects here.
    """
    for network in tuple(WORKSPACE.networks):
        network.clear()
    WORKSPACE.networks.clear()
    WORKSPACE.implicit = None
    WORKSPACE.last_id = 0
    WORKSPACE.config = Config()
    seed_loose_draws(None)
    WORKSPACE.constants.clear()
    WORKSPACE.shown.clear()
    if functions:
        WORKSPACE.functions.clear()


atexit.register(clear)


def network_of(net_id: int) -> Network:
    """Return the network of that number, 0 for the implicit one.

    Raises
    ------
    ANNarchyException
        If there is none.
    """
    if net_id == 0:
        return magic_network()
    for network in WORKSPACE.networks:
        if network.id == net_id:
            return network
    raise ANNarchyException(f"there is no network {net_id!r}.")


def compile(*args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - ANNarchy's name
    """Make the implicit network ready to run; see `Network.compile`."""
    magic_network().compile(*args, **kwargs)


def simulate(
    duration: float,
    measure_time: bool = False,
    callbacks: bool = True,
    net_id: int = 0,
    *,
    progress: bool = False,
) -> None:
    """Simulate the implicit network, or that of a number; see `Network.simulate`."""
    network_of(net_id).simulate(duration, measure_time, callbacks, progress=progress)


def simulate_until(
    max_duration: float,
    population: Population | Sequence[Population] | None = None,
    operator: str = "and",
    measure_time: bool = False,
    *,
    populations: Population | Sequence[Population] | None = None,
) -> float:
    """Simulate the implicit network until stop conditions hold; see `Network.simulate_until`."""
    net = magic_network()
    return net.simulate_until(
        max_duration, population, operator, measure_time, populations=populations
    )


def step() -> None:
    """Simulate one step of the implicit network."""
    magic_network().step()


def reset(
    populations: bool = True,
    projections: bool = False,
    synapses: bool = False,
    monitors: bool = True,
    reseed_rng: bool = True,
) -> None:
    """Take the implicit network back to time 0; see `Network.reset`."""
    magic_network().reset(populations, projections, synapses, monitors, reseed_rng)


def get_time() -> float:
    """Return the simulated time in ms."""
    return magic_network().time


def set_time(t: float) -> None:
    """Set the simulated time in ms."""
    magic_network().time = t


def get_current_step() -> int:
    """Return the number of the next step."""
    return magic_network().current_step


def set_current_step(t: int) -> None:
    """Set the number of the next step."""
    magic_network().current_step = t


def dt() -> float:
    """Return the step in ms."""
    return magic_network().dt


def set_seed(seed: int) -> None:
    """Set the seed of the implicit network, before it is compiled."""
    magic_network().seed = seed


def get_population(name: str) -> Population:
    """Return the population of that name, or raise `ANNarchyException`."""
    return magic_network().get_population(name)


def get_projection(name: str) -> Projection:
    """Return the projection of that name, or raise `ANNarchyException`."""
    return magic_network().get_projection(name)


def populations() -> list[Population]:
    """Return all populations of the implicit network."""
    return magic_network().get_populations()


def projections(
    post: Any = None,  # noqa: ANN401 - a population, a view or a name
    pre: Any = None,  # noqa: ANN401
    target: str | None = None,
    suppress_error: bool = False,
) -> list[Projection]:
    """Return the projections that fit all arguments given; see `Network.get_projections`."""
    return magic_network().get_projections(post, pre, target, suppress_error)


def monitors() -> list[Monitor]:
    """Return all monitors of the implicit network."""
    return magic_network().get_monitors()


def enable_learning(
    projections: list[Projection] | None = None,
    period: float | None = None,
    offset: float | None = None,
) -> None:
    """Switch learning on in some projections, by default in all."""
    magic_network().enable_learning(projections, period, offset)


def disable_learning(projections: list[Projection] | None = None) -> None:
    """Switch learning off in some projections, by default in all."""
    magic_network().disable_learning(projections)


def report(
    filename: str | PathLike[str] = "./report.tex",
    standalone: bool = True,
    gather_subprojections: bool = False,
    net_id: int = 0,
    title: str = TITLE,
    author: str = AUTHOR,
    date: str | None = None,
) -> None:
    """Write what a network is into a file; see `Network.report`.

    Parameters
    ----------
    net_id
        Number of the network.  Default: the implicit one.

    Raises
    ------
    ANNarchyException
        If there is no such network, or as `Network.report` does.
    """
    found = {network.id: network for network in WORKSPACE.networks}
    network = magic_network() if net_id == 0 else found.get(net_id)
    if network is None:
        raise ANNarchyException(f"there is no network {net_id!r}.")
    network.report(filename, standalone, gather_subprojections, title, author, date)


def callbacks_enabled() -> bool:
    """Return whether the functions of `every` are called."""
    return magic_network().callbacks_enabled()


def enable_callbacks() -> None:
    """Call the functions of `every` in simulations from now on."""
    magic_network().enable_callbacks()


def disable_callbacks() -> None:
    """Do not call the functions of `every` any more."""
    magic_network().disable_callbacks()


def clear_all_callbacks() -> None:
    """Forget the functions of `every`."""
    magic_network().clear_all_callbacks()
