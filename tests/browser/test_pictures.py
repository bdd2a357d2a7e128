"""A gallery of every view in every state and look, with what a machine can judge of it.

``make pictures`` writes it to ``tests/browser/artefacts/gallery``; people judge the rest.
"""

import pytest
from lab_driver import NotebookPage
from looks import objections, places
from source_tree import ROOT

GALLERY = ROOT / "tests" / "browser" / "artefacts" / "gallery"
SIZES = ((1280, 800), (1920, 1080))
THEMES = ("Light", "Dark")
TALL = 3000
LONG = "A_population_with_a_name_of_40_letters_x"

SETUP = """
%load_ext annarchy_lab
import numpy as np
import annarchy_lab as ann
from annarchy_lab.lab import *

net = ann.Network(dt=1.0, seed=7)
pop = net.create({size}, {model}, name={name!r})
{more}
net.compile(silent=True)
"""
NOISE = "pop.noise = 5.0"
WIRED = """
pop.noise = 5.0
half = {half}
Exc, Inh = pop[:half], pop[half:]
proj = net.connect(Exc, pop, "exc", name={name!r} + "_to_itself")
proj.{pattern}
"""
LIVE = "live(net, {views})"
VIEWS = (
    "raster(net)",
    "rate(net)",
    "trace(net, neurons=[0, 1, 2])",
    "phase_plane(net, 'v', 'u', neurons=[0, 1])",
    "histogram(net)",
    "activity_map(net)",
    "weights(net, proj)",
    "receptive_fields(net, proj, neurons=[0, 1, 2, 3])",
)


def setup(n, name="pop", pattern="fixed_probability(0.3, weights=ann.Uniform(0.0, 0.5))"):
    more = WIRED.format(half=n * 4 // 5, name=name, pattern=pattern)
    size = (n // 10, 10) if n >= 100 else n
    return SETUP.format(size=size, model="ann.Izhikevich", name=name, more=more)


EMPTY = """
%load_ext annarchy_lab
import annarchy_lab as ann
from annarchy_lab.lab import *
net = ann.Network(dt=1.0)
pop = net.create(5, ann.Izhikevich, name="pop")
net.compile(silent=True)
"""
FAILING = """
%load_ext annarchy_lab
import annarchy_lab as ann
from annarchy_lab.lab import *
net = ann.Network(dt=1.0)
Wild = ann.Neuron(parameters="a = 1.0 in 0..2", equations="r = a * t")
pop = net.create(5, Wild, name="pop")
Exc = Inh = pop
net.compile(silent=True)
@ann.every(period=100.0, offset=300.0, network=net)
def stumble(n): raise ValueError("a callback that fails after 300 ms, and says so at some length")
"""
PAUSE = "import time; run = net.start(); time.sleep(1.5); run.pause()"
BOTH = "{'Exc': Exc, 'Inh': Inh}"
LONGS = f"{{'{LONG}': Exc, '{LONG[::-1]}': Inh}}"
FEW = "all_to_all(weights=0.1)"
SPARSE = "fixed_number_pre(10, weights=0.5)"
CASES = {
    "usual": (setup(1000), BOTH, VIEWS, "run = net.start()", "running"),
    "ten": (setup(10, pattern=FEW), BOTH, VIEWS, "run = net.start()", "running"),
    "huge": (setup(100_000, pattern=SPARSE), BOTH, VIEWS[:-2], "run = net.start()", "running"),
    "names": (setup(200, LONG), LONGS, VIEWS, "run = net.start()", "running"),
    "waiting": (setup(200), BOTH, VIEWS, "", "ready"),
    "paused": (setup(200), BOTH, VIEWS, PAUSE, "paused"),
    "silent": (EMPTY, "{'pop': pop}", VIEWS[:6], "run = net.start()", "running"),
    "failed": (FAILING, "{'pop': pop}", ("rate(net)", "trace(net)"), "run = net.start()", "failed"),
}
PAINTED = """() => [...document.querySelectorAll('.annl-view')]
  .every(view => Number(view.dataset.frames) > 0)"""

# Views of the present send nothing while it rests.
TIMED = (
    "[...document.querySelectorAll('"
    + ", ".join(f"[data-testid=annl-{kind}]" for kind in ("raster", "rate", "trace"))
    + "')]"
)
FRAMES = f"() => {TIMED}.map(v => Number(v.dataset.frames))"
FED = (
    f"before => {TIMED}"
    """.every((view, k) => {
  const { top, bottom } = view.getBoundingClientRect();
  const isSeen = bottom > 100 && top < 0.8 * innerHeight;
  return !isSeen || Number(view.dataset.frames) > before[k] + 3;
})"""
)


def settle(notebook: NotebookPage, width: int, height: int) -> None:
    """Show the live view in a window, and wait until everything in sight is of now."""
    page = notebook.page
    page.set_viewport_size({"width": width, "height": height})
    notebook.output(1).evaluate("output => output.scrollIntoView({ block: 'start' })")
    page.wait_for_timeout(900)
    if page.get_by_test_id("annl-state").first.inner_text() == "running":
        page.wait_for_function(FED, arg=page.evaluate(FRAMES))  # on a busy machine this takes time


def keep(notebook: NotebookPage, case: str, theme: str) -> None:
    """Keep the live view as a screen shows it, and all views below each other."""
    for width, height in SIZES:
        for suffix, high in (("", height), ("-all", TALL)):
            settle(notebook, width, high)
            path = GALLERY / f"{case}-{theme.lower()}-{width}{suffix}.png"
            notebook.page.screenshot(path=path)


@pytest.mark.slow
@pytest.mark.timeout(420)
@pytest.mark.parametrize("case", CASES)
def test_gallery(notebook, case):
    GALLERY.mkdir(parents=True, exist_ok=True)
    prepare, shown, views, start, state = CASES[case]
    cells = (prepare, LIVE.format(views=shown), *views, start or "pass")
    lab = notebook.new(*cells)
    lab.command("application:toggle-left-area")
    lab.page.set_viewport_size({"width": 1280, "height": TALL})
    for index in range(len(cells)):
        lab.run(index)
    lab.output(1).evaluate("output => output.scrollIntoView({ block: 'start' })")
    bar = lab.page.get_by_test_id("annl-state").first
    lab.page.wait_for_function(
        "([bar, state]) => bar.textContent === state", arg=[bar.element_handle(), state]
    )
    if start:
        lab.page.wait_for_function(PAINTED)
        lab.page.wait_for_timeout(3500)
    wrong = []
    for theme in THEMES:
        lab.use_theme(f"JupyterLab {theme}")
        keep(lab, case, theme)
        before = places(lab.page)
        wrong += [f"{theme}: {each}" for each in objections(lab.page)]
        lab.page.wait_for_timeout(2000)
        after = places(lab.page)
        wrong += [f"{theme}: {k} jumped {before.get(k)} → {after.get(k)}" for k in before
                  if before[k] != after.get(k)]  # fmt: skip
    assert wrong == []
