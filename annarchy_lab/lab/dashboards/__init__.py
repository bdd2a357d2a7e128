"""Dashboards: all views of a network on one page, arranged by rules or by hand.

In: a network; a layout, if there is one.
Out: a widget for notebooks; the same for pages that a server gives to others; sources for plots of
one's own.
Not here: the views themselves (`views`, `widgets`).
"""
