"""The words of the magics: templates that a bare magic inserts, and help that teaches by example.

In: nothing.
Out: texts.
Not here: what the magics do.
"""

from typing import Final

__all__ = ["HELP", "TEMPLATES"]

TEMPLATES: Final = {
    "neuron": '''%%neuron {name}
"""What it models, who described it first."""
parameters:
    tau = 20.0 in 5..50      # membrane time constant (ms)
    threshold = 1.0          # of a spike
equations:
    tau * dv/dt + v = g_exc - g_inh : init=0.0
spike: v > threshold
reset: v = 0.0
refractory: 2.0
''',
    "synapse": '''%%synapse {name}
"""What it models, who described it first."""
parameters:
    tau = 20.0 in 5..50      # time constant of the traces (ms)
    rate = 0.01 in 0..0.1    # of learning
equations:
    tau * dx/dt = -x : event-driven
    tau * dy/dt = -y : event-driven
pre_spike:
    g_target += w
    x += 1.0
    w = clip(w - rate * y, 0.0, 1.0)
post_spike:
    y += 1.0
    w = clip(w + rate * x, 0.0, 1.0)
''',
}

HELP: Final = {
    "neuron": '''A neuron model in a cell.

    %%neuron LIF
    """Leaky integrate-and-fire neuron."""
    parameters:
        tau = 20.0 in 5..50       # membrane time constant (ms)
        threshold = -50.0         # (mV)
    equations:
        tau * dv/dt = -60.0 - v + g_exc - g_inh : init=-60.0
    spike: v > threshold
    reset: v = -60.0
    refractory: 2.0

A section word begins a line; its text follows on that line, or indented below it.
  parameters     name = value; `in lo..hi` is the range of its control; behind # stands the
                 description, a unit in its last parentheses
  equations      assignments and ODEs; options behind a colon: init=, min=, max=, exponential, ...
  spike          when it spikes; without it the neuron is rate-coded and needs a variable r
  reset          what happens at a spike
  refractory     for how long nothing else happens then (ms)
  functions      f(x) = ..., one per line
g_exc is what spikes of target exc bring; in a rate-coded neuron sum(exc) is their weighted sum.

The model is then the Python object LIF:  net.create(100, LIF)
The same in plain Python:  LIF = ann.Neuron(parameters=..., equations=..., spike=..., reset=...)
A bare %%neuron puts a template into the cell.
''',
    "synapse": '''A synapse model in a cell.

    %%synapse Oja
    """Learning rule of Oja (1982)."""
    parameters:
        tau = 5000.0 in 1000..10000   # time constant of learning (ms)
    equations:
        tau * dw/dt = pre.r * post.r - post.r^2 * w : min=0.0

A section word begins a line; its text follows on that line, or indented below it.
  parameters     as in %%neuron
  equations      of each synapse, at each step; w is its weight; pre.r, post.v are its neurons'
  psp            what it transmits; default w * pre.r
  pre_spike      what happens when a spike arrives; default g_target += w
  post_spike     what happens when the post-synaptic neuron spikes
  operation      sum, max, min or mean over a dendrite

The model is then the Python object Oja:  net.connect(a, b, "exc", Oja)
The same in plain Python:  Oja = ann.Synapse(parameters=..., equations=...)
A bare %%synapse puts a template into the cell.
''',
}
