"""Pictures of cells are told what the network holds, once, and only while somebody looks."""

import jsonschema
import numpy as np
import pytest
from lab_networks import build_pulse

from annarchy_lab import ANNarchyException, Network, Neuron, Uniform
from annarchy_lab.lab import activity_map, receptive_fields, weights
from annarchy_lab.lab.schema import generate
from annarchy_lab.lab.views.cells import Cells
from annarchy_lab.lab.views.colors import SEQUENTIAL, outward, paint, signed_colors

DEFINITIONS = generate.load()


def check(name, message):
    jsonschema.validate(message, DEFINITIONS | {"$ref": f"#/$defs/{name}"})


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """Look as often as asked."""
    monkeypatch.setattr("annarchy_lab.lab.feeds.snapshot.MOST_PER_S", 1e9)
    monkeypatch.setattr("annarchy_lab.lab.feeds.feed.BYTES_PER_S", 1e15)
    monkeypatch.setattr("annarchy_lab.lab.feeds.snapshot.REST_S", 0.0)


@pytest.fixture
def plane(laboratory):
    """A sheet of 3 x 4 neurons whose rate is their rank plus the time."""
    net = Network(dt=1.0, seed=3)
    neuron = Neuron(parameters="b = 0.0", equations="r = b + t")
    sheet = net.create((3, 4), neuron, name="sheet")
    sheet.b = np.arange(12.0)
    net.compile(silent=True)
    return net, sheet


def told(view, kind="frame", seq=1):
    view.feed.fetch()
    packet = view.feed.packet(kind, seq)
    if packet is None:
        return None
    message, buffers = packet
    check("GridFrame", message)
    return message, [np.frombuffer(buffer, "<f4") for buffer in buffers]


# --- cells and colours -------------------------------------------------------------------


