"""The network graph: where things stand, what is told of them, what the card says."""

import json
import xml.etree.ElementTree as ET
from itertools import pairwise

import jsonschema
import numpy as np
import pytest
from lab_networks import build_pulse, build_rates

from annarchy_lab import STP, ANNarchyException, Network, Neuron, Synapse
from annarchy_lab.lab import graph, inputs, select
from annarchy_lab.lab.cards.network import NetworkCard
from annarchy_lab.lab.exporting.layout import drawing_of
from annarchy_lab.lab.exporting.svg import svg
from annarchy_lab.lab.feeds.graph import WINDOW_MS
from annarchy_lab.lab.schema import generate
from annarchy_lab.lab.views.graph_layout import NODE_HEIGHT, NODE_WIDTH, lay_out
from annarchy_lab.lab.views.graph_parts import effect_of, is_plastic
from annarchy_lab.lab.views.still import still_png

DEFINITIONS = generate.load()


def check(name, message):
    jsonschema.validate(message, DEFINITIONS | {"$ref": f"#/$defs/{name}"})


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """Look as often as asked."""
    monkeypatch.setattr("annarchy_lab.lab.feeds.snapshot.MOST_PER_S", 1e9)
    monkeypatch.setattr("annarchy_lab.lab.feeds.snapshot.REST_S", 0.0)
    monkeypatch.setattr("annarchy_lab.lab.feeds.graph.WEIGHTS_S", 0.0)
    monkeypatch.setattr("annarchy_lab.lab.feeds.card.CARD_S", 0.0)


@pytest.fixture
def pulse_graph(pulse):
    view = graph(pulse.net, {"Exc": pulse.exc, "Inh": pulse.inh})
    yield view
    view.close()


def told(view, kind="frame"):
    view.feed.fetch()
    packet = view.feed.packet(kind, 1)
    if packet is None:
        return None
    message, buffers = packet
    check("GraphFrame", message)
    n = len(view.feed.links)
    rates, weights = (np.frombuffer(buffer, "<f4") for buffer in buffers[:2])
    return message, rates, weights.reshape(n, 4), np.frombuffer(buffers[2], "<u4")


# --- layout ------------------------------------------------------------------------------


def overlaps(places):
    distance = np.abs(places[:, None] - places[None])
    close = (distance[..., 0] < NODE_WIDTH) & (distance[..., 1] < NODE_HEIGHT)
    return int(close.sum()) - len(places)


@pytest.mark.parametrize(("n_nodes", "n_edges"), [(1, 2), (2, 4), (12, 40), (30, 90)])
def test_a_layout_is_stable_and_nothing_overlaps(n_nodes, n_edges):
    rng = np.random.default_rng(n_nodes)
    edges = [(int(a), int(b)) for a, b in rng.integers(0, n_nodes, (n_edges, 2))]
    first, second = lay_out(n_nodes, edges), lay_out(n_nodes, edges)
    assert np.array_equal(first.places, second.places)
    assert np.array_equal(first.bends, second.bends)
    assert overlaps(first.places) == 0
    width, height = np.ptp(first.places, axis=0)
    assert width < 8.0 * (height + 200.0)


def test_inputs_come_left_of_what_they_drive():
    places = lay_out(4, [(3, 1), (1, 2), (2, 1), (1, 0), (2, 0)]).places
    assert places[3, 0] < places[1, 0] == places[2, 0] < places[0, 0]


def test_edges_between_the_same_nodes_keep_apart():
    bends = lay_out(2, [(0, 1), (0, 1), (1, 0), (0, 0), (0, 0)]).bends
    sides = sorted([bends[0], bends[1], -bends[2]])
    assert all(b - a > 20.0 for a, b in pairwise(sides))
    assert abs(bends[3] - bends[4]) > 20.0


def test_an_edge_passes_by_what_stands_between():
    chain = [(0, 1), (1, 2), (0, 2)]
    layout = lay_out(3, chain)
    if layout.places[0, 1] == layout.places[1, 1] == layout.places[2, 1]:
        assert abs(layout.bends[2]) > NODE_HEIGHT / 2


def test_a_network_without_anything_is_laid_out():
    assert lay_out(0, []).places.shape == (0, 2)


# --- what is shown -----------------------------------------------------------------------


def test_groups_are_nodes_and_their_connections_edges(pulse, pulse_graph):
    hello = pulse_graph.feed.hello()
    check("GraphHello", hello)
    assert [(n["name"], n["size"], n["model"]) for n in hello["nodes"]] == [
        ("Exc", 80, "Izhikevich"),
        ("Inh", 20, "Izhikevich"),
    ]
    assert [(e["name"], e["source"], e["sink"], e["effect"]) for e in hello["edges"]] == [
        ("exc", 0, 0, "excitatory"),
        ("exc", 0, 1, "excitatory"),
        ("inh", 1, 0, "inhibitory"),
        ("inh", 1, 1, "inhibitory"),
    ]


