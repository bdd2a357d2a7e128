"""Opening an explorer: the one call behind ``Neuron.explore()`` and ``%explore``.

In: a neuron model, or a neuron of a network.
Out: an `Explorer`.
Not here: what it does.
"""

from annarchy_lab.api.neuron import IndividualNeuron
from annarchy_lab.api.population import Population
from annarchy_lab.api.view import PopulationView
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.explorer.explorer import Explorer
from annarchy_lab.language.declare import Neuron

__all__ = ["explore"]


def explore(
    model: object, drive: str | None = None, *, dt: float | None = None, live: object = None
) -> Explorer:
    """Explore a neuron model by itself: traces, phase plane, f-I curve, scans.

    Parameters
    ----------
    model
        A neuron model; or a neuron of a network, such as ``pop[15]``, which is then `live` as well.
    drive
        What the neuron is driven through: a parameter, ``g_target`` or ``sum(target)``.  Default:
        a parameter that is named like a current, else a target.
    dt
        Step in ms.  Default: that of the network of `live`; without one 0.1.
    live
        A neuron of a network: its parameters are taken over, and its state is shown in the plane.

    Returns
    -------
    Explorer
        Displays itself in a notebook; its answers are arrays.

    Raises
    ------
    ANNarchyException
        If `model` is no neuron model and no neuron, or one cannot be driven so.

    Examples
    --------
    >>> from annarchy_lab import IF_curr_exp
    >>> from annarchy_lab.lab import explore
    >>> curve = explore(IF_curr_exp()).f_i_curve([0.0, 1.0, 2.0])
    >>> curve.result.round(1).tolist()
    [0.0, 36.0, 105.3]
    """
    if isinstance(model, Population | PopulationView | IndividualNeuron):
        live = model
        model = Neuron.from_declaration(model.population.declaration)
    if isinstance(model, type) and issubclass(model, Neuron):
        model = model()
    if not isinstance(model, Neuron):
        raise ANNarchyException(
            f"only neurons can be explored, not {model!r}: give a neuron model or pop[15]."
        )
    return Explorer(model, drive, dt=dt, live=live)
