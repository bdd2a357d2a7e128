"""One call for all stimuli: the twin of the tool.

In: neurons, an amplitude, times in ms.
Out: a `Pulse`.
Not here: the tool.
"""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from annarchy_lab.api.stimuli.pulse import Pulse
    from annarchy_lab.api.stimuli.stimulating import Neurons

__all__ = ["ORIGIN", "stimulate"]

ORIGIN: Final = "stimulus"
"""Who asked, in the journal."""


def stimulate(
    neurons: "Neurons",
    amplitude: Any = None,  # noqa: ANN401 - one number or one per neuron
    duration: float = 10.0,
    attribute: str | None = None,
    **more: Any,  # noqa: ANN401 - as for `Network.pulse`
) -> "Pulse":
    """Give neurons a pulse, or let them spike; also while their network runs.

    Parameters
    ----------
    neurons
        Population, view or neuron.
    amplitude
        What is added, in the unit of the attribute.  Default: the neurons spike once.
    duration
        In ms.
    attribute
        What it is added to.  Default: an input current, else the first target.
    more
        ``noise delay period times seed`` as for `Network.pulse`.

    Returns
    -------
    Pulse
        To end it before its time.

    Raises
    ------
    ANNarchyException
        As `Network.pulse` and `Network.fire`.

    Examples
    --------
    In a notebook::

        stimulate(Exc[:100], 5.0, duration=20)
        stimulate(Inh[3])  # a spike
        stimulate(Exc, 2.0, 5.0, period=100.0).end()
    """
    network = neurons.network
    if amplitude is None:
        return network.fire(neurons, origin=ORIGIN, **more)
    return network.pulse(neurons, amplitude, duration, attribute, origin=ORIGIN, **more)
