"""Random networks have equal bits on both backends, for any threads, parts and chunks."""

from dataclasses import replace

import numpy as np
from fuzzing import compiled_examples
from hypothesis import given
from hypothesis import strategies as st
from random_networks import Interlude, interludes, networks
from suite import assert_equal_bits

from annarchy_lab.ir.build import build_network
from annarchy_lab.ir.verify import verify_model
from annarchy_lab.runtime.backend import NewEdges, Simulator
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator


def prepare(simulator: Simulator, interlude: Interlude) -> None:
    if interlude.flag is not None:
        simulator.set_flag(*interlude.flag)
    if interlude.learning is not None:
        simulator.set_learning(*interlude.learning)
    if interlude.rule is not None:
        simulator.set_rewiring(*interlude.rule)
    if interlude.by_hand is not None:
        rewire(simulator, *interlude.by_hand)
    if interlude.delayed is not None:
        delay(simulator, *interlude.delayed)
    if interlude.window is not None:
        simulator.set_rate_window(*interlude.window)
    if interlude.cleared is not None:
        simulator.clear(interlude.cleared)


def run_on(simulator: Simulator, interlude: Interlude) -> int:
    """Run a stretch, or until stop conditions hold; return how many steps that took."""
    if interlude.waits_for is None:
        return simulator.run(interlude.n_steps)
    needs_all = len(interlude.waits_for) == 1
    return simulator.run_until(interlude.n_steps, interlude.waits_for, needs_all=needs_all)


def rewire(simulator: Simulator, name: str, seed: int) -> None:
    """Prune every fifth synapse or so, and create some between neurons that have a dendrite."""
    rng, edges = np.random.default_rng(seed), simulator.edges(name)
    pre, post = edges.pre_ranks.astype(np.int64), edges.post_ranks.astype(np.int64)
    gone = rng.random(len(pre)) < 0.2
    free = np.ones((edges.n_post, edges.n_pre), bool)
    free[post, pre] = False
    posts, pres = np.nonzero(free & np.isin(np.arange(edges.n_post), post)[:, np.newaxis])
    some = rng.permutation(len(pres))[: len(pres) // 4]
    late = None
    if np.ndim(simulator.delay_steps(name)):
        late = rng.integers(0, rng.choice([3, 90]), len(some))
    new = NewEdges(pres[some], posts[some], {"w": rng.normal(size=len(some))}, late)
    simulator.rewire(name, new, (pre[gone], post[gone]))


def delay(simulator: Simulator, name: str, seed: int) -> None:
    """Give a projection another delay, or one per synapse."""
    rng = np.random.default_rng(seed)
    longest = int(rng.choice([1, 4, 80]))
    late = rng.integers(1, longest + 1, simulator.edges(name).n_edges).astype(np.int32)
    simulator.set_delay(name, late if seed % 2 else longest)


@compiled_examples(12)
@given(st.data())
def test_random_networks_have_equal_bits(data):
    spec = data.draw(networks())
    run = data.draw(interludes(spec))
    model = build_network(spec)
    for each in (*model.neurons.values(), *model.synapses.values()):
        verify_model(each)
    threaded = replace(spec, n_threads=2, n_parts=5, thread_plan=(2, 1))
    reference = ReferenceSimulator(model)
    tested = [CpuSimulator(model), CpuSimulator(build_network(threaded))]
    for interlude in run:
        n_steps = []
        for simulator in (reference, *tested):
            prepare(simulator, interlude)
            n_steps.append(run_on(simulator, interlude))
        assert len(set(n_steps)) == 1
        for simulator in tested:
            assert_equal_bits(simulator, reference, spec)
