"""Dashboards in a page: arranged by mouse and keyboard, kept by the notebook, served to others."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from chromium import VIEWPORT
from playwright.sync_api import expect
from source_tree import ROOT

ARTEFACTS = ROOT / "tests" / "browser" / "artefacts"
NOTEBOOK = ROOT / "notebooks" / "dashboards.ipynb"
LOAD, PULSE, SHOW, EYE, SHOW_EYE, SAVE, FOREIGN, USUAL = range(8)
FRAMES = """name => [...document.querySelectorAll(`[data-testid=annl-${name}]`)]
  .some(view => Number(view.dataset.frames) > 2)"""
KEPT = "name => window.jupyterapp.shell.currentWidget.model.getMetadata('annarchy_lab')"
LOOKS = (("Light", 1280, 800), ("Dark", 1920, 1080), ("Dark", 1280, 800), ("Light", 1920, 1080))
START_S = 60


class Page:
    """A notebook with dashboards."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page

    def show(self, *cells):
        for index in cells:
            self.notebook.run(index)
        self.dashboard.wait_for()
        self.dashboard.evaluate("view => view.scrollIntoView()")

    @property
    def dashboard(self):
        return self.page.get_by_test_id("annl-dashboard").last

    def part(self, name):
        return self.dashboard.get_by_test_id(f"annl-{name}")

    def tile(self, name):
        return self.part(f"tile-{name}")

    def wait_painted(self, *names):
        for name in names:
            self.page.wait_for_function(FRAMES, arg=name)

    def wait_kept(self, holds):
        for _ in range(50):
            kept = (self.page.evaluate(KEPT) or {}).get("dashboards", {})
            if holds(kept):
                return kept
            self.page.wait_for_timeout(100)
        raise AssertionError(kept)

    def place(self, name):
        box = self.tile(name).bounding_box()
        return round(box["x"]), round(box["y"])

    def pictures(self, name, looks=LOOKS[:2]):
        """Keep pictures in both themes and at both sizes; the first look is restored."""
        for theme, width, height in (*looks, LOOKS[0]):
            self.notebook.use_theme(f"JupyterLab {theme}")
            self.page.set_viewport_size({"width": width, "height": height})
            self.dashboard.evaluate("view => view.scrollIntoView()")
            self.page.wait_for_timeout(500)
            path = ARTEFACTS / f"dashboard-{name}-{theme.lower()}-{width}.png"
            self.page.screenshot(path=path)


@pytest.fixture(autouse=True)
def artefacts():
    ARTEFACTS.mkdir(exist_ok=True)


@pytest.mark.timeout(300)  # a kernel is started twice
def test_the_notebook_is_lived_through(notebook):
    page = Page(notebook.open(NOTEBOOK))
    page.show(LOAD, PULSE, SHOW)
    page.wait_painted("raster", "rate", "trace")
    page.pictures("spiking")
    arrange(page)
    page.notebook.command("docmanager:save")
    page.page.wait_for_timeout(500)
    page.notebook.reload()
    page.page.evaluate("i => window.jupyterapp.shell.currentWidget.content.scrollToItem(i)", 5)
    page.tile("map-1").wait_for()
    page.page.wait_for_timeout(500)  # the graph above takes its place
    page.tile("map-1").scroll_into_view_if_needed()
    page.wait_painted("grid")
    page.notebook.restart()
    page.show(LOAD, PULSE, SHOW)
    page.tile("map-1").wait_for()
    assert page.tile("trace").count() == 0
    page.show(EYE, SHOW_EYE)
    page.wait_painted("grid", "histogram")
    page.pictures("learning", LOOKS[1:3])
    page.show(SAVE, FOREIGN)
    page.page.get_by_text("nothing that a raster of spikes can show").last.wait_for()
    page.show(USUAL)
    page.tile("fields-1").wait_for()


