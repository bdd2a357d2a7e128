"""The views of the present state in JupyterLab: painted, read, light and dark, at two sizes."""

import pytest
from playwright.sync_api import expect
from source_tree import ROOT

ARTEFACTS = ROOT / "tests" / "browser" / "artefacts"
NETWORK = """
%load_ext annarchy_lab
import numpy as np
import annarchy_lab as ann
from annarchy_lab.lab import *

net = ann.Network(dt=1.0, seed=7)
Wave = ann.Neuron(
    parameters="px = 0.0\\npy = 0.0",
    equations="r = 20.0 * (1.0 + sin(px / 5.0 + t / 300.0) * cos(py / 4.0)) : min=0.0",
)
retina = net.create((24, 32), Wave, name="retina")
retina.px = np.tile(np.arange(32.0), 24)
retina.py = np.repeat(np.arange(24.0), 32)
cortex = net.create(200, ann.Izhikevich, name="cortex")
cortex.noise = 5.0
scatter = net.connect(cortex[:160], cortex, "exc", name="scatter")
scatter.fixed_probability(0.2, weights=ann.Normal(0.0, 0.3))
ganglion = net.create(20, ann.Neuron(equations="r = sum(light)"), name="ganglion")
fovea = net.connect(retina, ganglion, "light", name="fovea")
fovea.all_to_all(ann.Uniform(0.0, 0.01))
net.compile(silent=True)
for k, dendrite in enumerate(fovea):
    distance = (retina.px - 4 - 6 * (k % 5)) ** 2 + (retina.py - 3 - 5 * (k // 5)) ** 2
    dendrite.w = 0.05 * np.exp(-distance / 12.0)
run = net.start()
"""
PAINTED = """kind => {
  const view = document.querySelector(`[data-testid=annl-${kind}]`);
  return Number(view?.dataset.frames ?? 0) > 0;
}"""
SIZES = ((1280, 800), (1920, 1080))


class Views:
    """A notebook with the network and one view under it."""

    def __init__(self, notebook, *cells):
        self.notebook = notebook.new(NETWORK, *cells)
        self.page = self.notebook.page
        for index in range(len(cells) + 1):
            self.notebook.run(index)

    def part(self, name):
        return self.page.get_by_test_id(f"annl-{name}").first

    def wait_painted(self, kind):
        self.part(kind).evaluate("view => view.scrollIntoView()")
        self.page.wait_for_function(PAINTED, arg=kind)

    def hover(self, kind, x, y):
        box = self.part(f"{kind}-plot").bounding_box()
        self.page.mouse.move(box["x"] + x, box["y"] + y)
        self.page.wait_for_timeout(150)
        return self.part("readout").inner_text()

    def pictures(self, name):
        """Keep pictures at both sizes, light and dark."""
        for theme in ("light", "dark"):
            self.notebook.use_theme(f"JupyterLab {theme.title()}")
            for width, height in SIZES:
                self.page.set_viewport_size({"width": width, "height": height})
                self.page.wait_for_timeout(700)
                self.page.screenshot(path=ARTEFACTS / f"state-{name}-{theme}-{width}.png")


@pytest.fixture(autouse=True)
def artefacts():
    ARTEFACTS.mkdir(exist_ok=True)


def test_a_map_is_painted_and_read(notebook):
    views = Views(notebook, "activity_map(net)", "activity_map(net, of=cortex)")
    views.wait_painted("grid")
    assert "neurons" in views.page.locator(".annl-note").first.inner_text()
    reading = views.hover("grid", 100, 100)
    assert "rank" in reading
    assert reading.startswith("(")
    plot = views.part("grid-plot")
    plot.focus()
    plot.press("Escape")
    plot.press("ArrowRight")
    place = views.part("readout").inner_text().split(":")[0]
    plot.press("ArrowRight")
    expect(views.part("readout")).not_to_contain_text(place)
    assert "rank" in views.part("summary").inner_text()
    views.pictures("map")


def test_synapses_are_painted_and_read(notebook):
    views = Views(notebook, "weights(net, scatter)", "receptive_fields(net, fovea)")
    views.wait_painted("grid")
    assert "synapses" in views.page.locator(".annl-note").first.inner_text()
    assert views.hover("grid", 100, 100).startswith("post ")
    views.pictures("synapses")


def test_histograms_are_painted_and_read(notebook):
    views = Views(notebook, "histogram(net, of=cortex)", "histogram(net, of=scatter, log=True)")
    views.wait_painted("histogram")
    assert "neurons" in views.page.locator(".annl-note").first.inner_text()
    assert " mV: " in views.hover("histogram", 300, 100)
    plot = views.part("histogram-plot")
    plot.focus()
    plot.press("ArrowLeft")
    assert "neurons" in views.part("summary").inner_text()
    plot.press("Escape")
    views.pictures("histogram")


def test_a_phase_plane_is_painted_and_read(notebook):
    views = Views(notebook, 'phase_plane(net, "v", "u", of=cortex, neurons=[0, 1, 2])')
    views.wait_painted("phase")
    assert "v = " in views.hover("phase", 200, 100)
    assert "neuron 2 at v" in views.part("summary").inner_text()
    views.pictures("phase")
