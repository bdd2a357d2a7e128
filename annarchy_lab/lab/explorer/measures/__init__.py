"""What is measured of neurons on a bench; one measure, one file.

In: a `Recorded`, how many neurons, from when on.
Out: one number per neuron, NaN where there is none.
Not here: which parameters vary (`scan`).
"""
