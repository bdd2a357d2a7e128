"""How fast the live views are: prints the figures, fails only where they are far off.

``pytest tests/browser/test_figures.py -m slow -s``; the machine should have nothing else to do.
"""

import json

import pytest
from tour_driver import JOURNAL, TOUR, Tour

pytestmark = pytest.mark.slow

# Note when the raster has painted up to which time.
WATCH = """() => {
  window.paints = [];
  const raster = document.querySelector('[data-testid=annl-raster]');
  new MutationObserver(() => requestAnimationFrame(() =>
    window.paints.push([performance.now(), Number(raster.dataset.time)])
  )).observe(raster, { attributeFilter: ['data-frames'] });
}"""
MOVE = """(slider, value) => {
  slider.value = value;
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  const now = performance.now();
  slider.dispatchEvent(new Event('change', { bubbles: true }));
  return now;
}"""
STEPS = """import json
print(json.dumps([r["step"] for r in journal(pulse).records() if r["origin"] == "control"]))"""


@pytest.fixture
def tour(notebook):
    made = Tour(notebook.open(TOUR))
    made.begin()
    made.page.wait_for_timeout(2000)
    return made


def test_frames_per_second(tour):
    tour.page.evaluate(WATCH)
    tour.page.wait_for_timeout(6000)
    moments = [moment for moment, _ in tour.page.evaluate("window.paints")]
    rate = (len(moments) - 1) / (moments[-1] - moments[0]) * 1000
    print(f"\n{rate:.1f} frames per second")
    assert rate > 3


def test_from_the_slider_to_the_picture(tour):
    tour.page.evaluate(WATCH)
    slider = tour.slider("Exc noise")
    low, high = (float(slider.get_attribute(end)) for end in ("min", "max"))
    moved = []
    for k in range(40):
        share = 0.2 + 0.005 * k
        moved.append(slider.evaluate(MOVE, low + share * (high - low)))
        tour.page.wait_for_timeout(150 + 7 * (k % 10))
    tour.page.wait_for_timeout(500)
    paints = tour.page.evaluate("window.paints")
    tour.notebook.editor(JOURNAL).click()
    tour.page.keyboard.press("Control+A")
    tour.page.evaluate("text => document.execCommand('insertText', false, text)", STEPS)
    tour.notebook.run(JOURNAL)
    steps = sorted(set(json.loads(tour.notebook.output(JOURNAL).inner_text())))
    waits = sorted(wait(moment, steps, paints) for moment in moved)
    print(f"\nslider to picture: median {waits[20]:.0f} ms, p95 {waits[37]:.0f} ms")
    assert waits[20] < 1500


def wait(moment, steps, paints):
    """Time until the first picture that holds a step behind the change; a step is one ms."""
    before = max((t for when, t in paints if when <= moment), default=0.0)
    step = next(step for step in steps if step > before)
    return next(when for when, t in paints if when > moment and t > step) - moment
