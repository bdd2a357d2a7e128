"""The inspector and live views in tabs, in a page with the real lab."""

import re

from lab_driver import PAGE_MS
from playwright.sync_api import expect
from source_tree import ROOT

SETUP = f"""
import sys; sys.path.insert(0, {str(ROOT / "tests" / "support")!r})
%load_ext annarchy_lab
from annarchy_lab import Izhikevich, Network, lab
from lab_networks import build_pulse
"""
BUILD = """
pulse = build_pulse(n=40)
net, Exc, Inh = pulse.net, pulse.exc, pulse.inh
"""
MODEL = "%%neuron Leaky\nequations: tau*dr/dt + r = 0.0\nparameters: tau = 10.0"


class Inspector:
    """The panel at the right, as a user sees it."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page
        notebook.command("annarchy-lab:show-inspector")

    @property
    def panel(self):
        return self.page.get_by_test_id("annl-inspector")

    @property
    def empty(self):
        return self.page.get_by_test_id("annl-inspector-empty")

    def row(self, *names):
        return self.page.locator(f'.annl-tree-row[data-row="{"/".join(names)}"]')

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def selected(self):
        return self.panel.locator("[aria-selected=true]").get_attribute("data-row")

    def tab(self):
        return self.page.get_by_test_id("annl-tab").locator("visible=true")

    def titles(self):
        bars = self.page.locator(".jp-MainAreaWidget:has([data-testid=annl-tab])")
        ids = bars.evaluate_all("each => each.map(({ id }) => id)")
        find = "id => document.querySelector(`li[data-id='${id}']`)?.innerText.trim()"
        return [self.page.evaluate(find, each) for each in ids]


def test_the_inspector_shows_networks_and_opens_views(notebook):
    page = notebook.new(
        SETUP,
        MODEL,
        BUILD,
        "pulse.pop.noise = 4.0; net.start(); other = build_pulse(n=10).net\n"
        "bad = Network(); bad.create(1, Izhikevich, name='<img src=x>')",
        "import time; time.sleep(4)",
        BUILD,
    )
    inspector = Inspector(page)
    expect(inspector.empty).to_contain_text("%load_ext annarchy_lab")
    page.run(0)
    expect(inspector.empty).to_contain_text("net.compile()")
    page.run(2)
    pop = inspector.row("net", "Populations", "pop")
    expect(pop).to_contain_text("40 neurons · Izhikevich")
    expect(inspector.panel.get_by_role("tree")).to_be_visible()
    expect(pop).to_have_attribute("aria-level", "3")

    page.run(3)
    choose(page, inspector)
    see_values(page, inspector)
    use_keys(page, inspector)
    build_anew(page, inspector)
    search(page, inspector)

    # models stand in the table of contents before they have been run
    page.command("toc:show-panel")
    expect(page.page.locator(".jp-TableOfContents").get_by_text("Leaky (neuron)")).to_be_visible()

    # names that are markup stay names
    expect(page.page.get_by_role("treeitem").get_by_text("<img src=x>")).to_be_visible()


def choose(page, inspector):
    """Several networks: the toolbar says which one, and lets choose."""
    name = page.page.get_by_test_id("annl-toolbar-name")
    expect(name).to_have_attribute("data-several", "true")
    name.click()
    page.page.get_by_role("menuitem", name="other").click()
    expect(name).to_have_text("other")
    expect(inspector.row("other")).to_have_attribute("aria-current", "true")
    expect(page.page.get_by_test_id("annl-status")).to_have_text(re.compile("^other"))
    name.click()
    page.page.get_by_role("menuitem", name="The One That Runs").click()
    expect(name).to_have_text("net")


def see_values(page, inspector):
    """Values are those of now, and stay so while a cell is busy."""
    pop = inspector.row("net", "Populations", "pop")
    expect(pop.locator(".annl-tree-value")).to_have_text(re.compile(r"^\d+\.\d Hz$"))
    page.run(4, wait=False)
    pop.click()
    inspector.press("ArrowRight")
    noise = inspector.row("net", "Populations", "pop", "noise")
    expect(noise.locator(".annl-tree-value")).to_have_text("4", timeout=3900)
    expect(page.page.get_by_test_id("annl-inspector-details")).to_contain_text("40 neurons")


def use_keys(page, inspector):
    """Keys and typed letters move; Enter opens a view while the cell is still busy."""
    pop = inspector.row("net", "Populations", "pop")
    inspector.press("ArrowDown")
    assert inspector.selected() == "net/Populations/pop/Exc"
    page.page.keyboard.type("noi")
    assert inspector.selected() == "net/Populations/pop/noise"
    inspector.press("ArrowLeft")
    assert inspector.selected() == "net/Populations/pop"
    inspector.press("ArrowDown", "Enter")
    expect(inspector.tab().get_by_test_id("annl-raster")).to_be_visible(timeout=3900)
    page.command("docmanager:open", path=page.path)
    page.wait_done(4)
    pop.dblclick()
    expect(inspector.tab().get_by_test_id("annl-raster")).to_be_visible()
    pop.dblclick()
    assert inspector.titles() == ["spikes of Exc", "spikes of pop"]


def build_anew(page, inspector):
    """Built anew, the network takes its old place: no third tab."""
    model = inspector.tab().get_attribute("data-model")
    page.command("docmanager:open", path=page.path)
    page.run(5)
    expect(inspector.page.locator(f'[data-model="{model}"]')).to_have_count(0)
    assert inspector.titles() == ["spikes of Exc", "spikes of pop"]


def search(page, inspector):
    """A search, from the keyboard."""
    field = page.page.get_by_test_id("annl-inspector-search")
    field.fill("recovery")
    expect(inspector.row("other", "Populations", "pop", "a")).to_be_visible()
    expect(inspector.row("other", "Projections")).to_have_count(0)
    field.press("Escape")
    expect(inspector.row("other", "Projections")).to_be_visible()


def test_tabs_come_back_and_say_what_is_missing(notebook):
    page = notebook.new(SETUP, BUILD + "net.start(1000.0, speed=None).wait()", "lab.rate(net)")
    for index in range(3):
        page.run(index)
    inspector = Inspector(page)
    page.output(2).get_by_test_id("annl-rate").click(button="right")
    page.page.get_by_role("menuitem", name="Show Live View in a Tab").click()
    expect(inspector.tab().get_by_test_id("annl-rate")).to_be_visible()
    page.command("annarchy-lab:open-live")
    expect(inspector.tab().get_by_test_id("annl-trace")).to_be_visible()
    page.command("annarchy-lab:open-live")
    assert len(inspector.titles()) == 2
    page.command("docmanager:save")
    page.page.wait_for_timeout(1500)  # JupyterLab saves its layout a second later

    page.page.goto(page.page.url.split("/lab")[0] + "/lab")
    expect(inspector.tab().get_by_test_id("annl-raster")).to_be_visible(timeout=PAGE_MS)
    assert len(inspector.titles()) == 2
    page.command("annarchy-lab:play")
    frames = "each => Number(each.dataset.frames) > 0"
    page.page.wait_for_function(
        f"() => [...document.querySelectorAll('[data-testid=annl-raster]')].some({frames})"
    )

    # without its kernel a view says so, and shows the last picture where it has left one
    page.page.evaluate(
        "async () => { const { serviceManager } = window.jupyterapp;"
        " await serviceManager.sessions.shutdownAll(); }"
    )
    message = page.page.get_by_test_id("annl-tab-message")
    expect(message.filter(has_text="Run the cells that build the network")).to_have_count(1)


def test_what_is_switched_off_is_gone(notebook):
    page = notebook.new(SETUP + BUILD)
    page.run(0)
    parts = [page.page.get_by_test_id(name) for name in ("annl-status", "annl-toolbar-play")]
    for part in parts:
        expect(part).to_be_visible()
    set_to(page, "{ statusBar: false, toolbar: false }")
    try:
        page.reload()
        page.command("annarchy-lab:show-inspector")
        expect(page.page.get_by_test_id("annl-inspector-tree")).to_be_visible()
        for part in parts:
            expect(part).to_be_hidden()
    finally:
        set_to(page, "{}")  # other pages share the server


def set_to(page, values):
    page.page.evaluate(
        "async () => await window.jupyterapp.serviceManager.settings.save("
        f"'annarchy-lab:settings', JSON.stringify({values}))"
    )
