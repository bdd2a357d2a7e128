"""The explorer: what a neuron model does, from its own equations.

In: a neuron model, values of its parameters, what drives it.
Out: traces, the vector field, nullclines, fixed points with their stability, f-I curves, scans; all
as arrays.
Not here: widgets (`lab.widgets.explorer`); networks of the user.
"""
