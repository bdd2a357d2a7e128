"""Status bar and toolbar, with a stand-in for the lab in the kernel: only the messages are real."""

import re

from playwright.sync_api import expect

import annarchy_lab

LAB = """
import time
from comm import create_comm, get_comm_manager
from annarchy_lab.lab.comms import pin

class Lab:
    def __init__(self, version):
        self.version, self.opened, self.commands, self.push = version, [], [], []
        self.state = {"kind": "state", "version": version, "network": "n1", "name": "pulse",
                      "state": "paused", "t_ms": 12340.0, "real_time_factor": 0.998, "speed": 1.0,
                      "message": "", "networks": [], "is_chosen": False}
        get_comm_manager().register_target("annarchy_lab", self.on_open)
        hello = {"kind": "hello", "protocol": 1, "version": version}
        create_comm(target_name="annarchy_lab.hello", data=hello).close()

    def on_open(self, comm, message):
        pin(comm)
        self.opened.append(message["content"]["data"]["role"])
        if self.opened[-1] == "control":
            comm.on_msg(lambda message: self.on_command(comm, message["content"]["data"]))
        else:
            self.push.append(comm)
            comm.on_close(lambda _: self.push.remove(comm))
            comm.send(self.state)

    def on_command(self, comm, data):
        self.commands.append((data["command"], time.time()))
        problem = "nothing to stop" if data["command"] == "stop" else ""
        comm.send({"kind": "reply", "id": data["id"], "ok": not problem, "message": problem})
        if data["command"] in ("play", "pause"):
            self.tell(state={"play": "running", "pause": "paused"}[data["command"]])

    def tell(self, **change):
        self.state |= change
        for comm in tuple(self.push):
            comm.send(self.state)
"""
# Count what happens to the buttons and to the commands of JupyterLab.
WATCH = """() => {
  window.drawn = 0;
  const count = () => window.drawn++;
  new MutationObserver(count).observe(document.querySelector('.annl-toolbar'),
    { subtree: true, childList: true, attributes: true, characterData: true });
  window.jupyterapp.commands.commandChanged.connect((_, { id }) => id || count());
}"""
START = f"lab = Lab({annarchy_lab.__version__!r})"


def status(page):
    return page.page.get_by_test_id("annl-status")


def button(page, command):
    panel = page.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    return panel.get_by_test_id(f"annl-toolbar-{command}")


def started(notebook, *cells, start=START):
    page = notebook.new(LAB, start, *cells)
    page.run(0)
    page.run(1)
    return page


def test_nothing_is_shown_without_a_lab(notebook):
    page = notebook.new("1")
    page.run(0)
    expect(status(page)).to_be_hidden()
    for command in ("play", "pause", "step", "stop"):
        expect(button(page, command)).to_be_hidden()


def test_the_status_bar_tells_the_state(notebook):
    page = started(
        notebook,
        "print(lab.opened)",
        "lab.tell(state='failed', message='NaN in v')",
        "for k in range(30):\n    lab.tell(t_ms=20_000.0 + k)",
    )
    expect(status(page)).to_have_text(re.compile(r"^pulse ⏸\S* 12\.3 s$"))
    page.run(2)
    assert page.output(2).inner_text().strip() == "['control', 'push']"
    button(page, "play").click()
    expect(status(page)).to_have_text(re.compile(r"^pulse ▶\S* 12\.3 s · 1\.0×$"))
    page.run(3)
    expect(status(page)).to_have_attribute("title", "pulse failed: NaN in v")
    page.page.evaluate(WATCH)  # JupyterLab draws all its toolbars anew for a change of commands
    page.run(4)
    expect(status(page)).to_contain_text("20.0 s")
    assert page.page.evaluate("window.drawn") < 10  # running a cell counts, too


def test_the_toolbar_acts_while_a_cell_is_busy(notebook):
    page = started(
        notebook, "begin = time.time()\ntime.sleep(4)", "print(lab.commands[0][1] - begin)"
    )
    expect(button(page, "pause")).to_be_hidden()
    page.run(2, wait=False)
    page.page.wait_for_timeout(500)
    button(page, "play").click()
    expect(button(page, "pause")).to_be_visible()
    expect(button(page, "play")).to_be_hidden()
    page.wait_done(2)
    page.run(3)
    assert float(page.output(3).inner_text()) < 3


def test_a_refused_command_is_explained(notebook):
    page = started(notebook)
    button(page, "stop").click()
    toast = page.page.locator(".jp-toast-message", has_text="nothing to stop")
    expect(toast).to_be_visible()


def test_it_comes_back_after_a_reload_and_leaves_no_comm_behind(notebook):
    page = started(notebook, "print(len(lab.push))")
    expect(status(page)).to_be_visible()
    page.reload()
    expect(status(page)).to_have_text(re.compile("^pulse"))
    page.run(2)
    assert page.output(2).inner_text().strip() == "1"
    button(page, "play").click()
    expect(button(page, "pause")).to_be_visible()


def test_a_restarted_kernel_is_forgotten_until_it_says_hello(notebook):
    page = started(notebook)
    expect(status(page)).to_be_visible()
    page.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    expect(status(page)).to_be_hidden()
    expect(button(page, "play")).to_be_hidden()
    page.run(0)
    page.run(1)
    expect(status(page)).to_have_text(re.compile("^pulse"))


def test_the_status_bar_leads_to_the_notebook(notebook):
    page = started(notebook, "lab.tell(state='running')")
    page.run(2)
    page.command("launcher:create")
    expect(page.cell(0)).to_be_hidden()
    status(page).click()
    expect(page.cell(0)).to_be_visible()


def test_another_version_is_told_and_left_alone(notebook):
    page = started(notebook, "print(lab.opened)", start="lab = Lab('99.0.0')")
    expect(status(page)).to_contain_text("annarchy_lab 99.0.0")
    expect(page.page.locator(".jp-toast-message")).to_contain_text("reload the page")
    expect(button(page, "play")).to_be_hidden()
    page.run(2)
    assert page.output(2).inner_text().strip() == "[]"
