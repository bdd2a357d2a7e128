"""Stimuli: pulses, noise and spikes that are given to a network by hand, for exact steps.

In: populations and views, times in ms.
Out: `stimulating.Stimulating`, a part of `Network`; `pulse.Pulse`, what it returns.
"""
