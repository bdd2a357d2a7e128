"""What names stand for."""

import pytest

from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.scope import Meaning, Scope, did_you_mean
from annarchy_lab.language.surroundings import Surroundings

RATE = Neuron("tau = 1.0", "r = tau").declaration
SPIKING = Neuron("E = 1.0", "dv/dt = E + g_exc", spike="v > 1").declaration
SYNAPSE = Synapse(pre_spike="g_target += w").declaration
CONSTANTS = Surroundings(frozenset({"K", "tau"}))


@pytest.mark.parametrize(
    ("declaration", "name", "section", "meaning"),
    [
        (RATE, "tau", "equations", Meaning.ATTRIBUTE),
        (RATE, "K", "equations", Meaning.CONSTANT),
        (RATE, "t", "equations", Meaning.TIME),
        (RATE, "t_last", "equations", Meaning.UNKNOWN),
        (RATE, "pi", "equations", Meaning.NUMBER),
        (RATE, "E", "equations", Meaning.NUMBER),
        (RATE, "g_exc", "equations", Meaning.UNKNOWN),
        (SPIKING, "E", "equations", Meaning.ATTRIBUTE),
        (SPIKING, "t_last", "reset", Meaning.TIME),
        (SPIKING, "r", "equations", Meaning.RATE),
        (SPIKING, "g_exc", "equations", Meaning.ATTRIBUTE),
        (SPIKING, "spiked", "stop_condition", Meaning.SPIKED),
        (SPIKING, "spiked", "equations", Meaning.UNKNOWN),
        (SYNAPSE, "w", "equations", Meaning.ATTRIBUTE),
        (SYNAPSE, "t_pre", "equations", Meaning.TIME),
        (SYNAPSE, "g_target", "pre_spike", Meaning.CONDUCTANCE),
        (SYNAPSE, "g_target", "equations", Meaning.UNKNOWN),
    ],
)
def test_meaning(declaration, name, section, meaning):
    scope = Scope(declaration, CONSTANTS)
    assert scope.meaning(name, section) is meaning
    assert (name in scope.known(section)) is (meaning is not Meaning.UNKNOWN)


def test_did_you_mean():
    assert did_you_mean("basline", {"baseline", "tau"}) == "did you mean 'baseline'?"
    assert did_you_mean("TAU", {"tau"}, "x") == "did you mean 'tau'? Otherwise x."
    assert did_you_mean("tahn", {"tan", "tanh"}) == "did you mean 'tanh'?"
    assert did_you_mean("zzz", {"tau"}, "declare it") == "declare it"
