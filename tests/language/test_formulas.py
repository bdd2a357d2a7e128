"""A model as formulas, in reading order."""

from annarchy_lab.language.declare import Creating, Neuron, Pruning, Synapse, Variable
from annarchy_lab.language.formulas import Note, formulas

LIF = Neuron(
    "tau = 10.0",
    [
        Variable("tau * dv/dt = f(g_exc) - v", init="tau", min=-1.0, method="exponential"),
        Variable("x = v", unit="mV", description="copy"),
    ],
    spike="v > 1.0",
    reset="v = 0.0\nx -= 1.0",
    refractory=2.5,
    functions="f(a_1) = a_1^2",
)
HEBB = Synapse(
    {"eta": 0.1},
    Variable("theta = post.r", locality="semiglobal"),
    psp="w * pre.r^2",
    pruning=Pruning("w < 0.01", proba=0.5),
    creating=Creating("pre.r > 1.0"),
)


def test_a_neuron():
    rows = list(formulas(LIF.declaration))
    assert [(row.heading, row.latex) for row in rows] == [
        (
            "equations",
            r"\tau \, \frac{dv}{dt} = \mathrm{f}\left(g_{\mathrm{exc}}\right) - v",
        ),
        ("equations", "x = v"),
        ("spikes when", "v > 1.0"),
        ("refractory (ms)", "2.5"),
        ("at a spike", r"v \leftarrow 0.0"),
        ("at a spike", r"x \leftarrow x - 1.0"),
        ("where", r"\mathrm{f}\left(a_{1}\right) = {a_{1}}^{2}"),
    ]
    assert rows[0].notes == (
        Note("from", "tau"),
        Note("at least", latex="-1.0"),
        Note("exponential"),
    )
    assert rows[1].notes == (Note("copy (mV)"),)


def test_a_synapse():
    rows = list(formulas(HEBB.declaration))
    assert [row.heading for row in rows] == [
        "equations",
        "transmits",
        "pruned when",
        "created when",
    ]
    assert rows[0].notes == (Note("one per post-synaptic neuron"),)
    assert rows[2].notes == (Note("probability", 0.5),)
    assert rows[3].notes == ()