def test_a_population_that_is_connected_in_parts_is_shown_in_parts(pulse):
    view = graph(pulse.net)
    assert [n["name"] for n in view.feed.hello()["nodes"]] == ["pop[0:80]", "pop[80:100]"]
    view.close()
    whole = graph(pulse.net, pulse.pop)
    hello = whole.feed.hello()
    assert [(e["source"], e["sink"]) for e in hello["edges"]] == [(0, 0), (0, 0)]
    whole.close()


def test_rates_and_weights_are_those_of_the_network(pulse, pulse_graph):
    monitor = pulse.net.monitor(pulse.pop, "spike")
    told(pulse_graph)
    pulse.net.simulate(700.0)
    _, rates, weights, counts = told(pulse_graph)
    spikes = monitor.get("spike")
    late = [sum(t >= 700.0 - WINDOW_MS for t in spikes[rank]) for rank in range(100)]
    seconds = WINDOW_MS / 1000.0
    assert rates == pytest.approx([sum(late[:80]) / 80 / seconds, sum(late[80:]) / 20 / seconds])
    w = np.concatenate([pulse.exc_proj[post].w for post in range(80)])
    assert counts.tolist() == [80 * 79, 20 * 80, 80 * 20, 20 * 19]
    expected = [np.mean(w), np.min(w), np.median(w), np.max(w)]
    assert weights[0] == pytest.approx(expected, rel=1e-6)


def test_what_has_not_changed_is_not_told(pulse, pulse_graph):
    pulse.net.simulate(10.0)
    assert "card" in told(pulse_graph)[0]
    assert told(pulse_graph) is None
    pulse.inh_proj.w = 2.5
    message, _, weights, _ = told(pulse_graph)
    assert weights[2].tolist() == [2.5, 2.5, 2.5, 2.5]
    assert "card" not in message
    assert "card" in told(pulse_graph, "snapshot")[0]


def test_rate_coded_populations_have_the_mean_of_r(laboratory):
    net, pop = build_rates()
    view = graph(net)
    net.simulate(30.0)
    _, rates, *_ = told(view)
    assert rates[0] == pytest.approx(pop.r.mean())
    assert view.feed.hello()["nodes"][0]["is_spiking"] is False
    view.close()


def test_an_unfinished_network_is_shown(laboratory):
    pulse = build_pulse(compiled=False)
    pulse.net.connect(pulse.pop, pulse.pop, "exc", name="not yet")
    view = graph(pulse.net, pulse.pop)
    assert [e["name"] for e in view.feed.hello()["edges"]] == ["exc", "inh", "not yet"]
    assert np.isnan(view.feed.rates).all()
    assert "image/svg+xml" in view.bundle()["text/html"]
    view.close()
    with pytest.raises(ANNarchyException, match="no population or view"):
        graph(pulse.net, {"x": 3})


def test_targets_and_models_are_told_apart():
    assert [effect_of(t) for t in ("exc", "GABA_a", "inh2", "ampa", "dopa")] == [
        "excitatory", "inhibitory", "inhibitory", "excitatory", "other",
    ]  # fmt: skip
    hebb = Synapse(equations="dw/dt = 0.01 * pre.r * post.r")
    assert is_plastic(hebb.declaration)
    assert not is_plastic(STP().declaration)
    assert is_plastic(Synapse(pruning="w < 0.1").declaration)


# --- where it stands, what is selected ---------------------------------------------------


def test_a_node_that_was_dragged_stays_there(pulse_graph, eventually):
    before = pulse_graph.feed.hello()["nodes"][1]
    pulse_graph._hear({"kind": "place", "node": 1, "x": 12.0, "y": 345})
    eventually(lambda: pulse_graph.feed.hello()["nodes"][1]["y"] == 345.0)
    for odd in ({"x": float("nan")}, {"x": 1e9}, {"node": 7}, {"x": "0"}):
        pulse_graph._hear({"kind": "place", "node": 1, "x": 1.0, "y": 1.0} | odd)
    pulse_graph._hear({"kind": "place", "node": -1, "x": 0, "y": 0})
    eventually(lambda: pulse_graph.feed.hello()["nodes"][1] == before)


def test_nodes_and_edges_are_selected(pulse, pulse_graph, eventually):
    def click(item):
        pulse_graph._hear({"kind": "select", "item": item})

    def marked(label, *items):
        eventually(lambda: pulse_graph.selected["label"] == label)
        assert pulse_graph.selected["marks"] == [[item] for item in items]

    click(1)
    marked("Inh", 1)
    click(2)
    marked("exc", 2, 3)
    select(pulse.pop[15])
    marked("pop[15]", 0)
    select(pulse.inh)
    marked("pop[80:100]", 1)
    select(pulse.pop)
    marked("pop", 0, 1)
    click(99)
    click(-1)
    marked("")


# --- the card ----------------------------------------------------------------------------


def rows(card, title):
    (found,) = (s["rows"] for s in card["sections"] if s["title"] == title)
    return dict(found) if len(found[0]) == 2 else [line for (line,) in found]


