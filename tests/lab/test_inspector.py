"""What the inspector tells: names, figures as they are now, views; and what it costs."""

import time

import numpy as np
import pytest
from lab_networks import build_pulse, build_rates

from annarchy_lab import Network, Neuron
from annarchy_lab.lab.inspector.contents import contents
from annarchy_lab.lab.inspector.present import Present
from annarchy_lab.lab.inspector.rates import Rates
from annarchy_lab.lab.inspector.rows import MOST_ROWS, Wish, find, rows
from annarchy_lab.lab.inspector.tabs import Tabs
from annarchy_lab.lab.inspector.watch import Watch
from annarchy_lab.lab.inspector.words import bytes_text, spread


@pytest.fixture
def named(laboratory, pulse):
    """The pulse-coupled network, with the names of the tour."""
    laboratory.namespace = lambda: {
        "_": pulse.net, "net": pulse.net, "Exc": pulse.exc, "Inh": pulse.inh
    }  # fmt: skip
    yield pulse
    laboratory.namespace = dict


def told(laboratory, *opened, closed=(), search=""):
    """The rows on screen, by id."""
    wish = Wish(frozenset(opened), frozenset(closed), search)
    found, _ = rows(contents(laboratory), wish, lambda item: Present(item.session, Rates()))
    return {row["id"]: row for row in found}


def test_the_tree_names_everything_and_opens_on_demand(laboratory, named):
    named.net.monitor(named.pop, ["spike", "v"])
    shown = told(laboratory)
    assert list(shown) == [
        "net",
        "net/Populations",
        "net/Populations/pop",
        "net/Projections",
        "net/Projections/exc",
        "net/Projections/inh",
        "net/Monitors",
        "net/Monitors/monitor0",
        "net/Models",
        "net/memory%3A",
    ]
    assert shown["net/Populations/pop"]["detail"] == "100 neurons · Izhikevich"
    assert shown["net/Projections/exc"]["detail"].startswith("Exc → pop · exc · 7")
    assert shown["net/Monitors/monitor0"]["detail"] == "pop · spike, v"
    assert [row["depth"] for row in shown.values()] == [1, 2, 3, 2, 3, 3, 2, 3, 2, 2]
    opened = told(laboratory, "net/Populations/pop", closed=["net/Projections"])
    assert {"net/Populations/pop/Exc", "net/Populations/pop/noise"} <= set(opened)
    assert "net/Projections/exc" not in opened


def test_values_are_those_of_now(laboratory, named):
    pop, exc = "net/Populations/pop", "net/Projections/exc"
    opened = (pop, exc)
    before = told(laboratory, *opened)
    assert before[f"{pop}/noise"]["value"] == "2 … 5"
    assert before[f"{pop}/c"]["value"] == "−65 mV"
    assert before[f"{exc}/delay%3A"]["value"] == "1 ms"
    weights = named.exc_proj.csr("w").data
    for text, value in zip(
        before[exc]["value"].split(" … "),
        (weights.min(), np.median(weights), weights.max()),
        strict=True,
    ):
        assert float(text) == pytest.approx(value, abs=0.005)
    named.pop.noise = 3.0
    named.exc_proj.w = 0.25
    after = told(laboratory, *opened)
    assert after[f"{pop}/noise"]["value"] == "3"
    assert after[exc]["value"] == "0.25"


def test_a_search_shows_matches_and_what_they_are_in(laboratory, named):
    assert list(told(laboratory, search="RECOVERY rate")) == [
        "net",
        "net/Populations",
        "net/Populations/pop",
        "net/Populations/pop/a",
    ]
    assert told(laboratory, search="nothing like it") == {}


def test_networks_that_are_not_compiled_are_told_from_python(laboratory):
    net = Network(dt=1.0)
    pop = net.create((4, 5), Neuron("tau = 10.0\ng = 2.0", "tau*dr/dt + r = g"), name="a/b %")
    pop.g = np.linspace(0.0, 1.0, 20).reshape(4, 5)
    laboratory.namespace = lambda: {"drawn": net}
    try:
        opened = "drawn/Populations/a%2Fb%20%25"
        shown = told(laboratory, opened)
        assert shown["drawn"]["value"] == "not compiled"
        assert shown[f"{opened}/geometry%3A"]["value"] == "4 × 5"
        assert shown[f"{opened}/g"]["value"] == "0 … 1"
        assert all(row["views"] == [] for row in shown.values())
    finally:
        laboratory.namespace = dict
    del pop


def test_many_populations_are_closed_at_first_and_bounded(laboratory):
    net = Network(dt=1.0)
    leaky = Neuron("tau = 10.0", "tau*dr/dt + r = 0.0")
    for _ in range(MOST_ROWS + 7):
        net.create(1, leaky)
    (network,) = contents(laboratory)
    closed = told(laboratory)
    assert f"{network.id}/Populations/pop0" not in closed
    wish = Wish(frozenset([f"{network.id}/Populations"]))
    # what is closed at first has been opened
    found, n_more = rows([network], wish, lambda item: Present(item.session, Rates()))
    assert len(found) == MOST_ROWS
    assert n_more == len(closed) + 7


