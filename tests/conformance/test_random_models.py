"""Random models have equal bits on both backends: typing, precedence, functions, draws, methods."""

import numpy as np
from fuzzing import DRAW_PARAMETERS, compiled_examples
from hypothesis import given
from hypothesis import strategies as st
from random_expressions import arithmetic
from suite import assert_equal_bits

from annarchy_lab.connectivity.ends import Ends
from annarchy_lab.connectivity.pattern import build_edges
from annarchy_lab.distributions import Uniform
from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec
from annarchy_lab.ir.verify import verify_model
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator

SIZE = 37
TYPES = st.sampled_from(["", " : int", " : bool", " : min=-2.0, max=3.0"])
METHODS = st.sampled_from(["explicit", "midpoint", "rk4"])
NEURON_NAMES = ("a", "n", "x", "y", "r", "t", "dt", "mean(r)", "sum(exc)")


@st.composite
def neurons(draw: st.DrawFn) -> Neuron:
    """A rate-coded neuron with assignments of all types and two coupled equations."""
    value = arithmetic(*NEURON_NAMES, max_leaves=8)
    method = draw(METHODS)
    lines = [
        f"n = {draw(value)} : int",
        f"x = {draw(value)}{draw(TYPES)}",
        f"dy/dt = 0.1 * ({draw(value)}) - y : {method}, min=-5.0, max=5.0",
        f"s = clip({draw(value)}, -3.0, 3.0)",
        "tau * dr/dt + r = s : exponential",
        f"z {draw(st.sampled_from(['=', '+=', '-=', '*=']))} {draw(value)}",
    ]
    return Neuron(
        parameters="a = 0.75\ntau = 12.0 : population" + DRAW_PARAMETERS.format(flag="population"),
        equations="\n".join(lines),
        name="Random",
    )


@st.composite
def synapses(draw: st.DrawFn) -> Synapse:
    """A rate-coded synapse with a psp, a variable per dendrite and one per edge."""
    value = arithmetic("w", "c", "theta", "k", "pre.r", "post.r", "mean(pre.r)", "t", max_leaves=8)
    semiglobal = arithmetic("k", "theta", "post.r", "post.x", max_leaves=8)
    return Synapse(
        parameters="k = 0.3 : projection" + DRAW_PARAMETERS.format(flag="projection"),
        equations=f"""
            theta = clip({draw(semiglobal)}, -4.0, 4.0) : postsynaptic
            c = {draw(value)}
            dw/dt = 0.01 * clip({draw(value)}, -1.0, 1.0) : min=-1.0, max=2.0
        """,
        psp=f"clip({draw(value)}, -2.0, 2.0)",
        operation=draw(st.sampled_from(["sum", "max", "min", "mean"])),
        name="Random",
    )


@compiled_examples(15)
@given(neurons(), synapses(), st.integers(1, 3), st.sampled_from([np.float64, np.float32]))
def test_random_models_have_equal_bits(neuron, synapse, delay_steps, real):
    rng = np.random.default_rng(0)
    edges = build_edges(
        "fixed_probability",
        Ends.whole(SIZE, SIZE),
        rng,
        probability=0.6,
        weights=Uniform(-1.0, 1.0),
    )
    spec = NetworkSpec(
        0.5,
        11,
        (PopulationSpec("pop", SIZE, neuron.declaration, {"a": rng.random(SIZE)}),),
        (
            ProjectionSpec(
                "proj", "pop", "pop", ("exc",), synapse.declaration, edges, delay_steps=delay_steps
            ),
        ),
        dtype=np.dtype(real),
    )
    model = build_network(spec)
    verify_model(model.neurons["pop"])
    verify_model(model.synapses["proj"])
    tested, reference = CpuSimulator(model), ReferenceSimulator(build_network(spec))
    for _ in range(4):
        tested.run(2)
        reference.run(2)
        assert_equal_bits(tested, reference, spec)
