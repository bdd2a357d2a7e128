"""The two levels between equations and machine code.

Level 1 (`model`, `expression`) is a model as a scientist sees it, typed and with time discretised;
the reference backend executes it.  Level 2 (`kernel`) is loops, loads and stores; `codegen` prints
it. May import `numerics` and below.
"""
