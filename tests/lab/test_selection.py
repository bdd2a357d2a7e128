"""One thing is selected in a network, and all of its views agree about it."""

import numpy as np
import pytest
from lab_networks import build_rates

from annarchy_lab import ANNarchyException, Network, Neuron
from annarchy_lab.lab import (
    activity_map,
    phase_plane,
    raster,
    receptive_fields,
    select,
    selected,
    trace,
    weights,
)
from annarchy_lab.lab.laboratory import LABORATORY


def click(view, item):
    view._hear({"kind": "select", "item": item})


def marks(view):
    return view.selected["marks"]


@pytest.fixture
def views(pulse):
    """Two rasters, a trace and a plane; the first raster is cut into Exc and Inh."""
    groups = {"Exc": pulse.exc, "Inh": pulse.inh}
    made = (
        raster(pulse.net, groups),
        raster(pulse.net),
        trace(pulse.net, "v", of=pulse.exc),
        phase_plane(pulse.net, "v", "u", neurons=[3, 4]),
    )
    yield made
    for view in made:
        view.close()


def test_what_is_clicked_in_one_view_is_marked_in_all(pulse, views, eventually):
    by_group, whole, traced, plane = views
    click(by_group, 85)
    eventually(lambda: by_group.selected["label"] == "Inh[5]")
    assert selected(pulse.net).neuron == ("pop", 85)
    eventually(lambda: marks(whole) == [[85]])
    eventually(lambda: traced.feed.series == [{"name": "Inh[5]", "color_index": 1}])
    eventually(lambda: [s["name"] for s in plane.feed.series][2:] == ["Inh[5]"])
    assert (marks(traced), marks(plane)) == ([[0]], [[2]])
    assert traced.feed.title == "v of Inh[5]"
    click(whole, -1)
    eventually(lambda: marks(whole) == [])
    eventually(lambda: traced.feed.series == [{"name": "neuron 0", "color_index": 0}])
    assert selected(pulse.net) is None


def test_a_trace_shows_the_selected_neuron_from_then_on(pulse, views, eventually):
    traced = views[2]
    pulse.net.simulate(10.0)
    select(pulse.pop[42])
    eventually(lambda: marks(traced) == [[0]])
    traced.feed.open(pulse.net.simulator)
    traced.feed.fetch()
    pulse.net.simulate(5.0)
    traced.feed.fetch()
    assert (traced.feed.start, traced.feed.stop) == (10, 15)
    values = traced.feed.values(10, 15)
    assert values.shape == (5, 1)
    assert values[-1, 0] == np.float32(pulse.pop.v[42])


def test_who_comes_late_is_told(pulse, views):
    select(pulse.inh[0])
    late = raster(pulse.net)
    assert late.selected == {"label": "pop[80]", "marks": [[80]]}
    late.close()


def test_a_line_of_a_trace_is_clicked(pulse, views, eventually):
    plane = views[3]
    click(plane, 1)
    eventually(lambda: marks(views[1]) == [[4]])
    assert [s["name"] for s in plane.feed.series] == ["neuron 3", "neuron 4"]
    click(plane, 99)  # nothing is there
    for odd in ({"item": "1"}, {"item": -7}, {"item": 1.5}, {}):
        plane._hear({"kind": "select"} | odd)
    assert selected(pulse.net).label == "pop[4]"


def test_a_selection_changes_nothing(pulse, views):
    session = LABORATORY.session(pulse.net)
    pulse.net.start(5.0, speed=None).wait()
    before, step = len(session.journal.records()), pulse.net.current_step
    select(pulse.pop[7])
    select(None, pulse.net)
    assert (len(session.journal.records()), pulse.net.current_step) == (before, step)


@pytest.fixture
def synapses(laboratory):
    net = Network(dt=1.0, seed=1)
    model = Neuron(equations="r = sum(exc)")
    sheet = net.create((3, 4), model, name="sheet")
    out = net.create(2, model, name="out")
    proj = net.connect(sheet, out, "exc", name="proj")
    edges = np.full((2, 12), None)
    edges[0, 5:], edges[1, :6] = 1.0, 1.0  # post by pre
    proj.from_matrix(edges)
    net.compile(silent=True)
    return net, sheet, out, proj


def test_maps_and_matrices_mark_places(synapses, eventually):
    net, sheet, out, proj = synapses
    shown = [activity_map(net, of=sheet), weights(net, proj), receptive_fields(net, proj)]
    grid, matrix, fields = shown
    click(grid, 5)
    eventually(lambda: marks(grid) == [[1, 1, 1, 1]])
    eventually(lambda: marks(matrix) == [[5, 0, 1, 2]])
    assert selected(net).label == "sheet[5]"
    click(matrix, 12 + 3)  # post 1, pre 3
    eventually(lambda: marks(matrix) == [[3, 1, 1, 1]])
    assert selected(net).neuron == ("out", 1)
    assert (selected(net).projection, selected(net).pre_rank) == ("proj", 3)
    eventually(lambda: marks(fields) == [[5 + 3, 0, 1, 1]])
    click(matrix, 3)  # there is no such synapse: the dendrite
    eventually(lambda: marks(matrix) == [[0, 0, 12, 1]])
    assert selected(net).pre_rank is None
    click(fields, 4)  # between two fields
    select(out[1])
    eventually(lambda: marks(fields) == [[5, 0, 4, 3]])
    for view in shown:
        view.close()


def test_everything_that_can_be_selected(synapses):
    net, sheet, _out, proj = synapses
    for what, neuron, label in (
        (sheet, None, "sheet"),
        (sheet[2:4], None, "sheet[2:4]"),
        (sheet[1, 2], ("sheet", 6), "sheet[6]"),
        (proj, None, "proj"),
        (proj[1], ("out", 1), "out[1]"),
        (proj.synapse(0, 1), ("out", 1), "out[1]"),
    ):
        select(what)
        assert (selected(net).neuron, selected(net).label) == (neuron, label)
    assert selected(net).pre_rank == 0
    with pytest.raises(ANNarchyException, match="cannot be selected"):
        select("sheet")


def test_a_neuron_without_the_variable_leaves_the_trace(laboratory, eventually):
    net, pop = build_rates(compiled=False)
    other = net.create(3, Neuron(equations="x = 1.0\nr = x"), name="other")
    net.compile(silent=True)
    view, every = trace(net, "baseline", of=pop), activity_map(net, "x", of=other)
    select(other[2])
    eventually(lambda: marks(every) == [[0, 1, 1, 1]])
    assert view.feed.title == "baseline of rates"
    select(pop[3])
    eventually(lambda: view.feed.title == "baseline of rates[3]")
    view.close()
    every.close()
