"""The network graph in JupyterLab: a cell shows it, and what is clicked is known everywhere."""

from chromium import VIEWPORT
from source_tree import ROOT

ARTEFACTS = ROOT / "tests" / "browser" / "artefacts"
BUILD = """%%network net --seed 7
Exc = create(800, ann.Izhikevich, name="Exc")
Inh = create(200, ann.Izhikevich, name="Inh")
Exc.noise, Inh.noise = 5.0, 2.0
for pre, target in ((Exc, "exc"), (Inh, "inh")):
    for post in (Exc, Inh):
        connect(pre, post, target).fixed_probability(0.1, weights=ann.Uniform(0.0, 4.0))
"""
START = "%load_ext annarchy_lab\nimport annarchy_lab as ann\nfrom annarchy_lab.lab import *"
SHOW = """run = net.start()
display(raster(net, height=170), trace(net, height=110), inputs(net, height=260))"""


def test_a_network_cell_shows_a_live_graph(notebook):
    book = notebook.new(START, BUILD, SHOW, "selected(net).label")
    page = book.page
    for index in range(3):
        book.run(index)
    page.wait_for_function(
        "document.querySelectorAll('[data-testid=annl-graph] .annl-node').length === 2"
    )
    page.wait_for_function("document.querySelector('.annl-node-rate')?.textContent.endsWith('Hz')")
    page.locator(".annl-node").nth(1).click()
    card_has(page, 0, "200 neurons")
    pictures(book, "population")
    page.get_by_test_id("annl-inputs").scroll_into_view_if_needed()
    card_has(page, 1, "200 neurons")
    page.get_by_test_id("annl-raster-plot").click(position={"x": 300, "y": 40})
    page.get_by_test_id("annl-row").wait_for()
    card_has(page, 1, "strongest")
    label = page.get_by_test_id("annl-card").nth(1).locator(".annl-panel-title").inner_text()
    page.wait_for_function(
        "x => document.querySelector('[data-testid=annl-trace] .annl-title').textContent"
        " === `v of ${x}`",
        arg=label.strip(),
    )
    pictures(book, "neuron")
    book.run(3)
    assert label.strip() in book.output(3).inner_text()


def card_has(page, number, words):
    page.wait_for_function(
        "([k, words]) => document.querySelectorAll('[data-testid=annl-card]')[k]"
        "?.textContent.includes(words)",
        arg=[number, words],
    )


def pictures(book, name):
    for theme in ("light", "dark"):
        book.use_theme(f"JupyterLab {theme.title()}")
        for width, height in ((1280, 800), (1920, 1080)):
            book.page.set_viewport_size({"width": width, "height": height})
            book.page.wait_for_timeout(500)
            book.page.screenshot(path=ARTEFACTS / f"graph-{name}-{theme}-{width}.png")
    book.page.set_viewport_size(VIEWPORT)
