"""What no backend accepts, said in one way: impossible writes and recorders.

In: what was asked for, and the shape of what is there.
Out: nothing, or an exception that names the object.
Not here: finding the object.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.expression import DType
from annarchy_lab.ir.model import Attribute, NeuronModel, SynapseModel
from annarchy_lab.ir.network import PopulationSpec, ProjectionSpec
from annarchy_lab.ir.timetable import Playback, SpikeTrain, Timetable
from annarchy_lab.language.declaration import Locality
from annarchy_lab.runtime.backend import AXON_SPIKE, Recorder

__all__ = [
    "check_delay",
    "check_elements",
    "check_period",
    "check_recorder",
    "check_timetable",
    "check_values",
    "check_window",
]


def check_values(
    label: str,
    shape: tuple[int, ...],
    values: NDArray[Any],
    indices: NDArray[np.int64] | None,
) -> None:
    """Refuse values that do not fit an attribute.

    Parameters
    ----------
    label
        How to name the attribute.
    shape
        ``()`` for one value, else its elements.

    Raises
    ------
    ANNarchyException
        If an element does not exist, or there are too many or too few values.
    """
    if indices is not None:
        if not shape:
            raise ANNarchyException(f"{label} is global: it takes one value")
        check_elements(label, shape[0], indices)
        shape = indices.shape
    given = np.asarray(values).shape
    if given != shape and math.prod(given) != 1:
        raise ANNarchyException(f"{label} takes 1 value or shape {shape}, not {given}")


def check_elements(label: str, size: int, indices: NDArray[np.int64]) -> None:
    """Refuse elements that do not exist.

    Raises
    ------
    ANNarchyException
        Naming the first of them.
    """
    wrong = indices[(indices < 0) | (indices >= size)]
    if wrong.size:
        raise ANNarchyException(f"{label} has no element {int(wrong[0])}: there are {size}")


def check_period(label: str, n_steps: int) -> None:
    """Refuse a period in which nothing could happen.

    Raises
    ------
    ANNarchyException
        If it is less than one step.
    """
    if n_steps < 1:
        raise ANNarchyException(f"a period of '{label}' lasts one step at least, not {n_steps}")


def check_delay(spec: ProjectionSpec, steps: int | NDArray[Any], n_edges: int) -> None:
    """Refuse delays that do not fit a projection.

    Raises
    ------
    ANNarchyException
        If one is less than a step, there is neither one nor one per edge, or spikes are decoded
        that have delays of their own.
    """
    name = spec.name
    if np.ndim(steps) and np.shape(steps) != (n_edges,):
        raise ANNarchyException(f"'{name}' takes 1 delay or {n_edges}, not {np.size(steps)}")
    if np.min(steps, initial=1) < 1:
        raise ANNarchyException(f"a delay of '{name}' is one step at least, not {np.min(steps)}")
    if np.ndim(steps) and spec.window_steps:
        raise ANNarchyException(
            f"'{name}' decodes spikes: its synapses have one delay, not one each"
        )


def check_window(label: str, n_steps: int, *, is_spiking: bool) -> None:
    """Refuse a window of mean firing rates that no population could have.

    Raises
    ------
    ANNarchyException
        If there are no spikes to count, or the window is negative.
    """
    if not is_spiking:
        raise ANNarchyException(f"'{label}' does not spike: it has no mean firing rate")
    if n_steps < 0:
        raise ANNarchyException(f"a window of '{label}' cannot last {n_steps} steps")


def check_recorder(recorder: Recorder, model: NeuronModel | SynapseModel) -> None:
    """Refuse a recorder that could hold nothing.

    Parameters
    ----------
    model
        Of the recorded object.

    Raises
    ------
    ANNarchyException
        If it records spikes of what has none, or the latest of nothing.
    """
    if recorder.kind != "rows":
        is_axonal = recorder.attribute == AXON_SPIKE
        has_any = False
        if isinstance(model, NeuronModel):
            has_any = model.axon_spike is not None if is_axonal else model.is_spiking
        if not has_any:
            what = "axonal spikes" if is_axonal else "spikes"
            raise ANNarchyException(f"'{recorder.object_name}' has no {what} to record")
    if recorder.policy == "latest" and recorder.capacity < 1:
        raise ANNarchyException("a recorder of the latest values needs a capacity")


def check_timetable(
    spec: PopulationSpec, attributes: Mapping[str, Attribute], timetable: Timetable
) -> None:
    """Refuse a timetable that a population cannot follow.

    Raises
    ------
    ANNarchyException
        If steps do not ascend, ranks or attributes do not exist, or tables have another shape.
    """
    if isinstance(timetable, SpikeTrain):
        _check_spikes(spec, timetable)
        return
    _check_steps(spec.name, timetable.onset_steps)
    if timetable.period_steps < 0:
        raise ANNarchyException(f"a period of '{spec.name}' cannot be negative")
    for name, values in timetable.rows.items():
        _check_rows(spec, attributes.get(name), name, timetable, values)


def _check_spikes(spec: PopulationSpec, train: SpikeTrain) -> None:
    if not isinstance(spec.timetable, SpikeTrain):
        raise ANNarchyException(f"the spikes of '{spec.name}' are those of its model")
    _check_steps(spec.name, train.steps)
    if train.ranks.shape != train.steps.shape or train.ranks.dtype != np.int32:
        raise ANNarchyException(f"the spikes of '{spec.name}' need one rank per step, int32")
    check_elements(f"'{spec.name}'", spec.size, train.ranks.astype(np.int64))
    is_same_step = np.diff(train.steps) == 0
    if np.any(np.diff(train.ranks)[is_same_step] <= 0):
        raise ANNarchyException(f"the ranks of '{spec.name}' must ascend in each step")


def _check_steps(name: str, steps: NDArray[Any]) -> None:
    if steps.ndim != 1 or steps.dtype != np.int64:
        raise ANNarchyException(f"the timetable of '{name}' needs a list of steps, int64")
    if np.any(steps < 0) or np.any(np.diff(steps) < 0):
        raise ANNarchyException(f"the steps of the timetable of '{name}' must ascend from 0 on")


def _check_rows(
    spec: PopulationSpec,
    attribute: Attribute | None,
    name: str,
    playback: Playback,
    values: NDArray[Any],
) -> None:
    if attribute is None or attribute.dtype is not DType.REAL:
        raise ANNarchyException(f"'{spec.name}' has no real number '{name}' to play")
    n_rows = len(playback.onset_steps)
    shapes = [(n_rows,), (n_rows, spec.size)]
    known = shapes[:1] if attribute.locality is Locality.GLOBAL else shapes
    if values.shape not in known:
        raise ANNarchyException(
            f"the table of '{name}' of '{spec.name}' has shape {values.shape}, not {known[-1]}"
        )
