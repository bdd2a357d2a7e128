"""Self-organising receptive fields in Brian2.

The stimuli are a TimedArray, so that one run does the epoch.  The sliding window of the firing
rate is exact: a spike adds to it at once and takes it back a window later.
"""

from typing import Any

import numpy as np
from measuring.case import Case, Work
from measuring.clock import Clock
from simulators.brian2 import common
from specs import sorf as spec

__all__ = ["run"]

CELL = """
dv/dt = ((0.04*v + 5.0)*v + 140.0 - u + I)/ms : 1 (unless refractory)
du/dt = 0.02*(0.2*v - u)/ms : 1 (unless refractory)
I = ga*(0.0 - v) + gn*nm/(1 + nm)*(0.0 - v) + gA*(-70.0 - v) + gB*(-90.0 - v)
    : 1 (constant over dt)
nm = ((v + 80.0)/60.0)**2 : 1
dga/dt = -ga/(5*ms) : 1
dgn/dt = -gn/(150*ms) : 1
dgA/dt = -gA/(6*ms) : 1
dgB/dt = -gB/(150*ms) : 1
R : 1
"""
TRACES = """
w : 1
dltp/dt = -ltp/t_plus : 1 (clock-driven)
dltd/dt = -ltd/t_minus : 1 (clock-driven)
"""
LEARN = """
K = R_post/(T*(1 + abs(1 - R_post/target)*gamma))
dw = alpha*w*(1 - R_post/target)
after = int(lastspike_post >= lastspike_pre)
w = clip(w + (dw + beta*(ltp*after - ltd*(1 - after)))*K, 0, 10)
"""
FIELD = {"target": 10.0, "t_plus": 60.0, "t_minus": 90.0, "a_plus": 4.5e-5, "a_minus": 3e-5}
COMPETITION = {
    "target": 75.0,
    "t_plus": 51.0,
    "t_minus": 78.0,
    "a_plus": -4.1e-5,
    "a_minus": -1.5e-5,
}


def run(clock: Clock, case: Case) -> Work:
    """Simulate; the spikes of four populations are recorded."""
    br = common.load(clock, case, spec.DT_MS)
    with clock.phase("build"):
        inputs = [poisson(br, rates) for rates in spec.gratings(case.seed)]
        buffers = [cells(br, spec.SIDE**2) for _ in inputs]
        relays = [relay(br, *each) for each in zip(inputs, buffers, strict=True)]
        exc, inh = cells(br, spec.N_CELLS), cells(br, spec.N_CELLS)
        learned = [learning(br, buffer, exc, (0.004, 0.015), FIELD) for buffer in buffers]
        competition = learning(br, exc, inh, (0.116, 0.403), COMPETITION)
        back = br.Synapses(inh, exc, "w : 1", on_pre="gA_post += w\ngB_post += w")
        back.connect()
        back.w = "0.065 + 0.194*rand()"
        monitors = [br.SpikeMonitor(group) for group in (inputs[0], buffers[0], exc, inh)]
        objects = [*inputs, *buffers, exc, inh, *relays, *learned, competition, back]
        objects += [window(br, exc), window(br, inh)]
        inner = [each for group in objects for each in group.contained_objects]
    more = common.simulate(clock, case, br, [*objects, *monitors, *inner])
    with clock.phase("read"):
        counts = tuple(int(monitor.num_spikes) for monitor in monitors)
        mean_weight = float(np.mean([np.array(each.w) for each in learned]))
    work = spec.work(case, br.__version__, counts, mean_weight)
    work.more = more
    return work


def poisson(br: Any, rates: Any) -> Any:
    """Return inputs that show the gratings."""
    idle, n_on = np.full(spec.SIDE**2, spec.IDLE_HZ), round(spec.ON_MS / spec.OFF_MS)
    table = np.vstack([np.vstack([shown.ravel()] * n_on + [idle]) for shown in rates])
    stim = br.TimedArray(table * br.Hz, dt=spec.OFF_MS * br.ms)
    return br.PoissonGroup(spec.SIDE**2, rates="stim(t, i)", namespace={"stim": stim})


def cells(br: Any, n: int) -> Any:
    """Return neurons."""
    group = br.NeuronGroup(
        n,
        CELL,
        threshold="v >= 30",
        reset="v = -65\nu += 8\nga = 0\ngn = 0\ngA = 0\ngB = 0",
        refractory=1 * br.ms,
        method="rk2",
        namespace={"ms": br.ms},
    )
    group.run_regularly("v = clip(v, -90, 1e9)", when="after_groups", dt=spec.DT_MS * br.ms)
    group.v, group.u = -65.0, -13.0
    group.lastspike = -1e7 * br.ms
    return group


def relay(br: Any, source: Any, buffer: Any) -> Any:
    """Return one synapse from each input to its buffer."""
    synapses = br.Synapses(source, buffer, "w : 1", on_pre="ga_post += w\ngn_post += w")
    synapses.connect(j="i")
    synapses.w = "0.2 + 0.4*rand()"
    return synapses


def learning(br: Any, pre: Any, post: Any, bounds: tuple[float, float], rule: Any) -> Any:
    """Return synapses that learn."""
    times = {name: rule[name] * br.ms for name in ("t_plus", "t_minus")}
    more = {"alpha": 0.1, "beta": 50.0, "gamma": 50.0, "T": spec.WINDOW_MS}
    synapses = br.Synapses(
        pre,
        post,
        TRACES,
        on_pre="ga_post += w\ngn_post += w\nltp = a_plus",
        on_post="ltd = a_minus",
        method="exact",
        namespace={**rule, **times, **more},
    )
    synapses.run_regularly(LEARN, when="after_groups", dt=spec.DT_MS * br.ms)
    synapses.connect()
    low, high = bounds
    synapses.w = f"{low} + ({high} - {low})*rand()"
    return synapses


def window(br: Any, group: Any) -> Any:
    """Return what keeps the rate of the last ten seconds."""
    synapses = br.Synapses(
        group,
        group,
        on_pre={"add": "R_post += per_spike", "take": "R_post -= per_spike"},
        delay={"take": spec.WINDOW_MS * br.ms},
        namespace={"per_spike": 1000.0 / spec.WINDOW_MS},
    )
    synapses.connect(j="i")
    return synapses
