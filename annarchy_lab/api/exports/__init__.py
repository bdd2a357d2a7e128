"""Recordings in the formats of other programs: files, tables, labelled arrays; one format per file.

In: recordings.  Out: files without pickles, `pandas` and `xarray` objects.
Not here: when a monitor forgets what was exported (`export_methods`).
"""
