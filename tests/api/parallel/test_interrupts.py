"""Ctrl-C while networks run in other processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = """
import os, time
import annarchy_lab as ann

class Own(ann.Network):
    def __init__(self):
        self.create(1, ann.Neuron(equations="r = 1.0"))

def wait(net):
    os.write(1, f"{os.getpid()}\\n".encode())  # whole, beside what the other one writes
    time.sleep(1000.0)

net = Own()
net.config(backend="reference")
try:
    net.parallel_run(wait, 2, max_processes=2)
except KeyboardInterrupt:
    print("interrupted", flush=True)
    print(net.parallel_run(lambda net: 1, 1))
"""


def is_alive(pid):
    """Whether a process exists that is no zombie, as far as this system tells."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in "ZX"


@pytest.fixture
def process():
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as running:
        yield running
        running.kill()


@pytest.mark.proves("api-9-interrupt")
def test_an_interrupt_ends_all_processes(process):
    workers = [int(process.stdout.readline()) for _ in range(2)]
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    out, err = process.communicate(timeout=90)  # they would sleep for longer
    assert out.splitlines() == ["interrupted", "[1]"], err
    assert "Traceback" not in err
    deadline = time.monotonic() + 10.0
    while any(map(is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(is_alive, workers))
