"""Random events have equal bits on both backends and for any threads, hazards included."""

from dataclasses import replace

import numpy as np
from fuzzing import DRAW_PARAMETERS, DRAWS, compiled_examples
from hypothesis import given
from hypothesis import strategies as st
from suite import assert_equal_bits

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.distributions import Uniform
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

SIZE = 23

CELL = Neuron(
    parameters="tau = 8.0 : population\nbias = 14.0",
    equations="""
        I = g_exc + bias + 4.0 * Normal(0.0, 1.0)
        tau * dv/dt = I - v : exponential, init=3.0
        tau * dg_exc/dt = -g_exc
        trace = 0.9 * trace
        count = count + 0 : int
    """,
    spike="v > 8.0",
    reset="v = 0.0\ncount += 1",
    refractory=1.0,
    name="Cell",
)
READ = (
    *("w", "x", "y", "u", "all", "own", "0.3", "t_pre", "t_post"),
    *("pre.trace", "post.trace", "pre.v", "post.v"),
)
TERMS = st.one_of(st.sampled_from(READ), st.sampled_from(READ), st.sampled_from(DRAWS))
WRITTEN = ("w", "x", "y", "u", "all", "own", "post.trace", "pre.trace", "post.v")


@st.composite
def statements(draw: st.DrawFn) -> str:
    """Assignments to the synapse and to both its ends, and increments of the conductance."""
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        a, b = draw(TERMS), draw(TERMS)
        value = f"clip(0.5 * {a} {draw(st.sampled_from('+-*'))} {b}, -2.0, 2.0)"
        operator = draw(st.sampled_from(["=", "+=", "-="]))
        flag = draw(st.sampled_from(["", "", " : unless_post"]))
        lines.append(f"{draw(st.sampled_from(WRITTEN))} {operator} {value}{flag}")
    return "\n".join(lines)


@st.composite
def synapses(draw: st.DrawFn) -> Synapse:
    """A synapse with two event-driven variables, both events and a variable per step."""
    pre, post = draw(statements()), draw(statements()).replace(" : unless_post", "")
    gains = ["g_target += w", "g_target += 0.5 * w + 0.1 * x", "g_target += w * Gamma(0.8, hi)"]
    transmit = draw(st.sampled_from(gains))
    return Synapse(
        parameters="tau = 9.0 : projection" + DRAW_PARAMETERS.format(flag="projection"),
        equations="""
            tau * dx/dt = -x : event-driven
            tau * dy/dt = 1.0 - y : event-driven
            u = 0.5 * u + 0.1 * post.v
            all = 0.9 * all : projection
            own = 0.9 * own : postsynaptic
        """,
        pre_spike=f"{pre}\n{transmit}",
        post_spike=post,
        name="Random",
    )


@compiled_examples(10)
@given(synapses(), st.integers(1, 4), st.booleans(), st.sampled_from([None, np.dtype(np.float32)]))
def test_random_events_have_equal_bits(synapse, delay_steps, is_plastic, weight_dtype):
    rng = np.random.default_rng(2)
    edges = build_edges(
        "fixed_probability",
        Ends.whole(SIZE, SIZE),
        rng,
        probability=0.4,
        weights=Uniform(0.1, 0.8),
    )
    projection = ProjectionSpec(
        "proj", "pop", "pop", ("exc",), synapse.declaration, edges, delay_steps=delay_steps
    )
    population = PopulationSpec("pop", SIZE, CELL.declaration)
    spec = NetworkSpec(0.5, 5, (population,), (projection,), weight_dtype=weight_dtype)
    model = build_network(spec)
    threaded = replace(spec, n_threads=2, n_parts=5, thread_plan=(2, 1))
    reference = ReferenceSimulator(model)
    tested = [CpuSimulator(model), CpuSimulator(build_network(threaded))]
    for simulator in (reference, *tested):
        simulator.set_flag("proj", "plasticity", is_plastic)
    for _ in range(3):
        reference.run(20)
        for simulator in tested:
            simulator.run(20)
            assert_equal_bits(simulator, reference, spec)
    assert reference.read("pop", "count").any()
