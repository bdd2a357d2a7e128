"""The network graph on a page: read, reached by keys, dragged, zoomed, light and dark."""

import numpy as np
import pytest

from annarchy_lab import Izhikevich, LeakyIntegrator, Network
from annarchy_lab.lab.feeds.graph import GraphFeed
from annarchy_lab.lab.views.graph_parts import links_between, usual_groups
from annarchy_lab.lab.views.shown import shown

SHOW = """
await H.show('g', 'graph', { hello: x.hello, width: x.width, traits: { height: x.height } });
await H.ready();
const rates = Float32Array.from(x.rates), n = x.hello.edges.length;
const weights = Float32Array.from({ length: 4 * n }, (_, k) => 0.1 * (k % 17));
const counts = Uint32Array.from({ length: n }, (_, k) => (k % 2 ? 80 : 64000));
const frame = { kind: 'snapshot', view: 'graph', seq: 1, t_ms: 500, dropped: 0,
  ...(x.card && { card: x.card }) };
H.shown.g.model.deliver(frame, [rates, weights, counts]);
await H.painted();
"""
CARD = {
    "title": "Exc",
    "subtitle": "Izhikevich · 80 of 100 neurons",
    "color_index": 0,
    "sections": [
        {
            "title": "variables",
            "is_code": False,
            "rows": [["v", "−84.85 … −63.88 mV, mean −74.8"], ["u", "−9.35"]],
        },
        {
            "title": "equations",
            "is_code": True,
            "rows": [["dv/dt = 0.04 * v^2 + 5 * v + 140 - u + I"], ["du/dt = a * (b * v - u)"]],
        },
    ],
}


def hello_of(network, names=None):
    groups = shown(network, usual_groups(network), (names or {}).get)
    return GraphFeed(network, groups, links_between(network, groups), "key", "net").hello()


def pulse():
    net = Network(dt=1.0, seed=1)
    pop = net.create(100, Izhikevich, name="pop")
    exc, inh = pop[:80], pop[80:]
    net.connect(exc, pop, "exc", name="exc").all_to_all(0.1)
    net.connect(inh, pop, "inh", name="inh").all_to_all(0.1)
    return hello_of(net, {exc: "Exc", inh: "Inh"})


def single():
    net = Network(dt=1.0, seed=1)
    net.create((24, 32), LeakyIntegrator, name="retina")
    return hello_of(net)


def many():
    """12 populations with long names, 40 projections of three kinds."""
    net = Network(dt=1.0, seed=1)
    words = ("thalamus", "cortex_layer_4", "cortex_layer_23", "basal_ganglia")
    pops = [
        net.create(10 * (k + 1), Izhikevich, name=f"{words[k % 4]}_{k}".ljust(40, "x"))
        for k in range(12)
    ]
    rng = np.random.default_rng(2)
    for k in range(40):
        a = int(rng.integers(0, 12))
        b = min(a + int(rng.integers(0, 3)), 11) if k % 5 else int(rng.integers(0, a + 1))
        target = ("exc", "exc", "inh", "mod")[k % 4]
        net.connect(pops[a], pops[b], target, name=f"proj_{k}").all_to_all(0.1)
    return hello_of(net)


def show(views, hello, width=None, height=0, card=None):
    rates = [3.2 * 1.5**k for k in range(len(hello["nodes"]))]
    views.run(
        SHOW, {"hello": hello, "rates": rates, "width": width, "height": height, "card": card}
    )


def plot(views):
    return views.page.get_by_test_id("annl-graph-plot")


def picked(views):
    return [m["item"] for m in views.sent("g") if m["kind"] == "select"]


@pytest.mark.parametrize(("name", "height"), [("single", 0), ("pulse", 0), ("many", 520)])
def test_pictures(views, name, height):
    hello = {"single": single, "pulse": pulse, "many": many}[name]()
    show(views, hello, height=height, card=CARD)
    views.run("H.shown.g.model.set('selected', {label: 'Exc', marks: [[0]]}); await H.painted()")
    for theme in ("light", "dark"):
        views.use_theme(theme)
        views.run("await H.painted()")
        views.keep_picture(f"{name}-{theme}")


