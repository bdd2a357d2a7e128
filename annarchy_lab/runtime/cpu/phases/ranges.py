"""Functions of a projection's module that run over dendrites, or over pre-synaptic neurons.

In: the name of a function of the module ABI, and how often it runs.
Out: a phase.
Not here: which functions run when.
"""

from annarchy_lab.ir.expression import Owner
from annarchy_lab.ir.model import Let
from annarchy_lab.runtime._bridge import Buffer
from annarchy_lab.runtime.cpu.hazards import Phase
from annarchy_lab.runtime.cpu.network_state import NetworkState
from annarchy_lab.runtime.cpu.phases.access import (
    looking_back,
    reads_through_pre,
    traces,
    writes,
)
from annarchy_lab.runtime.cpu.projections import ProjectionStore

__all__ = ["pace", "range_phase"]

_LABELS = {"update_pre": "synapse, once per pre neuron"}


def range_phase(
    state: NetworkState,
    projection: ProjectionStore,
    function: str,
    every: tuple[int, int] = (1, 0),
) -> Phase:
    """Return the phase that runs `function` over all dendrites, ``update_pre`` over pre neurons.

    Parameters
    ----------
    every
        Period and offset in steps.
    """
    spec, model = projection.spec, projection.model
    pre, post = state.ends(spec.name)
    is_of_pre = function == "update_pre"
    entry = {
        "kind": "range",
        "context": projection.context,
        "function": function,
        "population": pre.index if is_of_pre else post.index,
        "every": every,
        "hidden": _hidden(state, projection, function, every),
    } | looking_back(state, projection, function)
    statements = {
        "psp": (Let("psp", model.psp),) if model.psp is not None else (),
        "semiglobal": model.semiglobal_updates,
        "synapse": model.updates,
        "update_pre": projection.sharing.updates[Owner.PRE],
    }[function]
    label = f"{spec.name}: {_LABELS.get(function, function)}{pace(every)}"
    if is_of_pre:
        return Phase(entry, label, writes=traces(projection, statements))
    reads = reads_through_pre(projection, statements) | traces(projection)
    return Phase(entry, label, reads, writes(statements, spec.pre, spec.post))


def _hidden(
    state: NetworkState, projection: ProjectionStore, function: str, every: tuple[int, int]
) -> list[Buffer]:
    """Return what a phase need not store in each step; where it skips steps, it has no next one."""
    if function != "synapse" or every[0] != 1:
        return []
    hidden = state.loaded(projection.spec.name).kernel.hidden
    return [projection.arrays[name].buffer for name in hidden]


def pace(every: tuple[int, int]) -> str:
    """Say how often a phase runs, where it is not every step."""
    return "" if every[0] == 1 else f", every {every[0]} steps"
