"""Small networks that go through every room, by name; golden files and conformance share them.

Each is a function of a size and a seed that returns a `NetworkSpec`.  One concept each, so that a
failing name says what broke.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from annarchy_lab.connectivity.edges import EdgeList, sorted_edges
from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.distributions import Uniform
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.ir.timetable import Playback, SpikeTrain
from annarchy_lab.language.condition import parse_stop_condition
from annarchy_lab.language.declare import Neuron, Parameter, Synapse

FLOAT64 = np.dtype(np.float64)

IZHIKEVICH = Neuron(
    parameters="noise = 5.0\na = 0.02\nb = 0.2\nc = -65.0\nd = 8.0\nv_thresh = 30.0",
    equations="""
        I = g_exc - g_inh + noise * Normal(0.0, 1.0)
        dv/dt = 0.04 * v^2 + 5.0 * v + 140.0 - u + I : init=-65.0
        du/dt = a * (b*v - u) : init=-13.0
    """,
    spike="v >= v_thresh",
    reset="v = c\nu += d",
    name="Izhikevich",
)
RATE = Neuron(
    parameters="tau = 10.0\nbaseline = 0.5",
    equations="""
        noise = Uniform(-0.1, 0.1)
        tau * dr/dt + r = baseline + sum(exc) - 0.1 * mean(r) + noise : min=0.0, exponential
    """,
    name="Rate",
)
OJA = Synapse(
    parameters="eta = 0.05 : projection\nalpha = 0.5 : projection",
    equations="""
        theta = alpha * post.r^2 : postsynaptic
        dw/dt = eta * (pre.r * post.r - theta * w) : min=0.0, max=2.0
    """,
    name="Oja",
)
LIF = Neuron(
    parameters="tau_m = 20.0 : population\ntau_e = 5.0 : population\nE = 40.0\ndrive = 21.0",
    equations="""
        tau_m * dv/dt = drive + g_exc - v + 2.0 * Normal(0.0, 1.0) : init=5.0
        tau_e * dg_exc/dt = -g_exc : exponential
    """,
    spike="v > 20.0",
    reset="v = 0.0",
    refractory=3.0,
    name="LIF",
)
POISSON = Neuron(
    parameters="gain = 1.0",
    equations="rates = gain * g_exc\np = Uniform(0.0, 1.0) * 1000.0 / dt",
    spike="p < rates",
    name="Poisson",
)
STDP = Synapse(
    parameters="""
        tau_plus = 20.0 : projection
        tau_minus = 25.0 : projection
        A_plus = 0.05 : projection
        A_minus = 0.06 : projection
        w_max = 1.5 : projection
    """,
    equations="""
        tau_plus * dx/dt = -x : event-driven
        tau_minus * dy/dt = -y : event-driven
    """,
    pre_spike="g_target += w\nx += A_plus * w_max\nw = clip(w + y, 0.0, w_max)",
    post_spike="y -= A_minus * w_max\nw = clip(w + x, 0.0, w_max)",
    name="STDP",
)
HOMEOSTASIS = {
    "parameters": """
        tau_plus = 12.0
        tau_minus = 18.0
        A_plus = 0.02
        A_minus = 0.03
        eta = 0.1
    """,
    "equations": """
        tau_plus * dearly/dt = -early : exponential
        change = if t_post >= t_pre: ltp + early else: -ltd
        w += eta * change - 0.01 * w : min=0.0, max=3.0
        tau_plus * dltp/dt = -ltp : exponential, max=0.1
        tau_minus * dltd/dt = -ltd : exponential
        tau_minus * dage/dt = -age : event-driven
    """,
    "post_spike": "ltd = A_minus\nage += 1.0\nw += 0.001 * age",
    "name": "Homeostatic",
}
HOMEOSTATIC = Synapse(**HOMEOSTASIS, pre_spike="g_target += w\nltp += A_plus\nearly = A_plus")
PLAYED = Neuron(
    parameters={
        "r": Parameter(0.0, locality="local"),
        "gain": Parameter(1.0, locality="global"),
    },
    equations="seen = gain * r + Normal(0.0, 0.1)",
    name="Played",
)
SOURCE = Neuron("idle = 0.0", spike="idle > 0.0", name="Source")
NOISY = Neuron(
    parameters="""
        alpha = 0.4 : population
        beta = 3.0 : population
        p = 0.3 : population
        n = 12 : population, int
    """,
    equations="""
        all = Gamma(alpha, beta) + DiscreteUniform(0, n) : population
        count = Binomial(n, p) + DiscreteUniform(-2, 2) : int
        dv/dt = g_exc + 2.0 * LogNormal(0.0, p, 0.5, 2.0) - 0.3 * v : midpoint
        x = if Uniform(0.0, 1.0) < p: Gamma(beta, alpha, 0.2, 4.0) else: -all
        load = 0.0
    """,
    spike="v + 0.2 * count > Normal(8.0, beta)",
    reset="v = Exponential(beta)\nx += Binomial(5, 0.5)",
    refractory=1.0,
    name="Noisy",
)
STOCHASTIC = Synapse(
    parameters="p = 0.6 : projection\nk = 2.5 : projection\nn = 1000 : projection, int",
    equations="""
        all = Gamma(k, 0.1) : projection
        own = Binomial(n, p) + post.v : postsynaptic
        x = 0.5 * x + Gamma(0.5, p, 0.0, 3.0) + Normal(0.0, 0.1)
        y = 0.0
    """,
    psp="0.002 * w * (Gamma(k, p) + DiscreteUniform(-1, 1))",
    pre_spike="""
        g_target += if Uniform(0.0, 1.0) < p: w * Gamma(k, 0.4) else: 0.0
        x += Binomial(3, p)
        post.load += Exponential(k)
    """,
    post_spike="pre.load += Gamma(0.7, 1.0)\ny = 0.9 * y + LogNormal(0.0, 0.5)",
    name="Stochastic",
)
BURSTING = Neuron(
    parameters="tau_m = 20.0 : population\nrest = 2.0",
    equations="""
        tau_m * dv/dt = 21.0 + g_exc - v + 3.0 * Normal(0.0, 1.0) : init=5.0
        dg_exc/dt = -g_exc / 5.0 : exponential
        n_spikes = n_spikes : population, int
    """,
    spike="v > 20.0",
    reset="v = 0.0\nn_spikes += 1",
    axon_spike="v > 18.0 + Uniform(0.0, 2.0)",
    axon_reset="v -= 0.5",
    refractory="rest",
    name="Bursting",
)
RELAY = Synapse(
    equations="dx/dt = -x / 20.0 : event-driven",
    pre_spike="g_target += w\nx += 1.0",
    pre_axon_spike="w = clip(w + 0.01 * (x - 0.5), 0.0, 1.0)\ng_target += 0.2 * w\nx += 0.1",
    name="Relay",
)
ECHO = Synapse(
    equations="dx/dt = -x / 10.0 : event-driven",
    pre_spike="""
        g_target += if Uniform(0.0, 1.0) < 0.8: w else: 0.0
        x += 0.01 * pre.g_exc + 0.001 * post.v
        w = clip(w + 0.01 * (x - 0.1), 0.0, 2.0)
    """,
    name="Echo",
)
GAP = Synapse(psp="w * (pre.v - post.v)", name="Gap junction")


def izhikevich(n: int = 100, seed: int = 7, storage: str = "auto", **options: Any) -> NetworkSpec:
    """Pulse-coupled network: default transmission, noise, views as pre-synaptic ends."""
    n_exc = n * 4 // 5
    pop = PopulationSpec("pop", n, IZHIKEVICH.declaration, _izhikevich_values(n, n_exc))
    scale = 1000.0 / n
    exc = _all_to_all(range(n_exc), n, Uniform(0.0, 0.5 * scale), seed)
    inh = _all_to_all(range(n_exc, n), n, Uniform(0.0, scale), seed + 1)
    plain = Synapse().declaration
    projections = (
        ProjectionSpec("exc", "pop", "pop", ("exc",), plain, exc, storage=storage),
        ProjectionSpec("inh", "pop", "pop", ("inh",), plain, inh, storage=storage),
    )
    return NetworkSpec(1.0, seed, (pop,), projections, **options)


def rate_coded(n: int = 40, seed: int = 3, delay_steps: int = 3, **options: Any) -> NetworkSpec:
    """Rates with delays, a plastic weight per step, a semiglobal variable, a global operation."""
    pops = tuple(PopulationSpec(name, n, RATE.declaration) for name in ("input", "output"))
    sparse = _sparse(n, n, 0.5, seed)
    learning = ProjectionSpec(
        "learning", "input", "output", ("exc",), OJA.declaration, sparse, delay_steps=delay_steps
    )
    dense = _all_to_all(range(n), n, Uniform(-0.02, 0.02), seed, recurrent=False)
    back = ProjectionSpec("back", "output", "input", ("exc",), Synapse().declaration, dense)
    return NetworkSpec(0.5, seed, pops, (learning, back), **options)


def plastic_spiking(
    n: int = 50, seed: int = 5, delay_steps: int = 2, **options: Any
) -> NetworkSpec:
    """Spikes with event-driven traces, pre and post events, refractoriness, a uniform delay."""
    pop = PopulationSpec("pop", n, LIF.declaration)
    edges = _sparse(n, n, 0.3, seed)
    stdp = ProjectionSpec(
        "stdp", "pop", "pop", ("exc",), STDP.declaration, edges, delay_steps=delay_steps
    )
    return NetworkSpec(0.5, seed, (pop,), (stdp,), **options)


def shared_traces(n: int = 24, seed: int = 6, **options: Any) -> NetworkSpec:
    """Traces of equations and of events, all of them the same in all synapses of a neuron."""
    populations = tuple(PopulationSpec(name, n, LIF.declaration) for name in ("pre", "post"))
    edges = _all_to_all(range(n), n, Uniform(0.1, 1.0), seed, recurrent=False)
    learning = ProjectionSpec("learning", "pre", "post", ("exc",), HOMEOSTATIC.declaration, edges)
    return NetworkSpec(0.5, seed, populations, (learning,), **options)


def to_one(n: int = 300, seed: int = 8, **options: Any) -> NetworkSpec:
    """Many neurons and one, which also reaches itself: an edge is numbered like its pre neuron."""
    many = PopulationSpec("many", n, LIF.declaration)
    one = PopulationSpec("one", 1, LIF.declaration)
    rng = np.random.default_rng(seed)
    whole = build_edges("all_to_all", Ends.whole(n, 1), rng, weights=Uniform(0.1, 1.0))
    own = build_edges("all_to_all", Ends.whole(1, 1), rng, weights=0.5)
    projections = (
        ProjectionSpec("stdp", "many", "one", ("exc",), STDP.declaration, whole, delay_steps=3),
        ProjectionSpec("echo", "many", "one", ("exc",), ECHO.declaration, whole),
        ProjectionSpec("own", "one", "one", ("exc",), ECHO.declaration, own),
    )
    return NetworkSpec(0.5, seed, (many, one), projections, **options)


def gap_junctions(n: int = 30, seed: int = 9, **options: Any) -> NetworkSpec:
    """A continuous psp between spiking neurons, besides default transmission by one weight."""
    pop = PopulationSpec("pop", n, LIF.declaration)
    gap = ProjectionSpec(
        "gap", "pop", "pop", ("exc",), GAP.declaration, _sparse(n, n, 0.4, seed, weights=0.05)
    )
    spikes = ProjectionSpec(
        "spikes", "pop", "pop", ("exc",), Synapse().declaration, _sparse(n, n, 0.2, seed + 1, 0.7)
    )
    return NetworkSpec(0.5, seed, (pop,), (gap, spikes), **options)


def noisy(n: int = 300, seed: int = 11, delay_steps: int = 2, **options: Any) -> NetworkSpec:
    """Random distributions in every place of a model, short dendrites, more than one block."""
    pop = PopulationSpec("pop", n, NOISY.declaration)
    edges = _sparse(n, n, 7.0 / n, seed)
    stochastic = ProjectionSpec(
        "stochastic",
        "pop",
        "pop",
        ("exc",),
        STOCHASTIC.declaration,
        edges,
        delay_steps=delay_steps,
    )
    return NetworkSpec(0.5, seed, (pop,), (stochastic,), **options)


def delays_per_synapse(n: int = 40, seed: int = 11, **options: Any) -> NetworkSpec:
    """A delay for each synapse: of spikes, of what events and a continuous psp see, of rates."""
    populations = (
        PopulationSpec("pop", n, LIF.declaration),
        *(PopulationSpec(name, n, RATE.declaration) for name in ("input", "output")),
    )
    kinds = (
        ("plain", "pop", "pop", Synapse(), 0.3),
        ("stdp", "pop", "pop", STDP, 0.3),
        ("gap", "pop", "pop", GAP, 0.05),
        ("rates", "output", "input", Synapse(), 0.02),
        ("learning", "input", "output", OJA, 0.02),
    )
    rng = np.random.default_rng(seed)
    projections = []
    for k, (name, pre, post, synapse, weight) in enumerate(kinds):
        edges = _sparse(n, n, 0.3, seed + k, weights=weight)
        late = rng.integers(1, 12, edges.n_edges).astype(np.int32)
        projections.append(
            ProjectionSpec(name, pre, post, ("exc",), synapse.declaration, edges, delay_steps=late)
        )
    return NetworkSpec(0.5, seed, populations, tuple(projections), **options)


def axonal(n: int = 45, seed: int = 13, **options: Any) -> NetworkSpec:
    """Axonal spikes beside the others, a shared variable that resets change, a stop condition."""
    stop = parse_stop_condition("spiked and g_exc > 3.0 : all", BURSTING.declaration)
    pop = PopulationSpec("pop", n, BURSTING.declaration, {}, stop)
    relay = ProjectionSpec(
        "relay",
        "pop",
        "pop",
        ("exc",),
        RELAY.declaration,
        _sparse(n, n, 0.3, seed),
        delay_steps=3,
    )
    plain = Synapse(pre_axon_spike="g_target += w").declaration
    dense = _all_to_all(range(n), n, Uniform(0.0, 0.1), seed + 1)
    return NetworkSpec(
        0.5,
        seed,
        (pop,),
        (relay, ProjectionSpec("plain", "pop", "pop", ("exc",), plain, dense)),
        **options,
    )


def hybrid(n: int = 60, seed: int = 17, **options: Any) -> NetworkSpec:
    """Rates drive Poisson neurons and flow into conductances; what spikes is decoded: a loop."""
    populations = (
        PopulationSpec("rates", n, RATE.declaration),
        PopulationSpec("poisson", n, POISSON.declaration, {"gain": 150.0}),
        PopulationSpec("pop", n, LIF.declaration),
    )
    pairs = sorted_edges(n, n, np.arange(n), np.arange(n), 1.0)
    plain = Synapse().declaration

    def between(pre: str, post: str, edges: EdgeList, delay: int, window: int) -> ProjectionSpec:
        steps = {"delay_steps": delay, "window_steps": window}
        return ProjectionSpec(f"{pre}-{post}", pre, post, ("exc",), plain, edges, **steps)

    projections = (
        between("rates", "poisson", pairs, 3, 0),
        between("rates", "pop", pairs, 1, 0),
        between("poisson", "pop", _sparse(n, n, 0.2, seed), 2, 0),
        between("poisson", "rates", _sparse(n, n, 0.4, seed + 1, weights=0.003), 1, 23),
        between("pop", "rates", _scaled(_sparse(n, n, 0.3, seed + 2), 0.002), 5, 8),
    )
    return NetworkSpec(0.5, seed, populations, projections, **options)


def timetables(n: int = 50, seed: int = 15, **options: Any) -> NetworkSpec:
    """Rows that are played, one value per neuron and one for all, and spikes at given steps."""
    rng = np.random.default_rng(seed)
    rows = {"r": rng.normal(size=(4, n)), "gain": rng.uniform(0.5, 2.0, 4)}
    played = Playback(np.array([3, 7, 8, 40]), rows, period_steps=60)
    drive = Playback(np.array([0, 25, 120]), {"drive": np.array([21.0, 40.0, 10.0])})
    spikes = np.unique(rng.integers(0, 150 * n, 12 * n))  # step * n + rank, each once
    train = SpikeTrain(spikes // n, (spikes % n).astype(np.int32))
    populations = (
        PopulationSpec("played", n, PLAYED.declaration, timetable=played),
        PopulationSpec("output", n, RATE.declaration),
        PopulationSpec("source", n, SOURCE.declaration, timetable=train),
        PopulationSpec("pop", n, LIF.declaration, timetable=drive),
    )
    full = _all_to_all(range(n), n, Uniform(0.0, 0.1), seed, recurrent=False)
    edges = _sparse(n, n, 0.3, seed)
    rates = ProjectionSpec(
        "rates", "played", "output", ("exc",), OJA.declaration, full, delay_steps=4
    )
    plastic = ProjectionSpec(
        "plastic", "source", "pop", ("exc",), STDP.declaration, edges, delay_steps=3
    )
    return NetworkSpec(0.5, seed, populations, (rates, plastic), **options)


def at_random(refractory: float | str | None = None) -> Neuron:
    """A neuron that spikes at random, at `rates` in Hz, and whose gaps between spikes are drawn."""
    text = "Uniform(0.0, 1.0) * 1000.0 / dt < rates"
    made = Neuron({"rates": Parameter(0.0)}, spike=text, refractory=refractory, name="Random")
    return Neuron.from_declaration(replace(made.declaration, gap_rates="rates"))


def poisson(n: int = 1100, seed: int = 19, **options: Any) -> NetworkSpec:
    """Gaps between spikes, two blocks: uneven rates, refractory neurons, rates that events set."""
    rng = np.random.default_rng(seed)
    uneven = rng.choice([-5.0, 0.0, 3.0, 20.0, 400.0, np.nan], n)
    uneven[-4:] = (3000.0, np.inf, 2000.0, 1999.0)  # a step is half a ms
    populations = (
        PopulationSpec("even", n, at_random().declaration, {"rates": 15.0}),
        PopulationSpec("uneven", n, at_random().declaration, {"rates": uneven}),
        PopulationSpec("slow", n, at_random(2.5).declaration, {"rates": 150.0}),
        PopulationSpec("fading", 40, at_random().declaration, {"rates": 600.0}),
        PopulationSpec("pop", 20, LIF.declaration),
    )
    tired = Synapse(pre_spike="g_target += w\npre.rates *= 0.99", name="Tired").declaration
    kinds = (("even", STDP.declaration), ("uneven", STDP.declaration), ("fading", tired))
    projections = (
        ProjectionSpec(
            f"{pre}-pop",
            pre,
            "pop",
            ("exc",),
            synapse,
            _sparse(40 if pre == "fading" else n, 20, 0.02, seed + k),
            delay_steps=1 + 2 * k,
        )
        for k, (pre, synapse) in enumerate(kinds)
    )
    return NetworkSpec(0.5, seed, populations, tuple(projections), **options)


NETWORKS: dict[str, Callable[..., NetworkSpec]] = {
    "izhikevich": izhikevich,
    "rate_coded": rate_coded,
    "plastic_spiking": plastic_spiking,
    "shared_traces": shared_traces,
    "to_one": to_one,
    "gap_junctions": gap_junctions,
    "noisy": noisy,
    "delays_per_synapse": delays_per_synapse,
    "axonal": axonal,
    "hybrid": hybrid,
    "timetables": timetables,
    "poisson": poisson,
}


def _izhikevich_values(n: int, n_exc: int) -> dict[str, Any]:
    rng = np.random.default_rng(1)
    re, ri = rng.random(n_exc), rng.random(n - n_exc)
    b = np.r_[np.full(n_exc, 0.2), 0.25 - 0.05 * ri]
    return {
        "noise": np.r_[np.full(n_exc, 5.0), np.full(n - n_exc, 2.0)],
        "a": np.r_[np.full(n_exc, 0.02), 0.02 + 0.08 * ri],
        "b": b,
        "c": np.r_[-65.0 + 15.0 * re**2, np.full(n - n_exc, -65.0)],
        "d": np.r_[8.0 - 6.0 * re**2, np.full(n - n_exc, 2.0)],
        "v": np.full(n, -65.0),
        "u": -65.0 * b,
    }


def _all_to_all(
    pre: range, n: int, weights: Uniform, seed: int, *, recurrent: bool = True
) -> EdgeList:
    ends = Ends(
        np.array(pre, np.int32), np.arange(n, dtype=np.int32), n, n, same_population=recurrent
    )
    return build_edges("all_to_all", ends, np.random.default_rng(seed), weights=weights)


def _scaled(edges: EdgeList, factor: float) -> EdgeList:
    return edges.given(weights=np.asarray(edges.weights) * factor)


def _sparse(
    n_pre: int, n_post: int, probability: float, seed: int, weights: float | None = None
) -> EdgeList:
    drawn = Uniform(0.1, 1.0) if weights is None else weights
    return build_edges(
        "fixed_probability",
        Ends.whole(n_pre, n_post),
        np.random.default_rng(seed),
        probability=probability,
        weights=drawn,
    )
