"""Live views in a saved notebook: their pictures stand there until a kernel brings them back."""

import re

import nbformat
from nbformat.sign import NotebookNotary
from playwright.sync_api import expect
from source_tree import ROOT

SETUP = f"""%load_ext annarchy_lab
import sys; sys.path.insert(0, {str(ROOT / "tests" / "support")!r})
from lab_networks import build_pulse
from annarchy_lab import lab
net = build_pulse(n=40).net"""
CELLS = (
    SETUP,
    "lab.raster(net)",
    "lab.controls(net, attributes=['noise'])",
    "import ipywidgets; ipywidgets.IntSlider(description='theirs')",
    "run = net.start(300.0)",
)
RASTER, CONTROLS, THEIRS, START = 1, 2, 3, 4
HAS_PICTURE = """cell => Boolean(window.jupyterapp.shell.currentWidget.content.widgets[cell]
  .model.outputs.get(0)?.data['image/png'])"""
CHOOSE_KERNEL = """() => {
  const { sessionContext } = window.jupyterapp.shell.currentWidget;
  void sessionContext.changeKernel({ name: 'python3' });
}"""
LOST = re.compile("of the last run: .+ Run the cell to make it live again")


def test_pictures_stand_for_views_that_no_kernel_knows(notebook, lab):
    opened = notebook.new(*CELLS)
    for cell in range(len(CELLS)):
        opened.run(cell)
    # the run leaves a picture under the view that somebody looks at, and the view stays
    plot = opened.output(RASTER).get_by_test_id("annl-raster")
    plot.evaluate("node => { node.dataset.mark = 'the same' }")
    opened.page.wait_for_function(HAS_PICTURE, arg=RASTER)
    expect(plot).to_have_attribute("data-mark", "the same")
    expect(plot).to_have_count(1)
    save(opened)
    without_kernel(opened, lab)
    shows_pictures(opened)
    opened.page.evaluate(CHOOSE_KERNEL)
    opened.wait_ready()
    shows_pictures(opened)  # a fresh kernel does not know them either
    for cell in (0, RASTER, CONTROLS):
        opened.run(cell)
    expect(plot).to_be_visible()
    expect(opened.output(RASTER).get_by_test_id("annl-still")).to_have_count(0)
    is_operated_by_keys(opened)


def is_operated_by_keys(opened):
    """JupyterLab takes no arrow from a slider to go to another cell."""
    slider = opened.output(CONTROLS).get_by_test_id("annl-slider")
    before = slider.evaluate("slider => slider.valueAsNumber")
    slider.press("ArrowRight")
    assert slider.evaluate("slider => slider.valueAsNumber") > before


def shows_pictures(opened):
    raster, controls, theirs = (opened.output(k) for k in (RASTER, CONTROLS, THEIRS))
    expect(raster.locator("figcaption")).to_have_text(LOST)
    picture = raster.get_by_role("img")
    expect(picture).to_have_accessible_name("raster of spikes, as the last run left it")
    assert picture.evaluate("image => image.naturalWidth > 300")
    expect(controls.locator("figcaption")).to_have_text(LOST)
    expect(controls.locator("table")).to_contain_text("noise")
    expect(theirs).to_contain_text(re.compile("not found|Loading widget"))
    expect(theirs.get_by_test_id("annl-still")).to_have_count(0)


def save(opened):
    opened.command("docmanager:save")
    opened.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.model?.dirty")


def without_kernel(opened, lab):
    """Open a copy for which there is no kernel."""
    opened.page.evaluate("window.jupyterapp.serviceManager.sessions.shutdownAll()")
    content = nbformat.read(lab.root / opened.path, 4)
    spec = {"name": "none", "display_name": "None", "language": "none"}
    content.metadata = nbformat.from_dict({"kernelspec": spec})
    copy = lab.root / "no-kernel.ipynb"
    nbformat.write(content, copy)
    NotebookNotary(data_dir=str(lab.root.parent / "data")).sign(nbformat.read(copy, 4))
    page = opened.page
    page.goto(lab.address(copy.name))
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").select_option(label="No Kernel")
    dialog.locator(".jp-mod-accept").click()
