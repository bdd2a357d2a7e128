"""A simulator without any numerics, so that the API is tested by itself."""

import threading
import time

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.diagnostics import BackendError
from annarchy_lab.ir.localities import effective_localities
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime import load as loading
from annarchy_lab.runtime.backend import Recording, Timings
from annarchy_lab.runtime.captured import Captured, Part
from annarchy_lab.runtime.step_times import StepTimes


def as_array(value):
    return np.asarray(value, np.int32 if type(value) is int else None)


class FakeSimulator:
    """Keeps values and counts steps; ``v`` of every population grows by 1 in each step.

    In step k, the neurons whose rank divides k spike.
    """

    backend = "fake"
    notices = ()

    def __init__(self, spec):
        self.spec = spec
        self.dt_ms = spec.dt_ms
        self.timings = Timings()
        self.step = 0
        self.rng_step = 0
        self.n_executed = 0
        self.state = "idle"
        self.real_time_factor = 0.0
        self.load = self.serving = 0.0
        self.failure = None
        self.speed = None
        self.is_closed = False
        self.flags = {}
        self.learning = {}
        self.delays = {}
        self.writes = []
        self._values = {}
        self._recorders = {}
        self._callback = (-1, None)
        self._edge = threading.Condition()
        self._thread = None
        self._allowed = 0
        self.reset([p.name for p in (*spec.populations, *spec.projections)], reseed=True)

    # driving

    def run(self, n_steps):
        if self.state in ("running", "paused"):
            raise BackendError("a run is going on")
        for _ in range(n_steps):
            self._one_step()
        return n_steps

    def _one_step(self):
        due, call = self._callback
        if call is not None and 0 <= due <= self.step:
            self._callback = (call(self.step), call)
        with self._edge:
            for population in self.spec.populations:
                v = self._values.get((population.name, "v"))
                if v is not None:
                    self._values[population.name, "v"] = v + 1
            self._record()
            self.step += 1
            self.n_executed += 1

    def clear(self, population):
        self.cleared = [*getattr(self, "cleared", []), population]
        return self.step

    def run_until(self, n_steps, populations, *, needs_all):
        self.until = (populations, needs_all)
        return self.run(min(n_steps, 7))

    has_halted = False

    def start(self, n_steps=-1, speed=1.0, until=(), *, needs_all=True):
        self.speed = speed
        self.state = "running"
        self._thread = threading.Thread(target=self._live, args=(n_steps,), daemon=True)
        self._thread.start()

    def _live(self, n_steps):
        done = 0
        while done != n_steps and self.state != "stopped":
            if self.state == "paused" and not self._allowed:
                time.sleep(0.001)
                continue
            self._allowed = max(0, self._allowed - 1)
            try:
                self._one_step()
            except ZeroDivisionError as error:
                self.failure, self.state = error, "failed"
                return
            done += 1
            time.sleep(0.0002)
        if self.state != "stopped":
            self.state = "finished"

    def pause(self):
        self.state = "paused"

    def resume(self):
        self.state = "running"

    def advance(self, n_steps):
        self._allowed = n_steps
        while self._allowed:
            time.sleep(0.001)

    def stop(self):
        self.state = "stopped"

    def wait(self, timeout=None):
        if self._thread is not None:
            self._thread.join(timeout)
        return self._thread is None or not self._thread.is_alive()

    def set_speed(self, speed):
        self.speed = speed

    def set_callback(self, step, call):
        self._callback = (step, call)

    # values

    def read(self, object_name, attribute, indices=None):
        with self._edge:
            values = self._values[object_name, attribute].copy()
        return values if indices is None or not values.ndim else values[indices]

    def write(self, writes):
        with self._edge:
            for write in writes:
                self.writes.append(write)
                key = (write.object_name, write.attribute)
                if write.indices is None:
                    self._values[key] = np.array(write.values)
                    continue
                old = self._values[key]
                values = np.broadcast_to(old, self._width(write)).copy()
                values[write.indices] = write.values
                self._values[key] = values
            return self.step

    def port(self, object_name, attribute, *, takes_arrays):
        return None

    def _length(self, name):
        for population in self.spec.populations:
            if population.name == name:
                return population.size
        return next(p.edges.n_edges for p in self.spec.projections if p.name == name)

    def _width(self, place):
        """How many values the attribute of a write or recorder has."""
        described = (*self.spec.populations, *self.spec.projections)
        model = next(d for d in described if d.name == place.object_name)
        declaration = getattr(model, "neuron", None) or model.synapse
        match effective_localities(declaration)[place.attribute]:
            case Locality.GLOBAL:
                return 1
            case Locality.SEMIGLOBAL:
                return model.edges.n_post
            case _:
                return self._length(place.object_name)

    def spikes(self, population):
        return np.array([0], np.int32)

    def set_flag(self, projection, flag, value):
        self.flags[projection, flag] = value
        return self.step

    def set_learning(self, projection, period_steps, offset_steps):
        self.learning[projection] = (period_steps, offset_steps)
        return self.step

    def set_delay(self, projection, steps):
        self.delays[projection] = steps
        return self.step

    def reseed(self, seed):
        self.seed = seed

    def reset(self, objects, *, reseed):
        self.step = 0
        for described in (*self.spec.populations, *self.spec.projections):
            if described.name in objects:
                for name, value in described.values.items():
                    self._values[described.name, name] = as_array(value)
        for projection in self.spec.projections:
            if projection.name in objects:
                self._values[projection.name, "w"] = np.asarray(projection.edges.weights)

    # recording

    def add_recorder(self, recorder):
        number = len(self._recorders)
        self._recorders[number] = [recorder, self.step, [], [], recorder.is_started, self.step]
        return number

    def _record(self):
        for number, entry in self._recorders.items():
            recorder, start, steps, data, is_on, _ = entry
            if not is_on:
                continue
            if recorder.kind == "spikes":
                size = self._length(recorder.object_name)
                ranks = [r for r in range(1, size) if self.step % r == 0]
                chosen = [r for r in ranks if recorder.indices is None or r in recorder.indices]
                steps += [self.step] * len(chosen)
                data += chosen
            elif (self.step - start) % recorder.period_steps == recorder.offset_steps:
                values = np.atleast_1d(self._values[recorder.object_name, recorder.attribute])
                values = np.broadcast_to(values, self._width(recorder))
                values = values if recorder.indices is None else values[recorder.indices]
                steps.append(self.step)
                data.append(values)
            del number

    def collect(self, number, *, keep=False):
        entry = self._recorders[number]
        recorder, _, steps, data, is_on, since = entry
        is_rows = recorder.kind == "rows"
        n_items = 0
        if is_rows:
            n_items = self._width(recorder) if recorder.indices is None else len(recorder.indices)
        array = np.array(data) if data else np.empty((0, n_items) if is_rows else 0)
        until = self.step if is_on else entry[5]
        intervals = ((since, until),) if until > since else ()
        recording = Recording(np.array(steps, np.int64), array, intervals)
        if not keep:
            entry[2], entry[3], entry[5] = [], [], self.step
        return recording

    def switch_recorder(self, number, *, is_on):
        self._recorders[number][4] = is_on

    def remove_recorder(self, number):
        del self._recorders[number]

    def capture(self):
        clock = {"step": self.step, "elapsed": self.step, "rng_step": 0, "seed": 0}
        return Captured(clock, {p.name: Part({}, {}) for p in self.spec.populations})

    def memory(self):
        return {p.name: 8 * p.size for p in self.spec.populations}

    def hold(self):
        return self._edge

    def kept_bytes(self, number):
        return sum(np.asarray(row).nbytes + 8 for row in self._recorders[number][3])

    def limit_recorders(self, n_bytes, on_full):
        self.recorder_limit = (n_bytes, on_full)

    def step_times(self):
        return StepTimes()

    def explain(self):
        return "one phase"

    def source(self, object_name):
        return f"// {object_name}"

    def close(self):
        self.state = "stopped"
        self.is_closed = True


