"""The same network many times over, in several processes.

In: a function of a network, how often, which arguments and seeds.
Out: its results, in order or as they finish.
Not here: studies of many parameters, and clusters, which are the lab's.

`network_runs` and `old_style` are what users call; they make `jobs`, which `pool` hands to
processes that run `worker`.
"""
