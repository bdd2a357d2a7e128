"""Pictures and numbers of views as files: what a notebook keeps, and what goes into a paper.

In: what views show, as arrays.
Out: PNG, SVG, PDF and NPZ, all pictures from one drawing; the answers to a view's own menu.
Not here: the views, what they are fed with.
"""
