"""Going back in time: checkpoints, keyframes, branches.

In: a compiled network.  Out: `Travelling`, the part of a network that offers them.
Not here: the state itself, which is the backends' (`runtime.captured`).
"""
