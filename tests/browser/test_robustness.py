"""Views live through what happens to them: a second view, a second browser, a hidden tab, a lost
connection, a busy kernel, a storm of changes, hours; all behind a proxy and under a base URL.

``make soak`` lets them live for an hour, and the busy cell is busy for a minute.
"""

import json
import os
import time
from contextlib import contextmanager

import pytest
from chromium import VIEWPORT
from lab_driver import NotebookPage
from proxy import Proxy
from source_tree import ROOT

SOAK_S = 60.0 * float(os.environ.get("SOAK", "2"))
GROWTH_MB = 20.0

SETUP = f"""%load_ext annarchy_lab
import json, os, sys, time; sys.path.insert(0, {str(ROOT / "tests" / "support")!r})
from lab_networks import build_pulse
from annarchy_lab import lab
pulse = build_pulse(); net = pulse.net; run = net.start()
view = lab.raster(net, window=300.0, height=120)
sliders = lab.controls(net, {{"Exc": pulse.exc}}, ["noise"])
display(view, view, sliders)"""

RASTERS = "[...document.querySelectorAll('[data-testid=annl-raster]')]"
# Frames painted and newest time shown by each raster of a page.
SHOWN = f"() => {RASTERS}.map(r => [Number(r.dataset.frames ?? 0), Number(r.dataset.time ?? 0)])"
ALL_PAINT = f"""([before, more]) => {{
  const now = ({SHOWN})();
  return now.length === before.length && now.every(([n], k) => n >= before[k][0] + more);
}}"""
ALL_BEYOND = f"""t_ms => {RASTERS}.every(r => Number(r.dataset.time ?? 0) > t_ms)"""
HIDE = """isHidden => {
  const state = isHidden ? 'hidden' : 'visible';
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
STORM = """async (slider, n) => {
  for (let k = 1; k <= n; k++) {
    slider.value = 5 + 5 * k / n;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    if (k % 20 === 0) await new Promise(resolve => setTimeout(resolve, 10));
  }
  slider.dispatchEvent(new Event('change', { bubbles: true }));
}"""
AWAIT = """import asyncio
while pulse.exc.noise[0] != 7.0: await asyncio.sleep(0.05)
run.stop(); await net.start(100.0)"""
SENT = "print(view._stream._seq)"
CHANGES = "print(sum(r['origin'] == 'control' for r in lab.journal(net).records()))"
NOISE = "print(pulse.exc.noise[0])"
RESIDENT = """import gc; gc.collect()
print(int(open('/proc/self/statm').read().split()[1]) * os.sysconf('SC_PAGE_SIZE') / 1e6)"""


class Rasters:
    """The rasters of a page."""

    def __init__(self, notebook: NotebookPage) -> None:
        self.notebook, self.page = notebook, notebook.page

    def begin(self):
        self.notebook.run(0)
        self.wait_painted()

    def shown(self):
        return self.page.evaluate(SHOWN)

    def wait_painted(self, more=3, n_views=2):
        """Wait until each has painted some more frames."""
        self.page.get_by_test_id("annl-raster").nth(n_views - 1).wait_for()
        self.page.wait_for_function(ALL_PAINT, arg=[self.shown(), more])

    def wait_beyond(self, t_ms):
        """Wait until each shows a time."""
        self.page.wait_for_function(ALL_BEYOND, arg=t_ms)

    @property
    def time_ms(self):
        return max(t_ms for _, t_ms in self.shown())

    def hide(self, is_hidden):
        self.page.evaluate(HIDE, is_hidden)

    def ask(self, index):
        """Run a cell and return what it prints, as a number."""
        self.notebook.run(index)
        return float(self.notebook.output(index).inner_text())

    def slider(self):
        return self.page.get_by_label("Exc noise", exact=True)

    def value(self):
        return float(self.page.get_by_label("Exc noise, value", exact=True).input_value())


@pytest.fixture
def lab(lab_at):
    """As on a hub: everything comes by one port, under a base URL."""
    made = Proxy(lab_at("/user/x/"))
    yield made
    made.stop()


@contextmanager
def second_browser(browser, lab, first):
    """The same notebook in a browser that knows nothing of the first one."""
    first.notebook.command("docmanager:save")
    first.page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.model?.dirty")
    context = browser.new_context(viewport=VIEWPORT)
    page = NotebookPage(context.new_page(), lab, first.notebook.path)
    try:
        yield Rasters(page)
        assert page.errors == []
        assert page.foreign == []
    finally:
        context.close()


def test_two_browsers_and_a_lost_connection(notebook, browser, lab):
    one = Rasters(notebook.new(SETUP, SENT))
    one.begin()
    with second_browser(browser, lab, one) as two:
        two.wait_painted()
        one.wait_painted()
        one.slider().evaluate(STORM, 40)  # who steers in one sees it in the other
        two.page.wait_for_function(
            "s => document.querySelector(s).valueAsNumber === 10", arg="[aria-label='Exc noise']"
        )
        one.hide(True)  # one looks away, the other one goes on
        two.wait_painted(10)
        two.hide(True)
        one.page.wait_for_timeout(500)
        before = one.ask(1)
        one.page.wait_for_timeout(600)
        assert one.ask(1) == before  # nobody looks: nothing is sent
        two.hide(False)
        two.wait_painted()
    one.hide(False)
    one.wait_painted()
    t_ms = one.time_ms
    with lab.cut():
        pass  # what was under way is lost
    one.notebook.reconnect()
    one.wait_beyond(t_ms + 2000)
    one.wait_painted(10)
    assert one.ask(1) > before


def test_a_storm_of_changes_while_a_cell_is_busy(notebook):
    busy_s = 60 if "SOAK" in os.environ else 5
    one = Rasters(
        notebook.new(SETUP, f"begin = time.time(); time.sleep({busy_s})", CHANGES, NOISE, SENT)
    )
    one.begin()
    before = one.ask(2)
    one.notebook.run(1, wait=False)
    end, n_moves = time.monotonic() + busy_s - 4, 0
    while not n_moves or time.monotonic() < end:
        one.slider().evaluate(STORM, 200)
        n_moves += 200
        one.wait_painted()
    assert one.notebook.is_busy(1)
    one.notebook.wait_done(1)
    assert one.ask(3) == one.value() == 10.0
    assert 0 < one.ask(2) - before < n_moves / 4


def test_without_subshells_everything_works_when_no_cell_is_busy(notebook, lab):
    settings = lab.root.parent / "settings/@jupyterlab/apputils-extension"
    file = settings / "kernels-settings.jupyterlab-settings"
    file.write_text(json.dumps({"commsOverSubshells": "disabled"}))
    try:
        one = Rasters(notebook.new(SETUP, AWAIT, NOISE))
    finally:
        file.unlink()
    one.begin()
    one.slider().evaluate(STORM, 100)
    assert one.ask(2) == 10.0
    one.notebook.run(1, wait=False)  # a cell that awaits keeps the kernel responsive
    one.slider().fill("7")
    one.notebook.wait_done(1)
    assert one.ask(2) == 7.0


def grown(one, seconds):
    """Let it live; return by how many MB the kernel and the tab have grown, once warm."""
    session = one.page.context.new_cdp_session(one.page)

    def sizes():
        session.send("HeapProfiler.collectGarbage")
        used = session.send("Runtime.getHeapUsage")["usedSize"] / 1e6
        return one.ask(1), used

    one.page.wait_for_timeout(5_000)  # all that is kept of the past is kept by then
    before, end = sizes(), time.monotonic() + seconds
    while time.monotonic() < end:
        one.slider().evaluate(STORM, 20)
        one.page.wait_for_timeout(min(1000, seconds * 100))
    return [now - then for now, then in zip(sizes(), before, strict=True)]


def test_nothing_grows(notebook):
    one = Rasters(notebook.new(SETUP, RESIDENT))
    one.begin()
    kernel_mb, tab_mb = grown(one, 8)
    print(f"\nin 8 s: kernel {kernel_mb:+.1f} MB, tab {tab_mb:+.1f} MB")
    if kernel_mb >= GROWTH_MB / 5:  # 4 MB may come once; what grows does so again
        kernel_mb, tab_mb = grown(one, 8)
        print(f"in 8 s more: kernel {kernel_mb:+.1f} MB, tab {tab_mb:+.1f} MB")
    assert kernel_mb < GROWTH_MB / 5
    assert tab_mb < GROWTH_MB / 10


@pytest.mark.slow
def test_a_laptop_that_sleeps(notebook, lab):
    one = Rasters(notebook.new(SETUP, SENT))
    one.begin()
    dialog = one.page.get_by_text("Server Connection Error")  # JupyterLab says so, and goes on
    close = one.page.get_by_role("button", name="Close")
    one.page.add_locator_handler(dialog, lambda _: close.click())
    t_ms = one.time_ms
    with lab.cut():
        one.page.wait_for_timeout(8000)
    one.page.set_default_timeout(90_000)  # its patience between two attempts grows
    one.wait_beyond(t_ms + 8000)
    one.wait_painted(10)
    one.ask(1)


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_soak(notebook):
    one = Rasters(notebook.new(SETUP, RESIDENT))
    one.begin()
    kernel_mb, tab_mb = grown(one, SOAK_S)
    print(f"\nin {SOAK_S / 60:g} minutes: kernel {kernel_mb:+.1f} MB, tab {tab_mb:+.1f} MB")
    assert kernel_mb <= GROWTH_MB
    assert tab_mb <= GROWTH_MB
    one.wait_painted(10)
