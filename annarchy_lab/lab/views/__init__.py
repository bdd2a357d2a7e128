"""The calls that make live views, what they show, and their still pictures.

In: populations, projections and parts of them.
Out: widgets, attached to the session of their network.
Not here: the widgets themselves (`annarchy_lab.lab.widgets`), their numbers (`feeds`).
"""