def test_every_item_is_in_the_cell_of_its_place():
    places = np.arange(12)
    cells = Cells(4, 3, places % 4, places // 4)
    assert cells.means(places.astype(float)).tolist() == places.reshape(3, 4).tolist()


def test_many_places_are_pooled_and_empty_cells_hold_nothing(monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.views.cells.MOST_CELLS", 2)
    cells = Cells(4, 2, np.array([0, 1, 3]), np.array([0, 0, 1]))
    means = cells.means(np.array([1.0, 5.0, 7.0]))
    assert np.array_equal(means, [[3.0, np.nan], [np.nan, 7.0]], equal_nan=True)
    assert cells.counts.tolist() == [[2, 0], [0, 1]]


def test_colours_follow_the_scale():
    values = np.array([[-5.0, 0.0, 1.0, 2.0, np.nan]], np.float32)
    pixels = paint(values, 0.0, 1.0, SEQUENTIAL)[0].tolist()
    assert pixels == [[68, 1, 84], [68, 1, 84], [253, 231, 37], [253, 231, 37], [255, 255, 255]]


@pytest.mark.parametrize("is_dark", [False, True])
def test_signed_colours_are_evenly_light_on_both_sides(is_dark):
    colors = [[int(c[k : k + 2], 16) for k in (1, 3, 5)] for c in signed_colors(is_dark=is_dark)]
    light = np.array(colors) @ [0.299, 0.587, 0.114]
    sides = np.sign(np.diff(light))
    assert set(sides[:8]) == {-1.0 if is_dark else 1.0}
    assert set(sides[8:]) == {1.0 if is_dark else -1.0}
    assert len({tuple(color) for color in colors}) == 17


def test_limits_are_round_and_hold_the_values():
    assert outward(-64.37, 29.9) == (-70.0, 30.0)
    assert outward(0.0, 0.00213) == (0.0, pytest.approx(0.0022))
    low, high = outward(3.0, 3.0)
    assert low <= 3.0 <= high


# --- activity maps -----------------------------------------------------------------------


def test_a_map_shows_each_neuron_where_it_stands(plane):
    net, _sheet = plane
    view = activity_map(net)
    check("GridHello", view.feed.hello())
    net.simulate(5.0)
    message, (values, _counts) = told(view)
    assert values.tolist() == [rank + 4.0 for rank in range(12)]
    assert (message["minimum"], message["mean"], message["maximum"]) == (4.0, 9.5, 15.0)
    assert (message["t_ms"], message["n"], message["n_unknown"]) == (5.0, 12, 0)
    hello = view.feed.hello()
    assert (hello["x_size"], hello["y_size"], hello["has_coordinates"]) == (4, 3, True)
    view.close()


def test_what_was_told_is_told_again_only_to_who_comes_new(plane):
    net, sheet = plane
    view = activity_map(net)
    net.simulate(1.0)
    assert len(told(view)[1]) == 2
    assert told(view) is None
    assert len(told(view, "snapshot")[1]) == 2
    net.simulate(1.0)
    assert len(told(view)[1]) == 1  # how many neurons a cell holds is known
    sheet.r = 3.0  # written while it stands
    assert set(told(view)[1][0]) == {3.0}
    view.close()


def test_the_scale_grows_and_begins_anew_after_a_reset(plane):
    net, _sheet = plane
    view = activity_map(net)
    net.simulate(1.0)
    assert told(view)[0]["high"] == pytest.approx(11.0)
    net.simulate(50.0)
    message, _ = told(view)
    assert (message["low"], message["high"]) == (0.0, pytest.approx(70.0))
    net.reset()
    assert view.feed.fetch()
    net.simulate(1.0)
    assert told(view)[0]["high"] == pytest.approx(11.0)
    view.close()


def test_given_limits_stay(plane):
    net, _sheet = plane
    view = activity_map(net, "b", limits=(-1, 1))
    net.simulate(1.0)
    message, _ = told(view)
    assert (message["low"], message["high"], message["signed"]) == (-1.0, 1.0, True)
    view.close()


def test_values_that_are_no_numbers_are_counted(plane):
    net, sheet = plane
    view = activity_map(net)
    net.simulate(1.0)
    sheet[2].r = np.nan
    message, (values, _) = told(view)
    assert (message["n_unknown"], np.isnan(values).sum()) == (1, 1)
    assert message["maximum"] == 11.0
    view.close()


def test_spikes_become_rates(laboratory):
    pulse = build_pulse()
    view = activity_map(pulse.net, tau=50.0)
    monitor = pulse.net.monitor(pulse.pop, "spike")
    pulse.net.simulate(400.0)
    message, (values, _) = told(view)
    steps, ranks = monitor.raster_plot()
    ages = 399.0 - np.asarray(steps, float)
    expected = np.bincount(ranks, weights=np.exp(-ages / 50.0), minlength=100)
    expected *= 1000.0 * -np.expm1(-1.0 / 50.0)
    assert values[:100] == pytest.approx(expected, rel=1e-2, abs=0.02)
    assert view.feed.hello()["has_coordinates"] is False
    assert (message["low"], view.feed.style.unit) == (0.0, "Hz")
    view.close()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"variable": "nonsense"}, "no variable"),
        ({"limits": (2, 1)}, "ascending"),
        ({"limits": (0, float("nan"))}, "ascending"),
    ],
)
def test_what_cannot_be_shown_is_explained(plane, arguments, message):
    with pytest.raises(ANNarchyException, match=message):
        activity_map(plane[0], **arguments)


def test_parts_and_solids_have_no_map(laboratory):
    net = Network(dt=1.0)
    neuron = Neuron(equations="r = t")
    solid, row = net.create((2, 2, 2), neuron), net.create(9, neuron)
    net.compile(silent=True)
    with pytest.raises(ANNarchyException, match="3 dimensions"):
        activity_map(net, of=solid)
    with pytest.raises(ANNarchyException, match="part"):
        activity_map(net, of=row[2:5])


def test_a_map_leaves_a_picture_behind(plane, monkeypatch):
    net, _sheet = plane
    view = activity_map(net)
    net.simulate(3.0)
    view.feed.fetch()
    assert "image/png" in view.bundle()
    monkeypatch.setattr("annarchy_lab.lab.views.still.find_spec", lambda _: None)
    assert view.still().startswith(b"\x89PNG")
    view.close()


# --- synapses ----------------------------------------------------------------------------


