"""Stimuli by hand, in the lab: the call, the brush, what the tool asks for.

In: groups of neurons, settings, places that a brush went over.
Out: pulses and spikes of the API.
Not here: the widget (`widgets.stimulus`), what a stimulus does (`api.stimuli`).
"""