def test_the_graph_is_used(views):
    show(views, pulse())
    keys_go_along_edges(views)
    nodes_and_edges_are_clicked(views)
    a_node_is_dragged(views)
    the_wheel_zooms(views)
    the_card_stays_where_it_is_narrow(views)


def focused(views):
    return views.run("return H.shown.g.root.querySelector('.annl-is-focused')?.ariaLabel ?? ''")


def keys_go_along_edges(views):
    area = plot(views)
    area.press("ArrowRight")
    assert focused(views) == "Exc, 80 neurons, Izhikevich, 3.2 Hz"
    area.press("ArrowRight")
    assert focused(views).startswith("Inh, 20 neurons")
    area.press("e")
    assert focused(views).startswith("exc: Exc → Inh, exc, ")
    area.press("Enter")
    area.press("ArrowLeft")
    area.press("ArrowLeft")
    area.press("Enter")
    assert picked(views) == [3, 0]
    words = views.run("return H.shown.g.root.querySelector('.annl-readout').textContent")
    assert words.startswith("Exc, 80 neurons")


def nodes_and_edges_are_clicked(views):
    views.run("H.shown.g.model.sent.length = 0")
    node = views.page.locator(".annl-node").nth(1)
    node.click()
    assert picked(views) == [1]
    views.run("H.shown.g.model.set('selected', {label: 'Inh', marks: [[1]]})")
    assert "annl-is-selected" in node.get_attribute("class")
    plot(views).click(position={"x": 4, "y": 4})  # nothing is there
    plot(views).press("Escape")
    assert picked(views) == [1, -1]
    views.run("H.shown.g.model.set('selected', {label: '', marks: []})")


def a_node_is_dragged(views):
    before = views.page.locator(".annl-node").nth(1).bounding_box()
    x, y = before["x"] + 20, before["y"] + 20
    views.page.mouse.move(x, y)
    views.page.mouse.down()
    views.page.mouse.move(x - 30, y + 40)
    views.page.mouse.move(x - 60, y + 80)
    views.page.mouse.up()
    after = views.page.locator(".annl-node").nth(1).bounding_box()
    assert abs(after["y"] - before["y"] - 80) < 3
    (moved,) = (m for m in views.sent("g") if m["kind"] == "place")
    assert moved["node"] == 1
    assert moved["y"] > 60
    assert picked(views) == [1, -1]  # a drag is no click
    plot(views).press("t")
    assert views.sent("g")[-1] == {"kind": "place", "node": -1, "x": 0, "y": 0}


def the_wheel_zooms(views):
    width = views.page.locator(".annl-node").first.bounding_box()["width"]
    plot(views).hover(position={"x": 300, "y": 200})
    views.page.wait_for_timeout(300)
    for _ in range(3):
        views.page.mouse.wheel(0, -100)
    assert views.page.locator(".annl-node").first.bounding_box()["width"] > 1.5 * width
    plot(views).press("0")
    assert abs(views.page.locator(".annl-node").first.bounding_box()["width"] - width) < 25


def the_card_stays_where_it_is_narrow(views):
    views.run("H.shown.g.root.parentElement.style.width = '480px'; await H.painted()")
    area, card = plot(views).bounding_box(), views.page.get_by_test_id("annl-card").bounding_box()
    assert card["y"] >= area["y"] + area["height"] - 1
    assert area["width"] > 470
    views.keep_picture("narrow")


def test_names_are_no_markup(views):
    net = Network(dt=1.0, seed=1)
    net.create(3, LeakyIntegrator, name="<img src=x onerror=alert(1)>")
    card = CARD | {"title": "<b>x</b>", "subtitle": "<i>y</i>"}
    show(views, hello_of(net), card=card)
    assert views.page.locator("img").count() == 0
    assert views.page.locator("b").count() == 0
