"""Equations in a cell, a compiled network that runs live, plots and knobs on it while it runs.

``import annarchy_lab as ann`` offers ANNarchy's names in both of its styles: `Network` with
``create``, ``connect`` and ``monitor``, and plain functions on one implicit network.  Importing is
silent and loads neither SymPy nor anything of the notebook.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from numpy import float32, float64

from annarchy_lab.api import models
from annarchy_lab.api.callbacks import every
from annarchy_lab.api.changes import Scale
from annarchy_lab.api.constant import Constant, get_constant
from annarchy_lab.api.dendrite import Dendrite, IndividualSynapse
from annarchy_lab.api.functions import add_function, functions
from annarchy_lab.api.inputs.current_injection import CurrentInjection
from annarchy_lab.api.inputs.decoding_projection import DecodingProjection
from annarchy_lab.api.inputs.homogeneous_correlated_spike_trains import (
    HomogeneousCorrelatedSpikeTrains,
)
from annarchy_lab.api.inputs.input_array import InputArray
from annarchy_lab.api.inputs.poisson_population import PoissonPopulation
from annarchy_lab.api.inputs.spike_source_array import SpikeSourceArray
from annarchy_lab.api.inputs.timed_array import TimedArray
from annarchy_lab.api.inputs.timed_poisson_population import TimedPoissonPopulation
from annarchy_lab.api.magic import (
    callbacks_enabled,
    clear,
    clear_all_callbacks,
    compile,
    disable_callbacks,
    disable_learning,
    dt,
    enable_callbacks,
    enable_learning,
    get_current_step,
    get_population,
    get_projection,
    get_time,
    magic_network,
    monitors,
    populations,
    projections,
    report,
    reset,
    set_current_step,
    set_seed,
    set_time,
    setup,
    simulate,
    simulate_until,
    step,
)
from annarchy_lab.api.models.neurons import (
    EIF_cond_alpha_isfa_ista,
    EIF_cond_exp_isfa_ista,
    GIF_curr,
    GIF_curr_exp,
    HH_cond_exp,
    IF_cond_alpha,
    IF_cond_exp,
    IF_curr_alpha,
    IF_curr_exp,
    Izhikevich,
    LeakyIntegrator,
    list_standard_neurons,
)
from annarchy_lab.api.models.synapses import IBCM, STDP, STP, Hebb, Oja, list_standard_synapses
from annarchy_lab.api.monitor import Monitor
from annarchy_lab.api.monitor_list import MonitorList
from annarchy_lab.api.network import Network
from annarchy_lab.api.network_manager import NetworkManager
from annarchy_lab.api.neuron import IndividualNeuron
from annarchy_lab.api.parallel.failures import ParallelRunError
from annarchy_lab.api.parallel.old_style import parallel_run
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.run import Run
from annarchy_lab.api.saving.functions import load, load_parameters, save, save_parameters
from annarchy_lab.api.saving.xml_parameters import load_parameter
from annarchy_lab.api.sparse import sparse_delays_from_weights, sparse_random_matrix
from annarchy_lab.api.spike_analysis import (
    coefficient_of_variation,
    histogram,
    inter_spike_interval,
    mean_fr,
    population_rate,
    raster_plot,
    smoothed_rate,
)
from annarchy_lab.api.stopwatch import timeit
from annarchy_lab.api.travel.checkpoint import Checkpoint
from annarchy_lab.api.travel.finite import NonFiniteError
from annarchy_lab.api.view import PopulationView
from annarchy_lab.connectivity.lil import LILConnectivity
from annarchy_lab.diagnostics import ANNarchyException, BackendError, ModelError, StateError
from annarchy_lab.distributions import (
    Binomial,
    DiscreteUniform,
    Exponential,
    Gamma,
    LogNormal,
    Normal,
    RandomDistribution,
    Uniform,
)
from annarchy_lab.language.declare import (
    Creating,
    Neuron,
    Parameter,
    Pruning,
    Synapse,
    Variable,
)
from annarchy_lab.language.lab_door import install_lab_door

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = [
    "IBCM",
    "STDP",
    "STP",
    "ANNarchyException",
    "BackendError",
    "Binomial",
    "Checkpoint",
    "Constant",
    "Creating",
    "CurrentInjection",
    "DecodingProjection",
    "Dendrite",
    "DiscreteUniform",
    "EIF_cond_alpha_isfa_ista",
    "EIF_cond_exp_isfa_ista",
    "Exponential",
    "GIF_curr",
    "GIF_curr_exp",
    "Gamma",
    "HH_cond_exp",
    "Hebb",
    "HomogeneousCorrelatedSpikeTrains",
    "IF_cond_alpha",
    "IF_cond_exp",
    "IF_curr_alpha",
    "IF_curr_exp",
    "IndividualNeuron",
    "IndividualSynapse",
    "InputArray",
    "Izhikevich",
    "LILConnectivity",
    "LeakyIntegrator",
    "LogNormal",
    "ModelError",
    "Monitor",
    "MonitorList",
    "Network",
    "NetworkManager",
    "Neuron",
    "NonFiniteError",
    "Normal",
    "Oja",
    "ParallelRunError",
    "Parameter",
    "PoissonPopulation",
    "Population",
    "PopulationView",
    "Projection",
    "Pruning",
    "RandomDistribution",
    "Run",
    "Scale",
    "SpikeSourceArray",
    "StateError",
    "Synapse",
    "TimedArray",
    "TimedPoissonPopulation",
    "Uniform",
    "Variable",
    "add_function",
    "callbacks_enabled",
    "clear",
    "clear_all_callbacks",
    "coefficient_of_variation",
    "compile",
    "disable_callbacks",
    "disable_learning",
    "dt",
    "enable_callbacks",
    "enable_learning",
    "every",
    "float32",
    "float64",
    "functions",
    "get_constant",
    "get_current_step",
    "get_population",
    "get_projection",
    "get_time",
    "histogram",
    "inter_spike_interval",
    "list_standard_neurons",
    "list_standard_synapses",
    "load",
    "load_parameter",
    "load_parameters",
    "magic_network",
    "mean_fr",
    "models",
    "monitors",
    "parallel_run",
    "population_rate",
    "populations",
    "projections",
    "raster_plot",
    "report",
    "reset",
    "save",
    "save_parameters",
    "set_current_step",
    "set_seed",
    "set_time",
    "setup",
    "simulate",
    "simulate_until",
    "smoothed_rate",
    "sparse_delays_from_weights",
    "sparse_random_matrix",
    "step",
    "timeit",
]

__version__ = "0.1.0"


def _found_in_the_lab(name: str) -> Any:  # noqa: ANN401 - whatever it is
    """Return something of the lab; it and all that it needs are imported by the first call."""
    try:
        return getattr(import_module(f"{__name__}.lab"), name)
    except ModuleNotFoundError as error:
        package = str(error.name).partition(".")[0]
        if package == __name__:
            raise
        raise ANNarchyException(
            f"{name}() needs {package}, which is not installed: pip install {package}."
        ) from None


install_lab_door(_found_in_the_lab)


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the prebuilt labextension stands."""
    return [{"src": "labextension", "dest": "annarchy-lab"}]


def load_ipython_extension(ipython: "InteractiveShell") -> None:
    """Load the lab: ``%load_ext annarchy_lab`` calls this."""
    from annarchy_lab.lab import extension

    extension.load_ipython_extension(ipython)


def unload_ipython_extension(ipython: "InteractiveShell") -> None:
    """Unload the lab."""
    from annarchy_lab.lab import extension

    extension.unload_ipython_extension(ipython)
