"""One file per pattern; `pattern.registered_patterns` finds them by file name.

Each file holds one function ``build(ends, rng, *, ...) -> EdgeList`` whose keyword arguments are
those of the connector method of the same name.
"""
