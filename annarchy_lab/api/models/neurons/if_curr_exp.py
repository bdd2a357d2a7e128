"""`IF_curr_exp`: leaky integrate-and-fire with exponentially decaying synaptic currents."""

from annarchy_lab.api.models.neurons.conductances import DECAY
from annarchy_lab.api.models.quantities import Value, parameters
from annarchy_lab.language.declare import Neuron, Variable

__all__ = ["IF_curr_exp"]


class IF_curr_exp(Neuron):  # noqa: N801 - its published name
    r"""Leaky integrate-and-fire neuron with exponentially decaying currents.

    .. math::

        c_m \frac{dv}{dt} = \frac{c_m}{\tau_m} (v_{rest} - v) + g_{exc} - g_{inh} + i_{offset}

        \tau_{syn,E} \frac{dg_{exc}}{dt} = -g_{exc}, \qquad
        \tau_{syn,I} \frac{dg_{inh}}{dt} = -g_{inh}

    integrated with the exponential method, all from the values of the step before.  At a spike,
    when :math:`v > v_{thresh}`: :math:`v \leftarrow v_{reset}`.

    Parameters
    ----------
    v_rest
        Resting potential in mV.  Default: -65.
    cm
        Capacity of the membrane in nF.  Default: 1.
    tau_m
        Time constant of the membrane in ms.  Default: 20.
    tau_refrac
        Refractory period in ms.  Default: 0.
    tau_syn_E, tau_syn_I
        Decay times of excitation and inhibition in ms.  Default: 5, 5.
    v_thresh
        Threshold in mV.  Default: -50.
    v_reset
        Potential after a spike in mV.  Default: -65.
    i_offset
        Constant current in nA.  Default: 0.

    Notes
    -----
    All parameters are local.  Variables: ``v``, the potential in mV, which begins at `v_reset`;
    ``g_exc`` and ``g_inh``, in nA.

    A model of PyNN: A. P. Davison et al. (2009), PyNN: a common interface for neuronal network
    simulators, Frontiers in Neuroinformatics 2:11.

    Examples
    --------
    >>> IF_curr_exp(tau_m=10.0, i_offset=1.0)
    <Neuron 'IF_curr_exp': spiking, 9 parameters, 3 variables>
    """

    def __init__(  # noqa: PLR0913 - every parameter is one
        self,
        v_rest: Value = -65.0,
        cm: Value = 1.0,
        tau_m: Value = 20.0,
        tau_refrac: Value = 0.0,
        tau_syn_E: Value = 5.0,  # noqa: N803 - PyNN's names
        tau_syn_I: Value = 5.0,  # noqa: N803
        v_thresh: Value = -50.0,
        v_reset: Value = -65.0,
        i_offset: Value = 0.0,
    ) -> None:
        super().__init__(
            parameters=parameters(locals(), "local"),
            equations=[
                Variable(
                    "cm * dv/dt = cm/tau_m * (v_rest - v) + g_exc - g_inh + i_offset",
                    init="v_reset",
                    method="exponential",
                    unit="mV",
                    description="membrane potential",
                ),
                *DECAY,
            ],
            spike="v > v_thresh",
            reset="v = v_reset",
            refractory="tau_refrac",
            description="Leaky integrate-and-fire neuron with exponentially decaying currents.",
        )
