"""The laboratory: magics, live views, controls, the journal.

In: networks of the API, in a notebook.
Out: widgets and displays; `live raster rate trace controls transport` show a network while it runs;
`select` marks something in all of them; `journal` and `replay` tell what was changed and do it once
more.
Not here: any meaning of a model.

The only room that may import IPython, ipywidgets, anywidget, Bokeh or Panel, and then inside
functions or modules that ``import annarchy_lab`` does not touch.

May import: every other room.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annarchy_lab.lab.dashboards.dashboard import dashboard
    from annarchy_lab.lab.dashboards.serving import panel_dashboard, serve
    from annarchy_lab.lab.dashboards.sources import bokeh_source
    from annarchy_lab.lab.explorer.explore import explore
    from annarchy_lab.lab.explorer.explorer import Explorer
    from annarchy_lab.lab.explorer.waveforms import Waveform
    from annarchy_lab.lab.journals.replaying import replay, to_script
    from annarchy_lab.lab.stimuli.stimulate import stimulate
    from annarchy_lab.lab.views.graph import graph, inputs
    from annarchy_lab.lab.views.selecting import select, selected
    from annarchy_lab.lab.views.states import activity_map, histogram, phase_plane
    from annarchy_lab.lab.views.synapses import receptive_fields, weights
    from annarchy_lab.lab.views.travels import journal_table, timeline
    from annarchy_lab.lab.views.views import (
        controls,
        journal,
        live,
        raster,
        rate,
        stimulus,
        trace,
        transport,
    )

__all__ = [
    "Explorer",
    "Waveform",
    "activity_map",
    "bokeh_source",
    "controls",
    "dashboard",
    "explore",
    "graph",
    "histogram",
    "inputs",
    "journal",
    "journal_table",
    "live",
    "panel_dashboard",
    "phase_plane",
    "raster",
    "rate",
    "receptive_fields",
    "replay",
    "select",
    "selected",
    "serve",
    "stimulate",
    "stimulus",
    "timeline",
    "to_script",
    "trace",
    "transport",
    "weights",
]

_HOMES = {
    "Explorer": "explorer.explorer",
    "Waveform": "explorer.waveforms",
    "explore": "explorer.explore",
    "dashboard": "dashboards.dashboard",
    "panel_dashboard": "dashboards.serving",
    "serve": "dashboards.serving",
    "bokeh_source": "dashboards.sources",
    "activity_map": "views.states",
    "graph": "views.graph",
    "histogram": "views.states",
    "inputs": "views.graph",
    "journal_table": "views.travels",
    "phase_plane": "views.states",
    "receptive_fields": "views.synapses",
    "weights": "views.synapses",
    "select": "views.selecting",
    "selected": "views.selecting",
    "stimulate": "stimuli.stimulate",
    "replay": "journals.replaying",
    "timeline": "views.travels",
    "to_script": "journals.replaying",
}


def __getattr__(name: str) -> object:
    """Import what is asked for: the widgets take a third of a second."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'views.views')}"), name)
