"""Inputs: populations and projections that bring something into a network, one file each.

In: rates, patterns, times, currents.  Out: ordinary populations and projections.
Not here: what any of them is made of, which the rooms below know.
"""
