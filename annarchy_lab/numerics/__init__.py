"""From differential equations to assignments: one file per method, found through `registry`.

May import `language` and below.  The only room that imports sympy, and only where the structure of
an equation does not already show what is asked (`algebra`).
"""
