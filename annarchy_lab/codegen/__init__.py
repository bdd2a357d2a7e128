"""Kernel IR to program text, one folder per platform with equal file names.

May import `ir` and below.  Prints; never compiles.  Users' text reaches the output only as parsed,
re-printed expressions, and in comments from which everything but plain printable characters is
removed.
"""