def test_pages_hear_at_most_twice_a_second_and_only_while_they_look(laboratory, named, eventually):
    watch, heard = Watch(laboratory), []

    def look(*, visible=True, search=""):
        wish = {"kind": "inspect", "visible": visible, "opened": [], "closed": [], "search": search}
        watch.hear("page", wish, lambda tree: heard.append((time.monotonic(), tree)))

    named.net.start(speed=None)
    look()
    eventually(lambda: len(heard) >= 4)
    gaps = np.diff([at for at, _ in heard[1:4]])
    assert gaps.min() > 0.4
    rate = next(row["value"] for row in heard[-1][1]["rows"] if row["name"] == "pop")
    assert rate.endswith(" Hz")
    assert float(rate.removesuffix(" Hz")) > 0.5
    n = len(heard)
    look(search="Exc")  # what the user does is answered at once
    eventually(lambda: len(heard) > n)
    look(visible=False)
    eventually(lambda: watch._thread is None)
    assert not watch._rates._taps
    n = len(heard)
    time.sleep(0.7)
    assert len(heard) == n
    named.net.live_run.stop()
    look()
    eventually(lambda: len(heard) > n)
    n = len(heard)
    time.sleep(1.2)  # nothing changes: nothing is said
    assert len(heard) <= n + 1
    watch.close()


def test_a_view_is_made_once_and_anew_for_a_network_that_was_built_anew(laboratory, named):
    tabs = Tabs(laboratory)
    first = tabs.open("page", "1", "", "live")
    assert (first["row"], first["title"], first["network"]) == (
        "net",
        "net",
        laboratory.session(named.net).key,
    )
    again = tabs.open("other page", "2", "net", "live")
    assert (again["id"], again["model"]) == ("2", first["model"])
    rebuilt = build_pulse()
    laboratory.namespace = lambda: {"net": rebuilt.net}
    anew = tabs.open("page", "3", "net", "live")
    assert anew["model"] != first["model"]
    assert anew["network"] != first["network"]
    tabs.release("page", "net", "live")
    assert tabs.open("page", "4", "net", "live")["model"] == anew["model"]
    tabs.release("page", "net", "live")
    tabs.release("other page", "net", "live")
    assert tabs.open("page", "5", "net", "live")["model"] != anew["model"]
    tabs.close()


@pytest.mark.parametrize(
    ("row", "view", "title"),
    [
        ("net", "raster", "net spikes"),
        ("net", "graph", "net graph"),
        ("net/Populations/pop/Exc", "raster", "spikes of Exc"),
        ("net/Populations/pop", "map", "map of pop"),
        ("net/Populations/pop", "phase", "phase plane of pop"),
        ("net/Populations/pop/v", "trace", "v of pop"),
        ("net/Populations/pop/u", "histogram", "u of pop, histogram"),
        ("net/Populations/pop/noise", "controls", "noise of pop"),
        ("net/Projections/exc", "weights", "weights of exc"),
        ("net/Projections/exc/w", "histogram", "w of exc, histogram"),
        ("net/Projections/inh", "fields", "receptive fields of inh"),
    ],
)
def test_every_view_that_is_offered_opens(laboratory, named, row, view, title):
    tabs = Tabs(laboratory)
    assert view in find(contents(laboratory), row).views
    opened = tabs.open("page", "1", row, view)
    assert (opened["message"], opened["title"]) == ("", title)
    assert opened["model"]
    tabs.close()


def test_what_cannot_be_opened_says_why(laboratory):
    tabs = Tabs(laboratory)
    assert "no compiled network" in tabs.open("page", "1", "", "live")["message"]
    build_rates()
    (network,) = contents(laboratory)
    assert "no 'x'" in tabs.open("page", "1", f"{network.id}/Populations/x", "rate")["message"]
    wrong = tabs.open("page", "1", f"{network.id}/Populations/rates", "raster")
    assert "no view 'raster'" in wrong["message"]


def test_a_chosen_network_stays_the_current_one_while_it_lasts(laboratory, eventually):
    first, second = build_pulse().net, build_pulse().net
    published = []
    laboratory.on_state.append(lambda session, _: published.append(session.network))
    assert laboratory.current().network is second
    laboratory.choose(laboratory.session(first))
    assert laboratory.current().network is first
    assert published[-1] is first
    second.start(speed=None)
    eventually(lambda: second.time > 0)
    assert laboratory.current().network is first  # the user's word counts
    laboratory.choose(None)
    assert laboratory.current().network is second
    second.live_run.stop()
    laboratory.choose(laboratory.session(first))
    first.clear()
    assert laboratory.current().network is second
    laboratory.on_state.clear()


def test_buttons_start_networks_at_the_speed_that_was_set(laboratory, pulse):
    laboratory.set_speed(0.5)
    try:
        assert laboratory.session(pulse.net).speed == 0.5
        assert laboratory.session(build_pulse().net).speed == 0.5
    finally:
        laboratory.set_speed(1.0)


def test_what_is_clicked_is_marked_in_all_views(laboratory, named, eventually):
    watch, session = Watch(laboratory), laboratory.session(named.net)
    wish = {"kind": "inspect", "visible": True, "opened": [], "closed": [], "search": ""}
    for row, name, projection in (
        ("net/Populations/pop/Exc", "Exc", ""),
        ("net/Projections/inh", "inh", "inh"),
    ):
        watch.hear("page", wish | {"selected": row}, lambda _: None)
        eventually(lambda name=name: session.selection and session.selection.label == name)
        assert (session.selection.population, session.selection.projection) == ("pop", projection)
    watch.hear("page", wish, lambda _: None)  # looking on selects nothing
    watch.hear("page", wish | {"selected": "net/Models"}, lambda _: None)
    time.sleep(0.1)
    assert session.selection.label == "inh"
    watch.close()


def test_figures_are_short():
    assert spread(np.array([5.7e-5, 1.008, 1.995]), median=True) == "0 … 1.01 … 2"
    assert spread(np.array([1.0, np.nan])) == "NaN"
    assert spread(np.array([-np.inf, 2.0])) == "−∞ … 2"
    assert spread(np.array([True, False, True])) == "2 true"
    assert spread(np.array([])) == ""
    assert bytes_text(999_950) == "1.0 MB"
