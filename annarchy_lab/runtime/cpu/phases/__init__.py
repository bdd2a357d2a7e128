"""The phases of a step: what the core is told to do, and what each touches.

In: `NetworkState`.  Out: `hazards.Phase` values.  Not here: their order (`cpu.schedule`).
"""
