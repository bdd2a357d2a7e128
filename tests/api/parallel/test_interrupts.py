"""Ctrl-C while networks run in other processes."""

import os
import signal
import subprocess
import sys
import time

import pytest

SCRIPT = """
import os, time
import annarchy_lab as ann

class Own(ann.Network):
    def __init__(self):
        self.create(1, ann.Neuron(equations="r = 1.0"))

def wait(net):
    print(os.getpid(), flush=True)
    time.sleep(100.0)

net = Own()
net.config(backend="reference")
try:
    net.parallel_run(wait, 2, max_processes=2)
except KeyboardInterrupt:
    print("interrupted", flush=True)
    print(net.parallel_run(lambda net: 1, 1))
"""


@pytest.mark.proves("api-9-interrupt")
def test_an_interrupt_ends_all_processes():
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    workers = [int(process.stdout.readline()) for _ in range(2)]
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    start = time.monotonic()
    out, err = process.communicate(timeout=60)
    assert out.splitlines() == ["interrupted", "[1]"], err
    assert "Traceback" not in err
    assert time.monotonic() - start < 30.0
    for pid in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
