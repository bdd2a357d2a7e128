"""The reference backend: executes level 1 with NumPy, plainly, and so defines what networks mean.

`simulator` is what the API drives, `loop` and `runner` step.  `network` has the order of one step;
`population` and `projection` do what happens there; `evaluate` executes statements on the elements
of a place; `arithmetic`, `draws` and `sums` are the numbers of docs/exactness.md.
"""
