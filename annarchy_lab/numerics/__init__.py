"""From differential equations to assignments: one file per method, found through `registry`.

May import `language` and below.  All algebra is ours (`polynomial`, `linear`, `elimination`,
`quadratic`): it takes bounded time, and the order of terms is that of the user's text.
"""