@pytest.fixture(autouse=True)
def _fresh():
    """Every test starts and ends without networks."""
    ann.clear()
    yield
    ann.clear()


@pytest.fixture(params=["reference", "cpu"])
def backend(request):
    """What users see is the same on both."""
    return request.param


@pytest.fixture
def fake(monkeypatch):
    """Compile onto the simulator without numerics."""
    monkeypatch.setattr(loading, "load", lambda spec, backend=None: FakeSimulator(spec))


RATE = dict(
    parameters={"tau": 10.0, "b": ann.Parameter(0.5), "k": ann.Parameter(2.0, locality="local")},
    equations=[
        ann.Variable("v += 1.0", init=1.0),
        ann.Variable("m = 1.0", locality="global"),
        ann.Variable("n = 1", type=int),
        "r = v * b + tau * k + sum()",
    ],
)
SPIKING = dict(
    parameters="noise = 5.0\nv_t = 30.0",
    equations="v += g_exc + noise * Normal(0.0, 1.0)",
    spike="v > v_t",
    reset="v = 0.0",
)


@pytest.fixture
def rate():
    """A rate-coded neuron with every kind of attribute."""
    return ann.Neuron(**RATE)


@pytest.fixture
def spiking():
    """A spiking neuron in the 4.8 style."""
    return ann.Neuron(**SPIKING)


@pytest.fixture
def net():
    """An empty network with a seed."""
    return ann.Network(dt=0.5, seed=3)
