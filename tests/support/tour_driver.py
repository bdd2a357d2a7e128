"""The tour in a page, with the eyes and hands of a user.

Cells have the names of what they do; what the views write on themselves is read, not guessed.
"""

import re
from pathlib import Path

from lab_driver import NotebookPage
from source_tree import ROOT

TOUR = ROOT / "notebooks" / "tour.ipynb"
ARTEFACTS: Path = ROOT / "tests" / "browser" / "artefacts"

LOAD, NEURON, NETWORK, LIVE, STEER, STOP, RECORD, PLOT, EXPLAIN, SOURCE, JOURNAL, SCRIPT = range(12)

# What the views write on themselves: frames painted, newest time shown.
SHOWN = """() => ['raster', 'rate', 'trace'].map(name => {
  const { frames, time } = document.querySelector(`[data-testid=annl-${name}]`).dataset;
  return [Number(frames ?? 0), Number(time ?? 0)];
})"""
ALL_PAINT_MORE = """before => ['raster', 'rate', 'trace'].every((name, index) => {
  const { frames } = document.querySelector(`[data-testid=annl-${name}]`)?.dataset ?? {};
  return Number(frames ?? 0) > before[index][0];
})"""
INK = """() => {
  const canvas = document.querySelector('[data-testid=annl-raster] canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let n = 0;
  for (let i = 3; i < data.length; i += 4) n += data[i] > 0;
  return n;
}"""


class Tour:
    """The tour in a page, with the eyes and hands of a user."""

    def __init__(self, page: NotebookPage) -> None:
        self.notebook, self.page = page, page.page

    def begin(self):
        """Run the notebook up to the live network, and look at it."""
        for index in range(LIVE + 1):
            self.notebook.run(index)
        self.look()
        self.wait_painted([[0, 0]] * 3)

    def look(self):
        """Bring the transport bar to the top of the notebook."""
        self.part("transport").wait_for()
        self.part("transport").evaluate("bar => bar.scrollIntoView()")

    def part(self, name):
        return self.page.get_by_test_id(f"annl-{name}")

    def shown(self):
        return self.page.evaluate(SHOWN)

    def wait_painted(self, before):
        """Wait until all plots have painted more than `before`."""
        self.page.wait_for_function(ALL_PAINT_MORE, arg=before)

    def wait_state(self, state):
        self.page.locator(f"[data-testid=annl-transport][data-state={state}]").wait_for()

    @property
    def time_ms(self):
        return float(self.part("transport").get_attribute("data-time"))

    def rate_hz(self):
        """Mean rate of Exc over the window, as the legend tells it."""
        found = re.search(r"Exc\s*mean ([\d.]+)", self.part("rate").inner_text())
        return float(found[1]) if found else None

    def wait_rate(self, low, high):
        """Wait until the mean rate is between two numbers."""
        for _ in range(80):
            rate = self.rate_hz()
            if rate is not None and low < rate < high:
                return
            self.page.wait_for_timeout(250)
        raise AssertionError(f"the rate of Exc is {self.rate_hz()} Hz, not {low} to {high}")

    def slider(self, name):
        return self.page.get_by_label(name, exact=True)

    def drag(self, name, share):
        """Drag a slider with the mouse to a share of its way."""
        box = self.slider(name).bounding_box()
        middle = box["y"] + box["height"] / 2
        now = self.slider(name).evaluate("s => (s.value - s.min) / (s.max - s.min)")
        self.page.mouse.move(box["x"] + 8 + now * (box["width"] - 16), middle)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + share * box["width"], middle, steps=12)
        self.page.mouse.up()

    def value(self, name):
        return float(self.page.get_by_label(f"{name}, value", exact=True).input_value())

    def wait_value(self, name, low, high):
        for _ in range(40):
            if low <= self.value(name) <= high:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{name} is {self.value(name)}, not {low} to {high}")

    def picture(self, name):
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"tour-{name}.png")
