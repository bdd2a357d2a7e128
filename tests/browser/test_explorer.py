"""The explorer in JupyterLab: painted, steered by pointer and keys, light and dark."""

import re

import pytest
from chromium import VIEWPORT
from source_tree import ROOT

ARTEFACTS = ROOT / "tests" / "browser" / "artefacts"
SIZES = ((1280, 800), (1920, 1080))
SETTLED = """n => Number(
  document.querySelector('[data-testid=annl-explorer]')?.dataset.settled ?? 0) > n"""
NEURON = """
%load_ext annarchy_lab
import annarchy_lab as ann
explorer = ann.Izhikevich().explore()
explorer
"""


class Page:
    """A notebook whose last cell shows an explorer."""

    def __init__(self, notebook, *cells):
        self.notebook = notebook.new(*cells)
        self.page = self.notebook.page
        for index in range(len(cells)):
            self.notebook.run(index)
        self.root.evaluate("view => view.scrollIntoView()")
        self.page.wait_for_function(SETTLED, arg=0)

    @property
    def root(self):
        return self.page.get_by_test_id("annl-explorer").last

    def part(self, name):
        return self.root.get_by_test_id(f"annl-explorer-{name}-plot")

    def settled(self):
        return int(self.root.get_attribute("data-settled"))

    def after(self, act):
        """Do something and wait until the kernel has answered it."""
        before = self.settled()
        act()
        self.page.wait_for_function(SETTLED, arg=before)
        self.page.wait_for_timeout(100)

    def points(self):
        return self.root.get_by_test_id("annl-x-points").inner_text()

    def summary(self, kind):
        section = self.root.locator(f"section[data-kind={kind}]")
        return section.get_by_test_id("annl-summary").inner_text()

    def control(self, name):
        return self.root.locator(f"[data-testid=annl-control][data-name={name}]")

    def type(self, name, value):
        field = self.control(name).get_by_test_id("annl-number")
        field.fill(str(value))
        self.after(lambda: field.press("Enter"))

    def choose(self, label, value):
        select = self.root.get_by_test_id(f"annl-x-{label}")
        self.after(lambda: select.select_option(value))

    def pictures(self, name):
        for theme in ("light", "dark"):
            self.notebook.use_theme(f"JupyterLab {theme.title()}")
            for width, height in SIZES:
                self.page.set_viewport_size({"width": width, "height": height})
                self.root.evaluate("view => view.scrollIntoView()")
                self.page.wait_for_timeout(700)
                path = ARTEFACTS / f"explorer-{name}-{theme}-{width}.png"
                self.page.screenshot(path=path)
        self.page.set_viewport_size(VIEWPORT)


@pytest.fixture(autouse=True)
def artefacts():
    ARTEFACTS.mkdir(exist_ok=True)


def test_a_neuron_is_explored(notebook):
    page = Page(notebook, NEURON)
    page.pictures("izhikevich")
    assert "no fixed point" in page.points()
    assert "5 spikes" in page.summary("trace")
    page.type("level", 0)
    assert re.search(r"stable node at v −70.*saddle at v −50", page.points())
    page.after(lambda: page.part("plane").click(position={"x": 190, "y": 40}))
    assert "spike" in page.summary("trace")
    page.part("plane").press("ArrowLeft")
    page.after(lambda: page.part("plane").press("Escape"))
    assert "0 spikes" in page.summary("trace")


def test_everything_can_be_steered(notebook):
    page = Page(notebook, NEURON.replace("\nexplorer\n", "\n"), "explorer")
    box = page.part("drive").bounding_box()
    mouse = page.page.mouse

    def draw():
        mouse.move(box["x"] + 120, box["y"] + 60)
        mouse.down()
        mouse.move(box["x"] + 300, box["y"] + 15, steps=5)
        mouse.up()

    page.after(draw)
    page.page.wait_for_timeout(300)
    assert page.root.get_by_test_id("annl-x-waveform").input_value() == "drawn"
    page.type("a", 0.03)
    page.choose("over", "d")
    page.choose("and", "b")
    page.choose("up", "")
    page.pictures("steered")
    page.root.get_by_test_id("annl-x-copy").click()
    code = page.root.get_by_test_id("annl-x-code")
    code.wait_for()
    assert "a=ann.Parameter(0.03" in code.inner_text()
    assert page.control("a").get_attribute("data-changed") == "true"


RUNNING = """
%load_ext annarchy_lab
import annarchy_lab as ann
net = ann.Network(dt=0.1, seed=3)
pop = net.create(20, ann.EIF_cond_exp_isfa_ista(), name="cells")
pop.i_offset = 0.9
net.compile(silent=True)
run = net.start(speed=1.0)
"""


def test_a_neuron_that_runs_is_a_dot_in_its_plane(notebook):
    page = Page(notebook, RUNNING, "from annarchy_lab.lab import explore\nexplore(pop[15])")
    page.page.wait_for_timeout(1000)
    page.pictures("live")
    assert "cells 15" in page.root.inner_text()


def test_the_notebook_is_worked_through(notebook):
    made = notebook.open(ROOT / "notebooks" / "explorer.ipynb")
    for index in range(3):
        made.run(index)
    page = Page.__new__(Page)
    page.notebook, page.page = made, made.page
    page.root.evaluate("view => view.scrollIntoView()")
    page.page.wait_for_function(SETTLED, arg=0)
    before = page.settled()
    for index in range(3, 6):
        made.run(index)
    page.page.wait_for_function(SETTLED, arg=before)
    assert page.control("d").get_attribute("data-value") == "2"
    opened_by_the_card(page)


def opened_by_the_card(page):
    """The button in the card of a model runs %explore in the cell below, once made."""
    cells = "() => window.jupyterapp.shell.currentWidget.content.widgets.length"
    before = page.page.evaluate(cells)
    button = page.page.locator(".annl-card-explore").first
    for _ in range(2):
        button.press("Enter")
        page.page.wait_for_timeout(1500)
        assert page.page.evaluate(cells) == before + 1
    source = (
        "() => window.jupyterapp.shell.currentWidget.content.activeCell.model.sharedModel.source"
    )
    assert page.page.evaluate(source).startswith("%explore ")
    page.page.screenshot(path=ARTEFACTS / "explorer-card.png")
