"""Where the time goes: every phase of a step is told, and what it costs adds up."""

import time
from dataclasses import replace

import pytest

import annarchy_lab as ann
from annarchy_lab.api.time_report import TimeReport
from annarchy_lab.runtime.step_times import StepTimes

SLOW = ann.Neuron("tau = 10.0", "tau * dr/dt = tanh(sum(exc)) - r", name="Slow")


def build(**options):
    net = ann.Network(dt=1.0, seed=3)
    net.config(**options)
    pop = net.create(400, SLOW, name="pop")
    net.connect(pop, pop, "exc", name="proj").all_to_all(0.01)
    net.create(2, SLOW, name="small")
    net.compile(silent=True)
    return net


def test_every_phase_has_its_share():
    net = build()
    labels = {line.strip().split("  ", 1)[1] for line in net.explain().splitlines()}
    began = time.perf_counter()
    net.simulate(400.0)
    wall = time.perf_counter() - began
    found = net.timings()
    assert labels <= found.parts.keys()
    assert set(found.parts) - labels == {"between two steps"}
    assert found.n_steps <= 400
    assert 0 < found.n_measured <= found.n_steps
    assert all(spent >= 0.0 for spent in found.parts.values())
    (dense,) = (name for name in labels if name.startswith("proj"))
    assert found.parts[dense] == max(found.parts.values())  # 160,000 synapses
    assert 0.0 < found.parts[dense] * found.n_measured < wall


def test_what_was_measured_survives_another_schedule():
    net = build()
    net.simulate(100.0)
    before = net.timings()
    net.get_population("small").disable()
    net.simulate(300.0)
    after = net.timings()
    assert after.n_measured > before.n_measured
    assert before.parts.keys() <= after.parts.keys()
    one = next(name for name in before.parts if name.startswith("small"))
    assert 0.0 < after.parts[one] < before.parts[one]  # on average over all steps


def test_threads_that_wait_are_seen():
    net = build(num_threads=2, fixed_threads=True)
    net.simulate(50.0)
    found = net.timings()
    assert found.parts["waiting for other threads"] > 0.0
    assert found.n_steps_with == (0, 0, 50)


def test_it_is_told_how_many_threads_were_used():
    net = build(num_threads=2)
    net.simulate(50.0)
    found = net.timings()
    assert sum(found.n_steps_with) == 50
    assert "threads: 2 asked for; " in repr(found)
    assert "threads" not in repr(build().timings())


def test_the_reference_tells_its_stages():
    net = build(backend="reference")
    net.simulate(20.0)
    found = net.timings()
    assert (found.n_steps, found.n_measured) == (20, 20)
    assert max(found.parts, key=found.parts.get) == "transmission"


def test_a_report_can_be_read():
    steps = StepTimes({"pop: equations": 3e-3, "record": 1e-3}, 1000, 10)
    report = TimeReport.of({"lower": 0.25, "print": 0.001}, 1, steps, 0.5)
    assert report.step_seconds == pytest.approx(4e-6)
    assert repr(report).splitlines() == [
        "compiling 251 ms (1 module): lower 250 ms, print 1 ms",
        "one step 4 us, 125 times real time (measured 10 of 1,000):",
        "       3 us  75.0 %  pop: equations",
        "       1 us  25.0 %  record",
    ]
    several = replace(report, n_steps_with=(0, 900, 100))
    assert repr(several).splitlines()[2] == (
        "threads: 2 asked for; 90 % of the steps by 1, 10 % of the steps by 2"
    )
    assert "no step" in repr(TimeReport.of({}, 0, StepTimes(), 1.0))
