"""Widgets: one per live view, the transport bar, the controls, and all of them together.

In: a network.
Out: anywidgets around the files in ``static``, which are built from ``labextension/src/widgets``.
Not here: what the views are told (`feeds`), how they paint (TypeScript).
"""
