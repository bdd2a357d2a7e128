"""The plugins in Notebook 7, which has neither a status bar nor room for tabs."""

import importlib.util

import pytest
from lab_driver import LabServer, NotebookPage
from playwright.sync_api import expect
from source_tree import ROOT

SETUP = f"""
import sys; sys.path.insert(0, {str(ROOT / "tests" / "support")!r})
%load_ext annarchy_lab
from annarchy_lab import lab
from lab_networks import build_pulse
net = build_pulse(n=40).net
run = net.start()
lab.raster(net)
"""
HAS_PICTURE = """() => Boolean(window.jupyterapp.shell.currentWidget.content.widgets[0]
  .model.outputs.get(0)?.data['image/png'])"""
THEIR_OWN = "Cannot read properties of undefined (reading 'schema')"  # 7.6 without any extension

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("notebook") is None,
        reason="the package notebook is not installed: pip install notebook",
    ),
]


class NotebookServer(LabServer):
    """Notebook 7 instead of JupyterLab."""

    program = "notebook"

    def address(self, path):
        return f"{self.url}notebooks/{path}?token={self.token}"


def test_plugins_live_in_notebook_7(tmp_path, browser, cache_dir):
    import nbformat

    del cache_dir
    server = NotebookServer(tmp_path / "home")
    try:
        spec = {"name": "python3", "display_name": "Python 3"}  # else it asks for a kernel
        content = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(SETUP)], metadata={"kernelspec": spec}
        )
        nbformat.write(content, server.root / "a.ipynb")
        page = NotebookPage(
            browser.new_page(viewport={"width": 1280, "height": 800}), server, "a.ipynb"
        )
        page.run(0)
        expect(page.output(0).get_by_test_id("annl-raster")).to_be_visible()
        expect(page.page.get_by_test_id("annl-toolbar-pause")).to_be_visible()
        page.command("annarchy-lab:show-inspector")
        expect(page.page.get_by_test_id("annl-inspector-tree")).to_contain_text("40 neurons")
        page.command("annarchy-lab:open-live")
        tab = page.page.get_by_test_id("annl-tab")
        expect(tab.get_by_test_id("annl-trace")).to_be_visible()
        page.page.get_by_test_id("annl-toolbar-pause").click()
        expect(page.page.get_by_test_id("annl-toolbar-play")).to_be_visible()
        page.page.wait_for_function(HAS_PICTURE)
        page.command("docmanager:save")
        page.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.model?.dirty")
        page.page.evaluate("window.jupyterapp.serviceManager.sessions.shutdownAll()")
        page.reload()
        expect(page.output(0).locator("figcaption")).to_contain_text("Run the cell")
        assert [error for error in page.errors if error != THEIR_OWN] == []
        assert page.foreign == []
        page.close(ROOT / "tests" / "browser" / "artefacts" / "notebook-7.png")
    finally:
        server.stop()
