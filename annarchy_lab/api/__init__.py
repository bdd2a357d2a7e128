"""What users call: networks, populations, projections, monitors, inputs, models.

In: scripts and notebook cells.  Out: a running network and its recordings.  Thin: meaning lives in
the rooms below, display in the room above.

May import: ``runtime`` and the rooms below it.
"""
