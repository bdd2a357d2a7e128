"""Optional parts of the modelling language that stand on the public API.

May import: ``api`` and the rooms below it.
"""
