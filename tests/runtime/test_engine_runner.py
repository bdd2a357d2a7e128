"""Driving: in the calling thread and in a thread of its own."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from native_modules import buffer_of

from annarchy_lab.runtime._bridge import Engine


@pytest.fixture
def engine():
    return Engine(1.0, 1)


@pytest.fixture
def slow(net):
    """A network whose step takes a few milliseconds."""
    number = net.engine.add_population(1)
    context = net.engine.add_context(net.modules["slow"], [buffer_of([0.0])[0]], 1)
    call = {"kind": "range", "context": context, "function": "update", "population": number}
    net.engine.install([call])
    return net.engine


def wait_for(condition, seconds=5.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.001)


class TestRun:
    def test_executes_that_many_steps(self, engine):
        assert [engine.run(n) for n in (0, 1, 5, 100_000)] == [0, 1, 5, 100_000]
        assert engine.step == 100_006
        assert engine.state == "idle"

    def test_looks_at_signals_and_leaves_at_a_step_edge(self, engine):
        timer = threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            engine.run(10**12)
        timer.join()
        step = engine.step
        assert step == engine.elapsed > 0
        assert engine.run(3) == 3
        assert engine.step == step + 3

    def test_is_ended_by_stop(self, engine):
        timer = threading.Timer(0.05, engine.stop)
        timer.start()
        n_steps = engine.run(10**12)
        timer.join()
        assert 0 < n_steps == engine.step
        assert engine.run(1) == 1

    def test_releases_the_gil(self, engine):
        thread = threading.Thread(target=engine.run, args=(10**12,))
        thread.start()
        wait_for(lambda: engine.step > 0)
        with pytest.raises(RuntimeError, match="running already"):
            engine.run(1)
        with pytest.raises(RuntimeError, match="running already"):
            engine.start()
        engine.stop()
        thread.join()

    def test_refuses_while_started(self, engine):
        engine.start(speed=0)
        with pytest.raises(RuntimeError, match="running already"):
            engine.run(1)
        with pytest.raises(RuntimeError, match="running already"):
            engine.start()
        engine.stop()
        assert engine.run(1) == 1


class TestCallbacks:
    def test_come_before_their_step(self, engine):
        calls = []

        def call(step):
            calls.append((step, engine.step))
            return step + 4 if step < 9 else -1

        engine.set_next_callback(2, call)
        assert engine.run(2) == 2
        assert calls == []
        assert engine.run(20) == 20
        assert calls == [(2, 2), (6, 6), (10, 10)]

    def test_write_and_read_at_once(self, net):
        _, values = buffer_of([0.0])

        def call(step):
            with net.engine.hold():
                values[0] = net.engine.step
            return step + 1

        net.engine.set_next_callback(0, call)
        net.engine.run(5)
        assert values[0] == 4

    def test_raise_out_of_run(self, engine):
        def call(step):
            raise LookupError(f"at {step}")

        engine.set_next_callback(3, call)
        with pytest.raises(LookupError, match="at 3"):
            engine.run(10)
        assert engine.step == 3
        engine.set_next_callback(-1, None)
        assert engine.run(10) == 10

    def test_must_ask_for_a_later_step(self, engine):
        engine.set_next_callback(3, lambda step: step)
        with pytest.raises(ValueError, match="before step 3"):
            engine.run(10)

    def test_may_replace_themselves(self, engine):
        calls = []

        def second(step):
            calls.append(("second", step))
            return -1

        def first(step):
            calls.append(("first", step))
            engine.set_next_callback(7, second)
            return 5

        engine.set_next_callback(2, first)
        engine.run(10)
        assert calls == [("first", 2), ("second", 7)]

    def test_cannot_drive(self, engine):
        def call(step):
            with pytest.raises(RuntimeError, match="running already"):
                engine.run(1)
            return -1

        engine.set_next_callback(1, call)
        engine.run(2)

    def test_run_on_the_runners_thread(self, engine):
        calls = []

        def call(step):
            calls.append((step, threading.get_ident() != threading.main_thread().ident))
            return step + 1 if step < 3 else -1

        engine.set_next_callback(1, call)
        engine.start(10, speed=0)
        assert engine.wait(5)
        assert calls == [(1, True), (2, True), (3, True)]
        assert engine.step == 10

    def test_that_fail_let_the_run_stand_still(self, engine):
        attempts = []

        def call(step):
            attempts.append(step)
            if len(attempts) == 1:
                raise LookupError("once")
            return -1

        engine.set_next_callback(4, call)
        engine.start(9, speed=0)
        assert engine.wait(5)
        assert engine.state == "failed"
        assert isinstance(engine.failure, LookupError)
        assert engine.step == 4
        assert engine.is_driven
        engine.resume()
        assert engine.wait(5)
        assert (engine.state, engine.step, engine.failure) == ("finished", 9, None)
        assert attempts == [4, 4]

    def test_may_pause_and_stop(self, engine):
        def call(step):
            if step == 3:
                engine.pause()
                return 6
            engine.stop()
            return -1

        engine.set_next_callback(3, call)
        engine.start(speed=0)
        wait_for(lambda: engine.state == "paused")
        assert engine.step == 3
        engine.resume()
        assert engine.wait(5)
        assert (engine.state, engine.step) == ("stopped", 6)


class TestStart:
    def test_runs_to_the_end(self, engine):
        ends = []
        assert engine.state == "idle"
        engine.start(1000, speed=0, on_finish=ends.append)
        assert engine.wait(5)
        assert engine.state == "finished"
        engine.stop()  # also waits for on_finish
        assert ends == ["finished"]
        assert (engine.step, engine.state) == (1000, "finished")
        assert not engine.is_driven

    def test_starts_again(self, engine):
        for n_runs in range(1, 4):
            engine.start(10, speed=0)
            assert engine.wait(5)
            assert engine.step == 10 * n_runs

    def test_waits_no_longer_than_asked(self, engine):
        engine.start(speed=1)
        start = time.monotonic()
        assert not engine.wait(0.05)
        assert 0.04 < time.monotonic() - start < 1
        engine.stop()
        assert engine.wait(0)

    def test_pauses_advances_resumes_stops(self, engine):
        engine.start(speed=0)
        wait_for(lambda: engine.step > 10)
        engine.pause()
        step = engine.step
        time.sleep(0.02)
        assert (engine.state, engine.step) == ("paused", step)
        assert engine.advance() == 1
        assert engine.advance(41) == 41
        assert (engine.state, engine.step) == ("paused", step + 42)
        engine.resume()
        assert engine.state == "running"
        wait_for(lambda: engine.step > step + 42)
        engine.stop()
        assert engine.state == "stopped"
        step = engine.step
        time.sleep(0.02)
        assert engine.step == step

    def test_advances_up_to_the_end(self, engine):
        engine.start(100, speed=0.001)
        engine.pause()
        assert engine.advance(60) == 60
        assert engine.advance(60) == 40
        assert engine.wait(5)
        assert engine.state == "finished"

    @pytest.mark.parametrize("command", ["pause", "resume", "advance"])
    def test_commands_need_a_run(self, engine, command):
        with pytest.raises(RuntimeError, match="not running"):
            getattr(engine, command)()

    def test_only_a_paused_run_advances(self, engine):
        engine.start(speed=1)
        with pytest.raises(RuntimeError, match="paused"):
            engine.advance()
        engine.stop()

    def test_stops_within_a_step(self, slow):
        slow.run(1)
        start = time.perf_counter()
        slow.run(3)
        step_seconds = (time.perf_counter() - start) / 3
        slow.start(speed=0)
        wait_for(lambda: slow.step > 6)
        start = time.perf_counter()
        slow.stop()
        assert time.perf_counter() - start < 3 * step_seconds + 0.1

    def test_a_paced_run_wakes_for_a_stop(self, engine):
        engine.start(speed=1e-6)  # the next step is due in 1000 s
        time.sleep(0.03)
        start = time.perf_counter()
        engine.stop()
        assert time.perf_counter() - start < 0.5
        assert engine.state == "stopped"

    def test_on_finish_hears_of_a_stop(self, engine):
        ends = []
        engine.start(on_finish=ends.append)
        engine.stop()
        assert ends == ["stopped"]

    def test_on_finish_may_drive_the_network(self, engine):
        engine.start(10, speed=0, on_finish=lambda state: engine.run(5))
        assert engine.wait(5)
        engine.stop()
        assert engine.step == 15

    def test_every_run_has_its_own_on_finish(self, engine):
        ends = []
        for k in range(20):
            engine.start(3, speed=0, on_finish=lambda state, k=k: ends.append((k, state)))
            assert engine.wait(5)
        engine.stop()
        assert ends == [(k, "finished") for k in range(20)]

    def test_cannot_be_started_by_its_own_end(self, engine):
        engine.start(3, speed=0, on_finish=lambda state: engine.start(3))
        engine.wait(5)
        engine.stop()
        assert isinstance(engine.failure, RuntimeError)
        assert engine.run(1) == 1

    def test_an_exception_of_on_finish_is_kept(self, engine):
        def fail(state):
            raise LookupError(state)

        engine.start(1, speed=0, on_finish=fail)
        engine.wait(5)
        engine.stop()
        assert isinstance(engine.failure, LookupError)

    def test_keeps_the_pace(self, engine):
        start = time.perf_counter()
        engine.start(speed=2.0)
        time.sleep(0.6)
        factor, load = engine.real_time_factor, engine.load
        engine.pause()
        passed_ms = 1000 * (time.perf_counter() - start)
        assert 0.5 * passed_ms < engine.step < 2.05 * passed_ms
        assert 1.0 < factor < 2.5
        assert 0 <= load < 0.5
        assert (engine.real_time_factor, engine.load) == (0, 0)
        engine.stop()

    def test_changes_its_speed(self, engine):
        engine.start(speed=0.001)
        time.sleep(0.05)
        assert engine.step <= 1
        engine.set_speed(0)
        wait_for(lambda: engine.step > 1000)
        engine.set_speed(0.001)
        with engine.hold():
            step = engine.step
        time.sleep(0.05)
        assert engine.step <= step + 1
        engine.stop()

    def test_a_pause_is_not_made_up_for(self, engine):
        engine.start(speed=1.0)
        engine.pause()
        time.sleep(0.3)
        step = engine.step
        engine.resume()
        time.sleep(0.05)
        engine.pause()
        assert engine.step - step < 250
        engine.stop()

    def test_a_lost_engine_ends_its_thread(self):
        engine = Engine(1.0, 1)
        engine.start(speed=0)
        n_threads = native_threads()
        del engine
        wait_for(lambda: native_threads() < n_threads)


def native_threads():
    return len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 0


def in_child(action):
    """Fork, call ``action()`` in the child, and return whether it came back with True."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = 0 if action() else 2
        finally:
            os._exit(code)
    end = time.monotonic() + 10
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status) == 0
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return False


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
class TestFork:
    @pytest.mark.parametrize("layout", [(1, 1), (2, 2)])
    def test_a_forked_network_runs_on_its_own(self, engine, layout):
        engine.set_parallel(*layout)
        engine.run(10)

        def use():
            engine.start(5, speed=0)
            return engine.wait(5) and engine.step == 15

        assert in_child(use)
        assert engine.step == 10
        assert engine.run(1) == 1

    def test_a_network_forked_amid_a_run_is_refused(self, engine):
        engine.start(speed=0)

        def use():
            try:
                engine.run(1)
            except RuntimeError as error:
                return "forked while" in str(error)
            return False

        assert in_child(use)
        engine.stop()


def test_the_interpreter_ends_while_a_network_runs():
    program = """
import sys
from annarchy_lab.runtime._bridge import Engine
kept = [Engine(1.0, 1) for _ in range(2)]
sys.kept = kept
kept[0].set_next_callback(0, lambda step: step + 1)
for engine in kept:
    engine.start(speed=0, on_finish=lambda state: None)
print("left")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "left\n", "")
