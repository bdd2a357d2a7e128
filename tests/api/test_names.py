import inspect
import subprocess
import sys
import timeit

import pytest

import annarchy_lab as ann


def test_public_names_are_sorted_documented_and_exist():
    assert ann.__all__ == sorted(ann.__all__, key=lambda name: (not name.isupper(), name))
    for name in ann.__all__:
        assert inspect.getdoc(getattr(ann, name)), name


DEFINITIONS = "Neuron Synapse Parameter Variable Creating Pruning Constant"
OBJECTS = (
    "Network Population PopulationView IndividualNeuron Projection Dendrite IndividualSynapse "
    "Monitor MonitorList LILConnectivity"
)
INPUTS = (
    "InputArray TimedArray PoissonPopulation TimedPoissonPopulation SpikeSourceArray "
    "HomogeneousCorrelatedSpikeTrains CurrentInjection DecodingProjection"
)
RANDOM = "Uniform DiscreteUniform Normal LogNormal Exponential Gamma Binomial RandomDistribution"
MODELS = (
    "LeakyIntegrator Izhikevich IF_curr_exp IF_cond_exp IF_curr_alpha IF_cond_alpha "
    "EIF_cond_exp_isfa_ista EIF_cond_alpha_isfa_ista GIF_curr GIF_curr_exp HH_cond_exp "
    "Hebb Oja IBCM STP STDP models"
)
FUNCTIONS = (
    "setup compile clear reset simulate simulate_until step every callbacks_enabled "
    "enable_callbacks disable_callbacks clear_all_callbacks get_time set_time get_current_step "
    "set_current_step dt set_seed get_population get_projection populations projections monitors "
    "add_function functions enable_learning disable_learning save load save_parameters "
    "load_parameters load_parameter report sparse_random_matrix sparse_delays_from_weights timeit "
    "magic_network float32 float64 __version__"
)
LEGACY = (
    "get_constant parallel_run list_standard_neurons list_standard_synapses raster_plot histogram "
    "inter_spike_interval coefficient_of_variation population_rate smoothed_rate mean_fr "
    "PopulationView RandomDistribution"
)


def missing(names):
    """Those that the top package lacks."""
    return [name for name in names.split() if not hasattr(ann, name)]


@pytest.mark.proves("api-0-definitions")
def test_words_of_definitions():
    assert missing(DEFINITIONS) == []


@pytest.mark.proves("api-0-objects")
def test_objects_of_networks():
    assert missing(OBJECTS) == []


@pytest.mark.proves("api-0-inputs")
def test_inputs():
    assert missing(INPUTS) == []


@pytest.mark.proves("api-0-random")
def test_distributions():
    assert missing(RANDOM) == []


@pytest.mark.proves("api-0-models")
def test_standard_models():
    assert missing(MODELS) == []


@pytest.mark.proves("api-0-functions")
def test_functions_of_the_implicit_network():
    assert missing(FUNCTIONS) == []


@pytest.mark.proves("api-0-legacy")
def test_names_of_4_8():
    assert missing(LEGACY) == []


@pytest.mark.proves("api-0-exceptions")
def test_exceptions():
    assert ann.ANNarchyException.__mro__[1] is Exception
    errors = (ann.BackendError, ann.ModelError, ann.StateError)
    assert all(issubclass(error, ann.ANNarchyException) for error in errors)
    assert str(ann.ANNarchyException("what is wrong")) == "what is wrong"


@pytest.mark.proves("api-0-warnings")
def test_warnings_are_printed(capsys):
    ann.setup(no_such_key=1)
    assert capsys.readouterr().out.startswith("WARNING: ")
    ann.setup(suppress_warnings=True)
    ann.setup(no_such_key=2)
    assert capsys.readouterr().out == ""


@pytest.mark.proves("api-0-clear-at-exit")
def test_everything_is_cleared_at_the_end():
    code = (
        "import annarchy_lab as ann\n"
        "from annarchy_lab.api.workspace import WORKSPACE\n"
        "import atexit\n"
        "net = ann.Network()\n"
        "atexit._run_exitfuncs()\n"
        "print(len(WORKSPACE.networks))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


@pytest.mark.refuses("api-0-banner")
def test_importing_says_nothing():
    done = subprocess.run(
        [sys.executable, "-c", "import annarchy_lab"], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_a_simulate_call_costs_next_to_nothing(net, rate, fake):
    net.create(1, rate)
    net.compile(silent=True)
    net.simulator.run = lambda n_steps: n_steps
    best = min(timeit.repeat(lambda: net.simulate(0.5), number=2000, repeat=5)) / 2000
    assert best < 5e-6
