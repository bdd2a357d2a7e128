"""In a real kernel: the comms act at once, also while a cell is busy."""

import queue
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import pytest
from jupyter_client.manager import start_new_kernel
from source_tree import ROOT

SETUP = f"""
import sys, time; sys.path.insert(0, {str(ROOT / "tests" / "support")!r})
%load_ext annarchy_lab
from lab_networks import build_pulse
pulse = build_pulse()
"""
BUSY = """
is_free = False
until = time.monotonic() + 30.0
while not is_free and time.monotonic() < until:
    time.sleep(0.01)
assert is_free, "nobody has freed the kernel"
"""


class Kernel:
    """A kernel and its client, with what a browser would do."""

    def __init__(self, *, has_subshells=True):
        self.manager, self.client = start_new_kernel()
        self._unread = []
        self._subshell = self._new_subshell() if has_subshells else None

    def _new_subshell(self):
        message = self.client.session.msg("create_subshell_request")
        self.client.control_channel.send(message)
        reply = self.client.get_control_msg(timeout=10)
        return reply["content"]["subshell_id"]

    def stop(self):
        self.client.stop_channels()
        if self.manager.is_alive():
            self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()
        self.client.context.destroy()

    def start(self, code):
        """Run a cell, not waiting for its end."""
        return self.client.execute(code)

    @contextmanager
    def busy(self):
        """A cell runs meanwhile, and ends only afterwards."""
        number = self.start(BUSY)
        self.wait_for(lambda m: _is_of(m, number) and m["header"]["msg_type"] == "execute_input")
        yield
        reply = None
        for _ in range(10):
            # again, as a page would that goes on talking: under load ipykernel at times sleeps on a
            # message of a subshell until the next one comes
            self.send("execute_request", code="is_free = True", silent=True)
            with suppress(queue.Empty):
                reply = self.reply_to(number, patience_s=2.0)
                break
        assert reply is not None, "the cell has not ended"
        assert reply["status"] == "ok", reply["evalue"]

    def reply_to(self, number, patience_s=20.0):
        """Wait for the end of a cell and return what the kernel says of it."""
        while True:
            reply = self.client.get_shell_msg(timeout=patience_s)
            if _is_of(reply, number):
                return reply["content"]

    def run(self, code):
        """Run a cell and return what it printed."""
        self.unread()
        hook = self._unread.append
        reply = self.client.execute_interactive(code, timeout=30, output_hook=hook)
        while reply["content"]["status"] == "aborted":  # too soon after a cell that has failed
            reply = self.client.execute_interactive(code, timeout=30, output_hook=hook)
        assert reply["content"]["status"] == "ok", "\n".join(reply["content"]["traceback"])
        return "".join(
            m["content"]["text"] for m in self._unread if m["header"]["msg_type"] == "stream"
        )

    def send(self, kind, **content):
        """Send as JupyterLab does: by the subshell of a comm."""
        message = self.client.session.msg(kind, content)
        message["header"]["subshell_id"] = self._subshell
        self.client.shell_channel.send(message)

    def wait(self, wanted):
        """Return the content of the first comm message that is `wanted`."""

        def is_it(message):
            is_of_comm = message["header"]["msg_type"].startswith("comm_")
            return is_of_comm and wanted(message["content"])

        return self.wait_for(is_it)["content"]

    def wait_for(self, wanted, seconds=10.0):
        """Return the first published message that is `wanted`."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with suppress(queue.Empty):
                message = self.client.get_iopub_msg(timeout=1.0)
                if wanted(message):
                    return message
        raise AssertionError("no such message came")

    def unread(self):
        """Return what has come and was not looked at."""
        found = []
        self._unread.clear()
        while True:
            try:
                found.append(self.client.get_iopub_msg(timeout=0))
            except queue.Empty:
                return found


def _is_of(message, number):
    return message["parent_header"].get("msg_id") == number


@pytest.fixture(scope="module")
def module_kernel(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANNARCHY_LAB_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        made = Kernel()
    made.run(SETUP)
    yield made
    made.stop()


@pytest.fixture
def kernel(module_kernel):
    yield module_kernel
    module_kernel.run(
        "if pulse.net.live_run and pulse.net.live_run.is_active: pulse.net.live_run.stop()"
    )
    module_kernel.unread()


def custom(comm_id, content):
    return {"comm_id": comm_id, "data": {"method": "custom", "content": content}}


def test_the_extension_is_greeted(kernel):
    kernel.start("%reload_ext annarchy_lab")
    hello = kernel.wait(lambda c: c.get("target_name") == "annarchy_lab.hello")
    assert (hello["data"]["kind"], hello["data"]["protocol"]) == ("hello", 1)
    kernel.run("pulse = build_pulse()")


def test_state_and_commands_while_a_cell_is_busy(kernel):
    version = {"protocol": 1, "version": "0"}
    kernel.send(
        "comm_open", comm_id="c1", target_name="annarchy_lab", data={"role": "control", **version}
    )
    kernel.send(
        "comm_open", comm_id="p1", target_name="annarchy_lab", data={"role": "push", **version}
    )
    state = kernel.wait(lambda c: c.get("comm_id") == "p1")
    assert (state["data"]["kind"], state["data"]["state"]) == ("state", "idle")
    assert state["data"]["name"].startswith("network ")
    data = {"kind": "command", "id": "q1", "command": "play"}
    with kernel.busy():
        kernel.send("comm_msg", comm_id="c1", data=data)
        reply = kernel.wait(lambda c: c.get("comm_id") == "c1")
        assert reply["data"] == {"kind": "reply", "id": "q1", "ok": True, "message": ""}
        running = kernel.wait(lambda c: c.get("comm_id") == "p1" and c["data"]["t_ms"] > 0)
        assert running["data"]["state"] == "running"
        kernel.send("comm_msg", comm_id="c1", data=data | {"id": "q2", "command": "pause"})
        kernel.wait(lambda c: c.get("comm_id") == "c1")
    kernel.send("comm_close", comm_id="c1", data={})
    kernel.send("comm_close", comm_id="p1", data={})


def test_the_inspector_answers_while_a_cell_is_busy(kernel):
    opening = {"protocol": 1, "version": "0"}
    for comm, role in (("c3", "control"), ("p3", "push")):
        data = {"role": role, **opening}
        kernel.send("comm_open", comm_id=comm, target_name="annarchy_lab", data=data)
    kernel.wait(lambda c: c.get("comm_id") == "p3")
    kernel.run("run = pulse.net.start()")  # writes on the comm of states, from the main shell
    wish = {"kind": "inspect", "visible": True, "opened": [], "closed": [], "search": "pop"}
    with kernel.busy():
        kernel.send("comm_msg", comm_id="p3", data=wish)
        tree = kernel.wait(lambda c: c.get("comm_id") == "p3" and c["data"]["kind"] == "tree")
        assert "pop" in [row["name"] for row in tree["data"]["rows"]]
        row = tree["data"]["rows"][0]["id"]
        request = {"kind": "tab", "id": "t1", "row": row, "view": "rate"}
        kernel.send("comm_msg", comm_id="c3", data=request)
        tab = kernel.wait(lambda c: c.get("comm_id") == "c3" and c["data"]["kind"] == "tab")
        assert tab["data"]["message"] == ""
    kernel.send("comm_msg", comm_id="p3", data=wish | {"visible": False})
    for comm in ("c3", "p3"):
        kernel.send("comm_close", comm_id=comm, data={})
    kernel.run("")


def test_pages_hear_of_networks_that_a_cell_has_made(kernel):
    data = {"role": "push", "protocol": 1, "version": "0"}
    kernel.send("comm_open", comm_id="p4", target_name="annarchy_lab", data=data)
    kernel.wait(lambda c: c.get("comm_id") == "p4")
    kernel.start("extra = build_pulse(n=20).net")

    def is_told(content):
        told = content["data"].get("networks", ()) if content.get("comm_id") == "p4" else ()
        return "extra" in [each["name"] for each in told]

    kernel.wait(is_told)
    kernel.send("comm_close", comm_id="p4", data={})
    kernel.run("extra.clear(); del extra")


NEURON = "%%neuron N\nequations:\n    r = sum(exc)\n    noise = 1.0 : glo\n    x = noize"


def test_questions_are_answered_while_a_cell_is_busy(kernel):
    data = {"role": "control", "protocol": 1, "version": "0"}
    kernel.send("comm_open", comm_id="c2", target_name="annarchy_lab", data=data)
    question = {"kind": "question", "id": "q1", "text": NEURON, "cursor": len(NEURON) - 2}
    with kernel.busy():
        for about in ("completions", "problems"):
            kernel.send("comm_msg", comm_id="c2", data=question | {"about": about})
            told = kernel.wait(lambda c: c.get("comm_id") == "c2")["data"]
            assert told["id"] == "q1"
            found = told["words"] or told["problems"]
            assert {each.get("word") or each["fix"] for each in found} >= {"noise"}
    kernel.send("comm_close", comm_id="c2", data={})


def test_a_model_cell_is_completed_and_explained(kernel):
    kernel.client.complete(NEURON, NEURON.index("glo") + 3)
    reply = kernel.client.get_shell_msg(timeout=10)
    assert reply["content"]["matches"] == ["global"]
    for place, told in (("noise", "noise = 1.0 : glo"), ("su", "weighted sum")):
        kernel.client.inspect(NEURON, NEURON.index(place) + len(place))
        data = kernel.client.get_shell_msg(timeout=10)["content"]["data"]
        assert told in data["text/plain"]
        assert told in data["text/html"]
    kernel.client.inspect("print", 3)  # Python's words are still explained
    assert "values" in kernel.client.get_shell_msg(timeout=10)["content"]["data"]["text/plain"]


def test_a_control_acts_while_a_cell_is_busy(kernel):
    kernel.run("from annarchy_lab import lab; panel = lab.controls(pulse.net, {'Exc': pulse.exc})")
    (model,) = kernel.run("print(panel.model_id)").split()
    kernel.run("run = pulse.net.start()")
    change = {"kind": "change", "id": "Exc.noise", "value": 9.0, "final": True, "seq": 1}
    with kernel.busy():
        kernel.send("comm_msg", **custom(model, change))
        answer = kernel.wait(
            lambda c: c.get("comm_id") == model and c["data"].get("method") == "custom"
        )
        assert answer["data"]["content"]["kind"] == "effective"
    assert kernel.run("print(pulse.exc.noise[0])").strip() == "9.0"


def test_frames_carry_their_buffers_and_wait_for_the_view(kernel):
    kernel.run("from annarchy_lab import lab; view = lab.raster(pulse.net)")
    (model,) = kernel.run("print(view.model_id)").split()
    kernel.run("run = pulse.net.start()")
    update = {"method": "update", "state": {"visible": True}, "buffer_paths": []}
    kernel.send("comm_msg", comm_id=model, data=update)
    kernel.send("comm_msg", **custom(model, {"kind": "hello?"}))
    kinds = []
    while len(kinds) < 5:
        message = kernel.wait_for(lambda m: m["content"].get("comm_id") == model)
        content = message["content"]["data"]
        if content.get("method") != "custom":
            continue
        if content["content"]["kind"] == "hello":
            kinds.clear()  # frames before it are for nobody: the view was seen before it spoke
        kinds.append(content["content"]["kind"])
        sizes = [len(buffer) for buffer in message["buffers"]]
    assert kinds == ["hello", "snapshot", "frame", "frame", "frame"]
    assert len(sizes) == 2
    assert sizes[0] == sizes[1]
    time.sleep(0.5)  # nothing was acknowledged
    assert model not in {message["content"].get("comm_id") for message in kernel.unread()}
    kernel.run("view.close()")


def test_a_cell_that_simulates_is_followed_and_can_be_interrupted(kernel):
    kernel.run("from annarchy_lab import lab; view = lab.rate(pulse.net)")
    (model,) = kernel.run("print(view.model_id)").split()
    update = {"method": "update", "state": {"visible": True}, "buffer_paths": []}
    kernel.send("comm_msg", comm_id=model, data=update)
    number = kernel.start("pulse.net.simulate(1e12)")

    def is_frame(content):
        data = content["data"]
        return content.get("comm_id") == model and data.get("content", {}).get("kind") == "frame"

    kernel.wait(is_frame)
    kernel.manager.interrupt_kernel()
    assert kernel.reply_to(number)["ename"] == "KeyboardInterrupt"
    assert kernel.run("pulse.net.simulate(3.0); print(pulse.net.live_run)").strip() == "None"
    kernel.run("view.close()")


def test_an_interrupt_stops_a_run_that_a_cell_waits_for(kernel):
    number = kernel.start("run = pulse.net.start(); print('begun'); run.wait(); state = run.state")
    kernel.wait_for(lambda m: m["content"].get("text", "").startswith("begun"))
    kernel.manager.interrupt_kernel()
    assert kernel.reply_to(number)["status"] == "ok"  # what follows in the cell is done, too
    assert kernel.run("print(state)").strip() == "stopped"


def test_an_interrupt_ends_a_cell_that_awaits_and_the_run_goes_on(kernel):
    number = kernel.start("run = pulse.net.start(); print('begun'); await run")
    kernel.wait_for(lambda m: m["content"].get("text", "").startswith("begun"))
    kernel.manager.interrupt_kernel()
    assert kernel.reply_to(number)["status"] == "error"
    assert kernel.run("print(run.state)").strip() == "running"
    assert kernel.run("run.stop(); print(run.state)").strip() == "stopped"


def test_a_kernel_with_a_live_run_restarts_and_ends(tmp_path, monkeypatch):
    monkeypatch.setenv("ANNARCHY_LAB_DATA_DIR", str(tmp_path))
    kernel = Kernel()
    for n_journals in (1, 2):
        kernel.run(SETUP)
        kernel.run("run = pulse.net.start(speed=None)")
        kernel.client.shutdown(restart=n_journals == 1)
        if n_journals == 1:
            kernel.manager.finish_shutdown(waittime=10)
            kernel.manager.start_kernel()
            kernel.client.wait_for_ready(timeout=30)
        else:
            kernel.manager.finish_shutdown(waittime=10)
            assert not kernel.manager.is_alive()
        journals = list((tmp_path / "journals").glob("*.jsonl"))
        assert len(journals) == n_journals
        assert all('"kind":"end"' in journal.read_text() for journal in journals)
    kernel.stop()


@pytest.mark.slow
def test_an_older_kernel_without_subshells(tmp_path, monkeypatch):
    """ipykernel 6: controls and views work while no cell runs, and when one has ended."""
    packages = tmp_path / "packages"
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(packages)]
    subprocess.run([*command, "ipykernel<7", "nest_asyncio"], check=True)
    monkeypatch.setenv("ANNARCHY_LAB_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", f"{packages}:{ROOT}")
    kernel = Kernel(has_subshells=False)
    kernel.run(SETUP)
    assert kernel.run("import ipykernel; print(ipykernel.__version__)").startswith("6.")
    kernel.run("from annarchy_lab import lab; panel = lab.controls(pulse.net, {'Exc': pulse.exc})")
    (model,) = kernel.run("print(panel.model_id)").split()
    kernel.run("run = pulse.net.start()")
    change = {"kind": "change", "id": "Exc.noise", "value": 9.0, "final": True, "seq": 1}
    kernel.send("comm_msg", **custom(model, change))
    kernel.wait(lambda c: c.get("comm_id") == model)
    assert kernel.run("print(pulse.exc.noise[0])").strip() == "9.0"
    view = kernel.run("view = lab.raster(pulse.net); print(view.model_id)").strip()
    update = {"method": "update", "state": {"visible": True}, "buffer_paths": []}
    kernel.send("comm_msg", comm_id=view, data=update)
    kernel.wait(lambda c: c.get("comm_id") == view)
    assert (
        kernel.run("run.stop(); run = pulse.net.start(100.0); await run; print(run.state)")
        == "finished\n"
    )
    number = kernel.start("run = pulse.net.start(500.0); print('begun'); await run")
    kernel.wait_for(lambda m: m["content"].get("text", "").startswith("begun"))
    kernel.send("comm_msg", **custom(model, change | {"value": 8.0, "seq": 2}))
    kernel.wait(lambda c: c.get("comm_id") == model)  # held until the cell has ended
    assert kernel.reply_to(number)["status"] == "ok"
    assert kernel.run("print(pulse.exc.noise[0])").strip() == "8.0"
    number = kernel.start("run = pulse.net.start(); print('begun'); await run")
    kernel.wait_for(lambda m: m["content"].get("text", "").startswith("begun"))
    kernel.manager.interrupt_kernel()
    assert kernel.reply_to(number)["status"] == "error"
    assert kernel.run("print(run.state)").strip() == "running"
    kernel.client.shutdown()
    kernel.manager.finish_shutdown(waittime=10)
    assert not kernel.manager.is_alive()
    kernel.stop()