def arrange(page):
    """Add a view, move it by keyboard, resize by mouse, choose, remove, take back, remove."""
    page.part("dash-edit").click()
    page.pictures("editing", ())
    page.part("dash-add").select_option("map")
    page.wait_painted("grid")
    handle = page.tile("map-1").get_by_role("button", name="Move or resize")
    assert handle.evaluate("node => node === document.activeElement")
    before = page.place("map-1")
    for _ in range(4):
        handle.press("ArrowUp")
    assert page.place("map-1")[1] < before[1]
    handle.press("Shift+ArrowRight")
    page.tile("map-1").get_by_label("Variable").select_option("v")
    expect(page.tile("map-1")).to_have_attribute("aria-label", "activity map v")
    width = page.tile("map-1").bounding_box()["width"]
    corner = page.tile("map-1").locator(".annl-tile-corner")
    corner.scroll_into_view_if_needed()
    box = corner.bounding_box()
    page.page.mouse.move(box["x"] + 6, box["y"] + 6)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] - 150, box["y"] + 6, steps=8)
    page.page.mouse.up()
    assert page.tile("map-1").bounding_box()["width"] < width - 60
    page.tile("trace").get_by_role("button", name="Move or resize").press("Delete")
    assert page.tile("trace").count() == 0
    page.part("dash-undo").click()
    page.tile("trace").wait_for()
    page.tile("trace").get_by_role("button", name="Remove").click()
    kinds = {"raster", "rate", "map", "timeline", "controls"}
    page.wait_kept(
        lambda kept: "pulse" in kept and {tile["kind"] for tile in kept["pulse"]["tiles"]} == kinds
    )
    page.dashboard.press("Escape")
    assert not page.part("dash-done").is_visible()


APP = """
import annarchy_lab as ann
import panel as pn
from bokeh.plotting import figure

pulse = ann.Network(dt=1.0, seed=7)
pop = pulse.create(100, ann.Izhikevich, name="pop")
pop.noise = 5.0
exc = pulse.connect(pop, pop, "exc", name="<img src=x onerror=alert(1)>")
exc.all_to_all(ann.Uniform(0.0, 2.0))
pulse.compile(silent=True)
run = pulse.start()
"""


@pytest.fixture
def served(tmp_path):
    """Serves a script; gives the address."""
    running = []

    def start(*options, password=None):
        script = tmp_path / "app.py"
        script.write_text(APP)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = os.environ | ({"ANNARCHY_LAB_PASSWORD": password} if password else {})
        command = [sys.executable, "-m", "annarchy_lab.lab.serve", str(script), f"--port={port}"]
        with (tmp_path / "log").open("wb") as log:
            process = subprocess.Popen(
                [*command, *options], env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        running.append(process)
        wait_up(f"http://127.0.0.1:{port}/", process, tmp_path / "log")
        return f"http://127.0.0.1:{port}/"

    yield start
    for process in running:
        process.terminate()
        process.wait(20)


def wait_up(address, process, log):
    deadline = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(log.read_text())


class Visit:
    """A page of the server, which tells what it asked others for."""

    def __init__(self, browser, address):
        self.page = browser.new_context(viewport=VIEWPORT).new_page()
        self.errors, self.foreign = [], []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url, address))
        self.page.goto(address)

    def _note(self, url, address):
        if url.startswith("http") and not url.startswith(address):
            self.foreign.append(url)

    def part(self, name):
        return self.page.get_by_test_id(f"annl-{name}")

    def wait_painted(self, name):
        self.part(name).wait_for()
        for _ in range(100):
            if int(self.part(name).get_attribute("data-frames")) > 2:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{name} was not painted")

    def close(self):
        self.page.context.close()
        assert self.errors == []
        assert self.foreign == []


def test_visitors_watch_one_network_and_a_password_keeps_others_out(browser, served):
    address = served("--control", password="open sesame")
    first = Visit(browser, address)
    assert first.part("raster").count() == 0  # the server asks who it is
    for visit in (first, second := Visit(browser, address)):
        visit.page.locator("input[name=username]").fill("someone")
        visit.page.locator("input[name=password]").fill("open sesame")
        visit.page.keyboard.press("Enter")
        visit.wait_painted("raster")
    value = first.page.get_by_label("pop noise, value", exact=True)
    value.fill("3.5")
    value.press("Enter")
    other = second.page.get_by_label("pop noise, value", exact=True)
    for _ in range(50):
        if other.input_value().startswith("3.5"):
            break
        second.page.wait_for_timeout(100)
    assert other.input_value().startswith("3.5")
    first.page.screenshot(path=ARTEFACTS / "dashboard-served.png")
    first.close()
    before = int(second.part("raster").get_attribute("data-frames"))
    second.page.wait_for_timeout(1500)
    assert int(second.part("raster").get_attribute("data-frames")) > before
    second.close()


def test_who_may_only_watch_has_no_buttons(browser, served):
    visit = Visit(browser, served())
    visit.wait_painted("raster")
    assert not visit.part("play").is_visible()
    assert visit.part("dash-edit").is_hidden()
    assert visit.page.locator("img").count() == 0
    visit.page.screenshot(path=ARTEFACTS / "dashboard-watching.png")
    visit.close()
