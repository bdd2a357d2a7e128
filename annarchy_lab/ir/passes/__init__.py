"""Passes: each makes a model or a module cheaper to run, and no result another one.

`share_traces` works on level 1, all others on level 2; `lower_neuron` and `lower_synapse` say in
which order.  One pass, one file named after it; what they have in common is `rewriting`.
"""