@pytest.fixture
def card_of(pulse):
    """Select something and read its card."""
    view = inputs(pulse.net)

    def read(what):
        select(what, pulse.net)
        view._follow(view._session.selection)
        view.feed.fetch()
        message, _ = view.feed.packet("snapshot", 1)
        check("InputsFrame", json.loads(json.dumps(message)))
        return message["card"]

    check("InputsHello", view.feed.hello())
    yield read
    view.close()


def test_the_card_of_a_neuron_tells_its_inputs(pulse, card_of):
    pulse.net.simulate(20.0)
    card = card_of(pulse.pop[15])
    assert (card["title"], card["subtitle"]) == ("pop[15]", "Izhikevich · neuron 15 of 100")
    assert rows(card, "now")["v"] == f"{pulse.pop.v[15]:.4g} mV".replace("-", "−")
    told = rows(card, "exc ← pop[0:80]")
    dendrite = pulse.exc_proj[15]
    assert told["synapses"] == "79"
    assert told["mean weight"] == f"{np.mean(dendrite.w):.4g}"
    strongest = dendrite.pre_ranks[int(np.argmax(dendrite.w))]
    assert told["strongest"] == f"pop[{strongest}]  {max(dendrite.w):.4g}"


def test_the_card_of_a_synapse_begins_with_it(pulse, card_of):
    told = rows(card_of(pulse.exc_proj.synapse(3, 15)), "exc ← pop[0:80]")
    assert next(iter(told.items())) == ("from pop[3]", f"{pulse.exc_proj.synapse(3, 15).w:.4g}")


def test_the_card_of_a_population_tells_its_model(pulse, card_of):
    card = card_of(pulse.inh)
    assert card["subtitle"] == "Izhikevich · 20 of 100 neurons"
    assert rows(card, "parameters")["a"] == "0.06 (0.02 … 0.1) 1/ms"
    assert rows(card, "parameters")["noise"] == "2"
    assert rows(card, "inputs") == {
        "exc ← pop[0:80]": "7,920 synapses",
        "inh ← pop[80:100]": "1,980 synapses",
    }
    assert "du/dt = a * (b * v - u)" in rows(card, "equations")


def test_the_card_of_a_projection_tells_weights_delays_and_reach(pulse, card_of):
    card = card_of(pulse.exc_proj)
    assert card["subtitle"] == "pop[0:80] → pop · exc"
    assert rows(card, "synapses") == {
        "number": "7,920",
        "per post neuron": "79 … 80",
        "per pre neuron": "99",
    }
    w = np.concatenate(list(pulse.exc_proj.w))
    assert rows(card, "weights")["median"] == f"{np.median(w):.4g}"
    assert rows(card, "values") == {"delay": "1 ms"}


def test_without_a_selection_the_card_says_how_to_make_one(card_of):
    assert card_of(None)["title"] == "nothing selected"


def test_plastic_synapses_tell_their_own_attributes(laboratory):
    net = Network(dt=1.0, seed=1)
    model = Neuron(equations="r = 0.5 + sum(exc)")
    a, b = net.create(4, model, name="a"), net.create(2, model, name="b")
    rule = Synapse(parameters="tau = 100.0", equations="tau * dw/dt = pre.r * post.r")
    proj = net.connect(a, b, "exc", rule, name="learns")
    proj.all_to_all(0.1, delays=3.0)
    net.compile(silent=True)
    view = inputs(net)
    select(proj)
    view._follow(view._session.selection)
    view.feed.fetch()
    card = view.feed.reader.card
    assert rows(card, "synapse")["weights"] == "change"
    assert rows(card, "values") == {"delay": "3 ms", "tau": "100"}
    view.close()


# --- pictures ----------------------------------------------------------------------------


def test_a_still_picture_shows_everything_as_text(pulse, pulse_graph):
    pulse.net.simulate(100.0)
    pulse_graph.feed.fetch()
    drawn = ET.fromstring(svg(drawing_of([pulse_graph.panel()])))
    texts = ["".join(e.itertext()) for e in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[1::3] == ["Exc", "Inh"]
    assert texts[3].endswith(" Hz")
    for is_dark in (False, True):
        assert still_png([pulse_graph.panel()], is_dark=is_dark)
    html = pulse_graph.bundle()["text/html"]
    assert "data:image/svg+xml" in html
    assert "1,980" in html


def test_names_are_text_in_pictures(laboratory):
    net = Network(dt=1.0, seed=1)
    net.create(2, Neuron(equations="r = 1.0"), name="<script>&'\"")
    view = graph(net)
    picture = svg(drawing_of([view.panel()]))
    assert "<script>" not in picture
    ET.fromstring(picture)
    view.close()


def test_a_network_cell_that_is_run_again_lets_go_of_the_old_graph(laboratory, monkeypatch):
    shown = []
    monkeypatch.setattr(
        "annarchy_lab.lab.widgets.base.Picture.show", lambda picture: shown.append(picture)
    )
    first, second = build_rates()[0], build_rates()[0]
    for network in (first, first, second):
        NetworkCard(network, "net")._ipython_display_()
    views = [picture._bundle.__self__ for picture in shown]
    assert [view.comm is None for view in views] == [True, True, False]
    views[-1].close()
