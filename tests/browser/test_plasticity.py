"""Plasticity live, in a browser: fields form, a switch stops it, a brush draws on the retina."""

import pytest
from playwright.sync_api import expect
from source_tree import ROOT

NOTEBOOK = ROOT / "notebooks" / "plasticity.ipynb"
ARTEFACTS = ROOT / "tests" / "browser" / "artefacts"
LOAD, RETINA, CORTEX, OJA, NETWORK, LIVE, DRAW, STIMULATE, END, STOP = range(10)
FRAMES = """n => Number(document.querySelectorAll('[data-testid=annl-grid]')[n]
  ?.dataset.frames ?? 0)"""


class Plasticity:
    """The notebook in a page."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page

    def part(self, name):
        return self.page.get_by_test_id(f"annl-{name}")

    def row(self, key):
        return self.page.locator(f"[data-testid=annl-control][data-id='{key}']")

    def wait_painted(self, grid):
        before = self.page.evaluate(FRAMES, grid)
        self.page.wait_for_function(f"n => ({FRAMES})(n[0]) > n[1] + 3", arg=[grid, before])

    def picture(self, name):
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"plasticity-{name}.png")


@pytest.fixture
def lesson(notebook):
    made = Plasticity(notebook.open(NOTEBOOK))
    for index in range(LIVE + 1):
        made.notebook.run(index)
    return made


def test_the_lesson_from_top_to_bottom(lesson):
    steer(lesson)
    draw(lesson)
    for index in (STIMULATE, END, STOP):
        lesson.notebook.run(index)
    assert "attribute='I', n_neurons=8" in lesson.notebook.output(STIMULATE).inner_text()
    assert "I of the retina: 0.0" in lesson.notebook.output(END).inner_text()
    told = lesson.notebook.output(STOP).inner_text()
    assert "60000 steps" in told
    assert "ff.update" in told


def steer(lesson):
    """Change the rate of learning, switch learning off and on."""
    page = lesson.page
    lesson.part("transport").evaluate("bar => bar.scrollIntoView()")
    lesson.wait_painted(0)
    page.wait_for_timeout(3000)
    eta, learning = lesson.row("ff.eta"), lesson.row("ff.update")
    expect(eta.get_by_test_id("annl-safety")).to_have_attribute("data-safety", "live")
    number = eta.get_by_test_id("annl-number")
    number.fill("0.002")
    number.press("Enter")
    expect(eta).to_have_attribute("data-waiting", "false")
    learning.get_by_test_id("annl-switch").click()
    expect(learning).to_have_attribute("data-waiting", "false")
    expect(learning).to_have_attribute("data-changed", "true")
    lesson.picture("light")
    lesson.notebook.use_theme("JupyterLab Dark")
    page.wait_for_timeout(1500)
    lesson.picture("dark")
    learning.get_by_test_id("annl-switch").click()


def draw(lesson):
    """Draw on the retina."""
    page = lesson.page
    lesson.notebook.run(DRAW)
    tool = lesson.part("stimulus")
    tool.evaluate("tool => tool.scrollIntoView({block: 'end'})")
    lesson.wait_painted(1)
    lesson.part("duration").fill("60000")
    lesson.part("draw").click()
    plot = lesson.part("grid-plot").nth(1)
    expect(plot).to_have_attribute("data-brush", "14")
    box = plot.bounding_box()
    x, y = box["x"] + 0.12 * box["width"], box["y"] + 0.3 * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 60, steps=8)
    page.mouse.up()
    expect(lesson.part("said")).to_contain_text("for 60000 ms")
    page.wait_for_timeout(300)
    lesson.picture("drawn")
    lesson.part("draw").click()
    expect(plot).to_have_attribute("data-brush", "0")
