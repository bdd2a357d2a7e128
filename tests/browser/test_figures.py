"""How fast the live views are: prints the figures, fails only where they are far off.

``pytest tests/browser/test_figures.py -m slow -s``; the machine should have nothing else to do.
"""

import json
import time

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
CROWD = """%load_ext annarchy_lab
import annarchy_lab as ann
from annarchy_lab import lab
net = ann.Network(dt=1.0, seed=1)
pop = net.create(ann.PoissonPopulation({n}, rates=25.0))
run = net.start()
view = lab.raster(net); view"""
LOOK = "print(int(view.feed._per_s / 25), view.feed._is_binned)"
STEPS = """import json
print(json.dumps([r["step"] for r in journal(pulse).records() if r["origin"] == "control"]))"""


@pytest.fixture
def tour(notebook):
    made = Tour(notebook.open(TOUR))
    made.begin()
    made.page.wait_for_timeout(2000)
    return made


def frames_per_s(page):
    page.evaluate(WATCH)
    page.wait_for_timeout(6000)
    moments = [moment for moment, _ in page.evaluate("window.paints")]
    return (len(moments) - 1) / (moments[-1] - moments[0]) * 1000


def test_the_first_plot(notebook):
    """Cold: nothing is compiled, the kernel has just begun; warm: it was restarted."""
    opened = time.monotonic()
    made = Tour(notebook.open(TOUR))
    ready = time.monotonic()
    made.begin()
    cold_s, open_s = time.monotonic() - ready, ready - opened
    made.notebook.restart()
    restarted = time.monotonic()
    made.begin()
    warm_s = time.monotonic() - restarted
    print(f"\nfirst plot: {open_s:.1f} s to open, then cold {cold_s:.1f} s, warm {warm_s:.1f} s")
    assert cold_s < 60


def test_frames_per_second(tour):
    print(f"\n{frames_per_s(tour.page):.1f} frames per second")


@pytest.mark.parametrize(("n_neurons", "look"), [(500, "as spikes"), (10_000, "as counts")])
def test_frames_per_second_of_a_crowd(notebook, n_neurons, look):
    """25 Hz each, so that a frame brings as many spikes as there are neurons."""
    page = notebook.new(CROWD.format(n=n_neurons), LOOK)
    page.run(0)
    page.page.wait_for_timeout(3000)
    rate = frames_per_s(page.page)
    page.run(1)
    per_frame, is_binned = page.output(1).inner_text().split()
    print(f"\n{rate:.1f} frames per second with {per_frame} spikes in each, drawn {look}")
    assert (is_binned == "True") == (look == "as counts")
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
