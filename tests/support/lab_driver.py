"""A real JupyterLab and a page in it, as the browser tests use them.

`LabServer` runs on a free loopback port with directories of its own, so that nothing of the user's
settings, kernels or sessions comes in or is touched.  `NotebookPage` is one notebook opened in a
browser; it remembers every error of the page and every request to another host.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO

from playwright.sync_api import Locator, Page

START_S = 60
PAGE_MS = 30_000
CELL_MS = 60_000

_READY = """() => {
  const context = window.jupyterapp?.shell.currentWidget?.sessionContext;
  const isIdle = context?.isReady && context.session?.kernel?.status === 'idle';
  return Boolean(isIdle && !document.getElementById('jupyterlab-splash'));
}"""
_RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
_RECONNECT = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.reconnect()"
_COMPLAINTS = """index => {
  const cells = window.jupyterapp.shell.currentWidget.content.widgets;
  const { outputs } = cells.filter(({ model }) => model.type === 'code')[index].model;
  return outputs.toJSON()
    .filter(({ output_type, name }) => output_type === 'error' || name === 'stderr')
    .map(({ ename, evalue, text }) => text ?? `${ename}: ${evalue}`);
}"""
_DONE = """index => {
  const cells = window.jupyterapp.shell.currentWidget.content.widgets;
  const { model } = cells.filter(({ model }) => model.type === 'code')[index];
  return model.executionState !== 'running' && model.executionCount !== null;
}"""
_THEMED = """name =>
  document.body.dataset.jpThemeName === name && !document.getElementById('jupyterlab-splash')"""


class LabServer:
    """A JupyterLab under `base_url` that serves `root` until `stop`."""

    program = "jupyterlab"

    def __init__(self, home: Path, base_url: str = "/") -> None:
        self.root = home / "notebooks"
        self.token = secrets.token_hex(16)
        self.origin = f"127.0.0.1:{_free_port()}"
        self.url = f"http://{self.origin}{base_url}"
        self.root.mkdir(parents=True)
        self._log_path = home / "lab.log"
        self._log: IO[bytes] = self._log_path.open("wb")
        self._process = self._start(home, base_url)
        self._wait_until_up()

    def address(self, path: str) -> str:
        """Address that opens the notebook at `path` in a fresh workspace."""
        return f"{self.url}lab/tree/{path}?token={self.token}&reset"

    def stop(self) -> None:
        """End the server and, with it, its kernels."""
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def _start(self, home: Path, base_url: str) -> subprocess.Popen[bytes]:
        host, port = self.origin.split(":")
        options = {
            "ServerApp.ip": host,
            "ServerApp.port": port,
            "ServerApp.port_retries": 0,
            "ServerApp.base_url": base_url,
            "ServerApp.root_dir": self.root,
            "IdentityProvider.token": self.token,
        }
        flags = ["--no-browser", "--allow-root", "--expose-app-in-browser"]
        return subprocess.Popen(
            [sys.executable, "-m", self.program, *flags]
            + [f"--{name}={value}" for name, value in options.items()],
            env=os.environ | _directories(home),
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )

    def _wait_until_up(self) -> None:
        deadline = time.monotonic() + START_S
        while not _answers(f"{self.url}api?token={self.token}"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"JupyterLab did not start:\n{self._log_path.read_text()}")
            time.sleep(0.1)


class NotebookPage:
    """One notebook of a `LabServer`, open in a browser page."""

    def __init__(self, page: Page, server: LabServer, path: str) -> None:
        self.page, self.path = page, path
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self.path = path
        self._origin = server.origin
        self._has_ended = False  # a kernel of this page, because it was told to
        page.set_default_timeout(PAGE_MS)
        page.on("pageerror", lambda error: self._note_error(str(error)))
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda websocket: self._note(websocket.url))
        page.goto(server.address(path))
        page.wait_for_function(_READY)

    def cell(self, index: int) -> Locator:
        """The code cell at `index`."""
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell").nth(index)

    def editor(self, index: int) -> Locator:
        """The editable text of a cell."""
        return self.cell(index).locator(".cm-content")

    def output(self, index: int) -> Locator:
        """What stands under a cell."""
        return self.cell(index).locator(".jp-Cell-outputArea")

    def run(self, index: int, *, wait: bool = True) -> None:
        """Run a cell as a user does, with Ctrl+Enter, and wait for its end."""
        self.editor(index).click()
        self.page.keyboard.press("Control+Enter")
        if wait:
            self.wait_done(index)

    def wait_done(self, index: int) -> None:
        """Wait until a cell has run; a traceback or anything on stderr fails."""
        self.page.wait_for_function(_DONE, arg=index, timeout=CELL_MS)
        if complaints := self.page.evaluate(_COMPLAINTS, index):
            raise AssertionError(f"cell {index} complains: {complaints}")

    def is_busy(self, index: int) -> bool:
        """Whether a cell is running."""
        return not self.page.evaluate(_DONE, index)

    def command(self, name: str, **arguments: object) -> None:
        """Execute one of JupyterLab's commands."""
        self.page.evaluate(
            "([name, args]) => window.jupyterapp.commands.execute(name, args)", [name, arguments]
        )

    def use_theme(self, name: str) -> None:
        """Change the theme, for instance to ``JupyterLab Dark``."""
        self.command("apputils:change-theme", theme=name)
        self.page.wait_for_function(_THEMED, arg=name)

    def reload(self) -> None:
        """Reload the page and wait until the notebook is back."""
        self.page.reload()
        self.wait_ready()

    def wait_ready(self) -> None:
        """Wait until the kernel is there and idle."""
        self.page.wait_for_function(_READY)

    def restart(self) -> None:
        """Restart the kernel and wait until the new one is idle."""
        self._has_ended = True
        self.page.evaluate(_RESTART)
        self.wait_ready()

    def reconnect(self) -> None:
        """Reconnect to the kernel now; JupyterLab itself may wait for half a minute."""
        self.page.evaluate(_RECONNECT)

    def close(self, screenshot: Path) -> None:
        """Keep a picture, end the kernels, close the page."""
        screenshot.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=screenshot)
        self._has_ended = True
        self.page.evaluate("window.jupyterapp?.serviceManager.sessions.shutdownAll()")
        self.page.close()

    def _note_error(self, error: str) -> None:
        # A kernel may end amid a message; the server then joins that to what comes next, and
        # ipykernel itself sends from several threads while it ends.
        if not (self._has_ended and "message validation" in error):
            self.errors.append(error)

    def _note(self, url: str) -> None:
        scheme, _, rest = url.partition("://")
        if scheme in ("http", "https", "ws", "wss") and not rest.startswith(f"{self._origin}/"):
            self.foreign.append(url)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _directories(home: Path) -> dict[str, str]:
    """Environment that keeps Jupyter inside `home`, with the question about news switched off."""
    settings = home / "settings"
    notification = settings / "@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    notification.parent.mkdir(parents=True)
    notification.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}))
    return {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "ANNARCHY_LAB_DATA_DIR": str(home / "annarchy_lab"),
    }


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1):
            return True
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False
