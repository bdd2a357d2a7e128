"""What live views are told: one kind of feed per kind of view.

In: taps into a running network, or its state at a step edge.
Out: packets of numbers, sized for a screen.
Not here: when to look (`annarchy_lab.lab.session`), how it is painted (TypeScript).
"""