@pytest.fixture
def wired(laboratory):
    """A sheet drives two neurons, one through positive weights, one through negative."""
    net = Network(dt=1.0, seed=3)
    sheet = net.create((3, 4), Neuron(equations="r = t"), name="sheet")
    out = net.create(5, Neuron(equations="r = sum(exc)"), name="out")
    proj = net.connect(sheet, out[1:3], "exc", name="drive")
    proj.all_to_all(Uniform(0.0, 1.0))
    net.compile(silent=True)
    for row, post in enumerate((1, 2)):
        proj.dendrite(post).w = [(-1.0) ** row * pre for pre in range(12)]
    return net, proj


def test_a_matrix_has_a_row_for_each_post_neuron(wired):
    net, proj = wired
    view = weights(net, proj)
    net.simulate(1.0)
    message, (values, _) = told(view)
    hello = view.feed.hello()
    check("GridHello", hello)
    assert (hello["x_size"], hello["y_size"]) == (12, 2)
    assert (hello["x_first"], hello["y_first"]) == (0, 1)
    assert values.reshape(2, 12).tolist() == [list(range(12)), [-k for k in range(12)]]
    assert (message["minimum"], message["mean"], message["maximum"]) == (-11.0, 0.0, 11.0)
    assert (message["signed"], message["low"], message["n"]) == (True, -message["high"], 24)
    view.close()


def test_weights_that_stay_are_told_once(wired):
    net, proj = wired
    view = weights(net, proj)
    net.simulate(1.0)
    assert told(view) is not None
    net.simulate(1.0)
    assert told(view) is None
    view.close()


def test_statistics_are_those_of_all_synapses_where_cells_pool_them(wired, monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.views.cells.MOST_CELLS", 2)
    net, _proj = wired
    view = weights(net, "drive")
    net.simulate(1.0)
    message, (values, counts) = told(view)
    assert values.tolist() == [2.5, 8.5, -2.5, -8.5]
    assert counts.view("<u4").tolist() == [6, 6, 6, 6]
    assert message["maximum"] == 11.0
    view.close()


def test_fields_stand_side_by_side_in_the_geometry_of_pre(wired):
    net, proj = wired
    view = receptive_fields(net, proj)
    net.simulate(1.0)
    _, (values, _) = told(view)
    hello = view.feed.hello()
    check("GridHello", hello)
    assert (hello["fields"], hello["field_width"], hello["field_height"]) == ([1, 2], 4, 3)
    picture = values.reshape(hello["n_rows"], hello["n_columns"])
    assert picture[:3, :4].tolist() == np.arange(12.0).reshape(3, 4).tolist()
    assert np.isnan(picture).sum() == picture.size - 24
    view.close()


def test_fields_of_chosen_neurons(wired):
    net, proj = wired
    view = receptive_fields(net, proj, neurons=2)
    net.simulate(1.0)
    message, (values, _) = told(view)
    assert values.tolist() == [-k for k in range(12)]
    assert message["n"] == 12
    view.close()


def test_synapses_that_come_and_go_are_followed(laboratory):
    net = Network(dt=1.0, seed=3)
    pre = net.create(3, Neuron(equations="r = t"))
    net.config(structural_plasticity=True)
    proj = net.connect(pre, pre, "exc", name="growing")
    proj.one_to_one(weights=1.0)
    net.compile(silent=True)
    view = weights(net, proj)
    net.simulate(1.0)
    assert told(view)[0]["n"] == 3
    proj.dendrite(0).create_synapse(2, 5.0)
    message, (values, counts) = told(view)
    assert (message["n"], values[2]) == (4, 5.0)
    assert counts.view("<u4").tolist() == [1, 0, 1, 0, 1, 0, 0, 0, 1]
    view.close()


@pytest.mark.parametrize(
    ("show", "arguments", "message"),
    [
        (weights, {"projection": "nonsense"}, "no projection"),
        (weights, {"variable": "nonsense"}, "no attribute"),
        (receptive_fields, {"neurons": 4}, "no dendrite of neuron 4"),
    ],
)
def test_which_synapses_cannot_be_shown_is_explained(wired, show, arguments, message):
    with pytest.raises(ANNarchyException, match=message):
        show(wired[0], **arguments)


def test_synapses_leave_a_picture_behind(wired):
    net, proj = wired
    for view in (weights(net, proj), receptive_fields(net, proj)):
        net.simulate(1.0)
        view.feed.fetch()
        assert view.still().startswith(b"\x89PNG")
        view.close()
