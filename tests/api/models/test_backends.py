"""Every standard model gives equal bits on both backends, and the text of a hand-written one."""

import numpy as np
import pytest

import annarchy_lab as ann

RATE = ann.Neuron({"rate": 1.0}, "r = rate + Uniform(-0.5, 0.5)", name="Rate")
SPIKES = ann.Neuron({"rates": 80.0}, "p = Uniform(0.0, 1.0) * 1000.0/dt", "p < rates", name="Cells")


def run(backend, model, dtype):
    net = ann.Network(dt=0.1, seed=5)
    net.config(dtype=dtype, backend=backend)
    is_neuron = isinstance(model, ann.Neuron)
    kind = SPIKES if model.is_spiking else RATE
    pre, post = net.create(4, kind, name="pre"), net.create(3, model if is_neuron else kind)
    for target in ("exc", "inh"):
        synapse = None if is_neuron else model
        proj = net.connect(pre, post, target, synapse).all_to_all(ann.Uniform(0.01, 0.5))
    net.compile(silent=True)
    net.simulate(60.0)
    owner = post if is_neuron else proj
    return {name: np.array(owner.get(name)) for name in owner.attributes}


@pytest.mark.proves("models-1-ordinary")
@pytest.mark.parametrize(
    "cls",
    [*ann.list_standard_neurons(), *ann.list_standard_synapses()],
    ids=lambda cls: cls.__name__,
)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_equal_bits(cls, dtype):
    reference, compiled = (run(backend, cls(), dtype) for backend in ("reference", "cpu"))
    assert reference.keys() == compiled.keys()
    for name, values in reference.items():
        assert values.tobytes() == compiled[name].tobytes(), name
        assert np.isfinite(values).all(), name


def test_a_model_is_the_one_that_its_user_would_write():
    """Fragments cost nothing: what is compiled is the same."""
    by_hand = ann.Neuron(
        parameters={
            name: ann.Parameter(value, "local")
            for name, value in {
                **{"a": 0.02, "b": 0.2, "c": -65.0, "d": 8.0, "v_thresh": 30.0},
                **{"i_offset": 0.0, "noise": 0.0, "tau_refrac": 0.0},
            }.items()
        },
        equations=[
            "I = g_exc - g_inh + noise * Normal(0.0, 1.0) + i_offset",
            ann.Variable("dv/dt = 0.04*v^2 + 5.0*v + 140.0 - u + I", init="c", method="explicit"),
            ann.Variable("du/dt = a*(b*v - u)", init=-13.0, method="explicit"),
        ],
        spike="v > v_thresh",
        reset="v = c\nu += d",
        refractory="tau_refrac",
        name="Izhikevich",
    ).declaration
    ours = ann.Izhikevich().declaration
    assert [e.statement for e in ours.equations] == [e.statement for e in by_hand.equations]
    assert [e.method for e in ours.equations] == [e.method for e in by_hand.equations]
    assert [e.statement for e in ours.reset] == [e.statement for e in by_hand.reset]
    assert (ours.spike, ours.refractory) == (by_hand.spike, by_hand.refractory)
    values = [[(a.name, a.initial, a.locality) for a in d.attributes] for d in (ours, by_hand)]
    assert values[0] == values[1]
