"""Who is connected to whom at the start: one file per pattern, formats and geometry.

In: sizes and geometries of two populations, a pattern and its arguments.  Out: edges, as arrays.
Nothing here knows a model or runs a step.

May import: ``distributions``, ``diagnostics``.
"""
