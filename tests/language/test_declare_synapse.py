"""`Synapse`: what its arguments declare."""

from annarchy_lab.distributions import Uniform
from annarchy_lab.language.declaration import Kind, Locality
from annarchy_lab.language.declare import Creating, Pruning, Synapse
from annarchy_lab.language.syntax import Member


def test_w_is_a_parameter_until_assigned():
    static = Synapse("tau = 1.0").declaration
    assert (static.attribute("w").kind, static.attribute("w").locality) == (
        Kind.PARAMETER,
        Locality.LOCAL,
    )
    learning = Synapse("", "dw/dt = pre.r : min=0.0").declaration
    assert learning.attribute("w").kind is Kind.VARIABLE
    assert learning.attribute("w").lower is not None


def test_events_create_variables():
    synapse = Synapse(
        "", "", pre_spike="g_target += w; x += 1 : max=2.0, init=0.5", post_spike="y = x"
    ).declaration
    assert [a.name for a in synapse.attributes] == ["w", "x", "y"]
    assert synapse.attribute("x").initial == 0.5
    assert synapse.is_spiking
    assert synapse.pre_axon_spike is None


def test_post_and_pre_are_assigned_without_being_declared():
    synapse = Synapse("", "", pre_spike="post.nb += 1").declaration
    assert synapse.pre_spike[0].statement.target == Member("post", "nb")
    assert synapse.pre_spike[0].assigned == "post.nb"
    assert [a.name for a in synapse.attributes] == ["w"]


def test_a_psp_alone_is_rate_coded():
    synapse = Synapse(psp="w*(pre.v - post.v)", operation="mean").declaration
    assert not synapse.is_spiking
    assert synapse.operation == "mean"


def test_rewiring_as_text_and_as_objects():
    text = Synapse(
        "T = 3.0 : projection",
        "age += 1.0",
        pruning="age > T : proba = 0.2",
        creating="pre.r*post.r > 1 : proba=0.5, w=Uniform(0.0, 1.0), d=2.0",
    ).declaration
    objects = Synapse(
        "T = 3.0 : projection",
        "age += 1.0",
        pruning=Pruning("age > T", proba=0.2),
        creating=Creating("pre.r*post.r > 1", proba=0.5, w=Uniform(0.0, 1.0), d=2.0),
    ).declaration
    for one, other in ((text.pruning, objects.pruning), (text.creating, objects.creating)):
        assert one.condition == other.condition
        assert one.probability == other.probability
        assert (one.weight, one.delay) == (other.weight, other.delay)
    assert text.creating.delay == 2.0
    assert text.pruning.delay is None
