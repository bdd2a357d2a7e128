"""The laboratory: magics, the runner, the journal, taps, widgets and dashboards.

The only room that may import IPython, ipywidgets, anywidget, Bokeh or Panel, and then inside
functions or modules that ``import annarchy_lab`` does not touch.

May import: every other room.
"""
