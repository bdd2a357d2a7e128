"""Time travel, lived through in a browser: look back, undo, go back, branch, NaN, the journal."""

import re

import pytest
from source_tree import ROOT
from tour_driver import ARTEFACTS, Tour

NOTEBOOK = ROOT / "notebooks" / "time_travel.ipynb"
LOAD, NEURON, NETWORK, LIVE, CHANGE, BRANCH, SWITCH, BITS, NAN, REWIND, JOURNAL, REPLAY = range(12)

SPANS = """() => ['raster', 'rate', 'trace'].map(name =>
  document.querySelector(`[data-testid=annl-${name}] .annl-cursor`).hidden)"""


class Journey(Tour):
    """A page with the notebook, and what one does in its timeline."""

    @property
    def line(self):
        return self.part("timeline")

    @property
    def track(self):
        return self.part("timeline-track")

    def at_ms(self):
        return float(self.line.get_attribute("data-at"))

    def drag_to(self, share):
        """Drag the handle to a share of the line."""
        box = self.track.bounding_box()
        middle = box["y"] + box["height"] / 2
        self.page.mouse.move(box["x"] + 0.97 * box["width"], middle)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + share * box["width"], middle, steps=8)
        self.page.mouse.up()
        self.wait_back(True)

    def wait_back(self, is_back):
        value = str(is_back).lower()
        self.page.locator(f"[data-testid=annl-timeline][data-back={value}]").wait_for()

    def wait_time(self, t_ms):
        bar = f"document.querySelector('[data-testid=annl-transport]').dataset.time === '{t_ms:g}'"
        self.page.wait_for_function(f"() => {bar}")

    def picture(self, name):
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.wait_for_timeout(400)
        self.page.screenshot(path=ARTEFACTS / f"time-travel-{name}.png")


@pytest.fixture
def journey(notebook):
    made = Journey(notebook.open(NOTEBOOK))
    made.begin()
    return made


def look_back(journey):
    page = journey.page
    page.wait_for_function(
        "() => Number(document.querySelector('[data-testid=annl-transport]').dataset.time) > 1500"
    )
    journey.drag_to(0.5)
    assert page.evaluate(SPANS) == [False] * 3
    looked_at, now = journey.at_ms(), journey.time_ms
    assert looked_at < now
    journey.picture("looking-back")
    journey.track.press("PageDown")
    page.wait_for_function(
        "t => Number(document.querySelector('[data-testid=annl-timeline]').dataset.at) < t - 400",
        arg=looked_at,
    )
    assert "back" in journey.track.get_attribute("aria-valuetext")
    journey.wait_painted(journey.shown())
    assert journey.time_ms > now
    journey.track.press("End")
    journey.wait_back(False)


def undo_and_redo(journey):
    page = journey.page
    journey.notebook.run(CHANGE)
    undo, redo = journey.part("undo"), journey.part("redo")
    page.wait_for_function(
        "() => /noise of pop .*: 12 → 5/.test("
        "document.querySelector('[data-testid=annl-undo]').title)"
    )
    assert "w of inh: × 1 → × 0.2" in redo.get_attribute("title")
    marks = page.locator(".annl-mark")
    assert re.search(r"5 → 12", marks.first.get_attribute("title"))
    undo.click()
    journey.wait_value("Exc noise", 5.0, 5.0)
    undo.evaluate("button => button.closest('[role=toolbar]').focus()")
    page.keyboard.press("Control+Shift+Z")
    journey.wait_value("Exc noise", 12.0, 12.0)


def go_back(journey):
    journey.part("play").click()
    journey.wait_state("paused")
    journey.look()
    journey.drag_to(0.4)
    t_ms = journey.at_ms()
    journey.part("timeline-continue").click()
    journey.wait_time(t_ms)
    journey.wait_back(False)


def branch(journey):
    page = journey.page
    journey.notebook.run(BRANCH)
    journey.line.get_by_text("branch 1").wait_for()
    journey.look()
    page.locator("[data-testid=annl-rate] .annl-ghost", has_text="main").wait_for()
    journey.picture("branches")
    page.set_viewport_size({"width": 1920, "height": 1080})
    journey.notebook.use_theme("JupyterLab Dark")
    journey.look()
    journey.picture("branches-dark-1920")
    journey.part("timeline-switch").click()
    journey.line.locator(".annl-here", has_text="main").wait_for()
    journey.notebook.run(BITS)
    assert "same v: True" in journey.notebook.output(BITS).inner_text()


def meet_nan(journey):
    page = journey.page
    journey.notebook.run(NAN)
    assert "v of neuron 17 of pop became NaN first at" in journey.notebook.output(NAN).inner_text()
    journey.wait_state("failed")
    journey.part("remedy").wait_for()
    journey.look()
    journey.picture("nan-dark-1920")
    page.set_viewport_size({"width": 1280, "height": 800})
    journey.look()
    journey.picture("nan-dark")
    journey.part("remedy").click()
    journey.wait_state("idle")
    assert "NaN" not in journey.part("message").inner_text()


def read_journal(journey):
    page = journey.page
    journey.notebook.run(JOURNAL)
    table = journey.part("journal")
    table.scroll_into_view_if_needed()
    rows = table.locator("tbody tr")
    n_rows = rows.count()
    assert n_rows > 6
    assert table.locator(".annl-undone").count() > 0
    journey.part("journal-filter").fill("undo")
    page.wait_for_function(
        "n => document.querySelectorAll('[data-testid=annl-journal] tbody tr').length < n",
        arg=n_rows,
    )
    assert all("undo" in text for text in rows.all_inner_texts())
    journey.part("journal-filter").fill("")
    journey.picture("journal-dark")
    rows.nth(1).get_by_role("button").click()
    journey.wait_back(True)
    journey.part("journal-copy").click()
    page.wait_for_function(
        "() => { const t = document.querySelector('[data-testid=annl-journal-script]');"
        " return !t.hidden && t.value.includes('def play(net')"
        " || document.querySelector('[data-testid=annl-journal-copy]').textContent === 'Copied'; }"
    )
    journey.notebook.run(REPLAY)
    assert "same v: True" in journey.notebook.output(REPLAY).inner_text()


@pytest.mark.timeout(300)
def test_back_in_time(journey):
    look_back(journey)
    undo_and_redo(journey)
    go_back(journey)
    branch(journey)
    meet_nan(journey)
    read_journal(journey)
