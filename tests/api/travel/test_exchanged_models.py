"""A checkpoint brings values, not equations: it does not fit once models were exchanged."""

import pytest

import annarchy_lab as ann


def leaky(goal: float) -> ann.Neuron:
    return ann.Neuron("tau = 10.0", f"tau * dr/dt = {goal} - r", name="Leaky")


@pytest.mark.parametrize("backend", ["reference", "cpu"])
def test_the_state_of_another_model_is_refused(backend):
    net = ann.Network(seed=1)
    pop = net.create(2, leaky(1.0), name="P")
    net.compile(silent=True, backend=backend)
    net.simulate(5.0)
    before = net.checkpoint()
    net.replace(pop, leaky(2.0))
    net.simulate(5.0)
    now = pop.r.tolist()
    with pytest.raises(ann.ANNarchyException, match="the equations of P are others"):
        net.restore(before)
    assert (net.time, pop.r.tolist()) == (10.0, now)
    net.replace(pop, leaky(1.0))
    net.restore(before)
    assert net.time == 5.0
