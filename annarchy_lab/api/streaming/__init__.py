"""Recordings that do not fit into memory: when they go to disk, where, and how they come back.

In: what recorders have collected.  Out: one Zarr group per recorded variable.
Not here: recorders (`runtime`), the shapes that users see (`recorded`).
"""
