"""Monitors: what of a population, a view, a projection or a dendrite is recorded.

In: an object and names of variables.
Out: `Monitor`, which collects from the runtime's recorders and returns arrays.
Not here: the shapes (`recorded`), the analysis of spikes (`spike_analysis`, `spike_methods`), files
(`export_methods`), the disk (`streaming`).

A monitor never drops anything, and live views never read it: they have recorders of their own.
"""

import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annarchy_lab.api.dendrite import Dendrite
from annarchy_lab.api.export_methods import ExportMethods
from annarchy_lab.api.messages import did_you_mean, warn, warn_once
from annarchy_lab.api.neuron import IndividualNeuron
from annarchy_lab.api.periods import period_steps, rounded, whole_steps
from annarchy_lab.api.population import Population
from annarchy_lab.api.projection import Projection
from annarchy_lab.api.recordable import (
    SPIKES,
    Names,
    Recordable,
    as_list,
    as_recordable,
    owner_of,
    recorder_of,
)
from annarchy_lab.api.recorded import item_shape, plain, shown, spike_dict
from annarchy_lab.api.spike_methods import SpikeMethods
from annarchy_lab.api.stream_methods import StreamMethods, own_limit
from annarchy_lab.api.track import Track
from annarchy_lab.api.view import PopulationView
from annarchy_lab.diagnostics import ANNarchyException, StateError
from annarchy_lab.runtime.backend import Recording, Simulator

__all__ = ["Monitor"]


class Monitor(SpikeMethods, StreamMethods, ExportMethods):
    """Records variables at each step, or every `period` ms.

    Everything is kept until `get` takes it.  Beyond a limit, a quarter of the free memory for all
    monitors of a network together (``config(recording_memory=...)``), recordings are moved to disk
    between two steps, and the first time a line says where; `get` reads them back.

    Parameters
    ----------
    obj
        Population, view, projection or dendrite.
    variables
        Names of attributes, ``'spike'``, ``'axon_spike'``, ``'g_target'`` or ``'sum(target)'``; one
        or a list.
    period
        In ms.  Default: every step.  Spikes are recorded at every step in any case.
    period_offset
        In ms after the start, below `period`.  Default: 0.
    start
        Whether to record from now on; if not, from `start` on.
    name
        Unique name.  Default: ``monitor0``, ``monitor1``, ...
    stream_to
        Folder, new or empty, for Zarr files that stay: everything that is recorded gets there, at
        the latest when the network is cleared, and `load` reads it, also after the process was
        killed.  `get` works as ever.  Default: files are made only beyond the limit, and removed.
    memory_limit
        Bytes that this monitor holds at most.  Default: 64 MiB with `stream_to`, else no limit of
        its own.

    Raises
    ------
    ANNarchyException
        If the object has no such variable, `period` is below the step or `period_offset` is not
        below `period`, or the folder is not empty.
    """

    def __init__(
        self,
        obj: Recordable | IndividualNeuron,
        variables: Names = (),
        period: float | None = None,
        period_offset: float | None = None,
        start: bool = True,
        name: str | None = None,
        *,
        stream_to: str | Path | None = None,
        memory_limit: float | None = None,
    ) -> None:
        self.object: Recordable = as_recordable(obj)
        self._network = owner_of(self.object).network
        self._period, self._offset = period, period_offset
        self._check_period(period, period_offset)
        self.tracks: dict[str, Track] = {}
        self._is_flat = self._network.id == 0  # the network of the 4.8 style
        chosen = {each: self._new_track(each, is_on=start) for each in as_list(variables)}
        self.folder = None if stream_to is None else Path(stream_to).absolute()
        self.memory_limit = own_limit(memory_limit, self.folder)
        self._name = self._network._new_name("monitor", name)
        self._network._streaming.welcome(self)
        self._network._monitors[self._name] = self
        for variable, track in chosen.items():
            self._add(variable, track)
        self._network._streaming.watch(self._network._simulator)
        if isinstance(self.object, Projection) and self._period_steps() == 1 and chosen:
            warn(
                f"{self._name} records a projection at every step: this can take much memory.",
                self._network,
            )

    # What it is

    @property
    def name(self) -> str:
        """Name, unique in the network."""
        return self._name

    @property
    def variables(self) -> list[str]:
        """Names of what is recorded."""
        return list(self.tracks)

    @property
    def period(self) -> float:
        """Time between two rows in ms; setting it starts a new interval."""
        return self._network.dt if self._period is None else self._period

    @period.setter
    def period(self, value: float | None) -> None:
        self._check_period(value, self._offset)
        self._period = value
        self._renew()

    @property
    def period_offset(self) -> float:
        """Time in ms from a start to the first row; setting it starts a new interval."""
        return self._offset or 0.0

    @period_offset.setter
    def period_offset(self, value: float | None) -> None:
        self._check_period(self._period, value)
        self._offset = value
        self._renew()

    # When it records

    def start(self, variables: Names | None = None, period: float | None = None) -> None:
        """Record from now on.

        Parameters
        ----------
        variables
            Further variables to record.
        period
            New period in ms.
        """
        self._require_alive()
        chosen = as_list(variables or ())
        new = {each: self._new_track(each) for each in chosen if each not in self.tracks}
        if period is not None:
            self.period = period
        for variable, track in new.items():
            self._add(variable, track)
        self.resume()

    def pause(self) -> None:
        """Record nothing until `resume`; what was recorded is kept."""
        self._switch(is_on=False)

    def resume(self) -> None:
        """Go on after `pause`, in a new interval."""
        self._require_alive()
        self._switch(is_on=True)

    def stop(self) -> None:
        """End the recording for good and forget what was recorded; named folders stay."""
        streaming, simulator = self._network._streaming, self._network._simulator
        if simulator is not None:
            with streaming.lock:
                if self.folder is not None:
                    streaming.write(self, simulator)
                for track in self.tracks.values():
                    track.detach(simulator)
        self.tracks.clear()
        self._network._monitors.pop(self._name, None)

    def reset(self) -> None:
        """Forget what was recorded and begin anew, with periods and intervals; files stay."""
        simulator = self._network._simulator
        if simulator is None:
            return
        with self._network._streaming.lock:
            if self.folder is not None:
                self._network._streaming.write(self, simulator)
            for track in self.tracks.values():
                track.intervals = ()
                track.detach(simulator)
                self._attach(track, simulator)

    # What was recorded

    def get(
        self,
        variables: Names | None = None,
        keep: bool = False,
        reshape: bool | None = None,
        force_dict: bool = False,
    ) -> Any:  # noqa: ANN401 - arrays, dicts of spikes, or a dict of both
        """Return what was recorded since the last call, and forget it.

        Parameters
        ----------
        variables
            Name or names.  Default: all.
        keep
            Whether to keep the data for the next call.
        reshape
            Whether neurons appear in the geometry of the population.  Default: as in the style of
            ANNarchy that the network was made in: yes, but in the implicit network of 4.8 no.
        force_dict
            Whether to return a dict although `variables` is one name.

        Returns
        -------
        numpy.ndarray or dict
            The data of one name, or a dict with the data of each.  Time is the first axis: a
            local variable has the shape ``(n_times, *geometry)``, or ``(n_times, n)`` for views
            and dendrites, ``(n_times, n_post, n_pre)`` for projections (an array of lists if
            dendrites differ in size); a global one ``(n_times,)``.  ``'spike'`` and
            ``'axon_spike'`` are dicts from rank to the list of steps.

        Raises
        ------
        ANNarchyException
            If a variable is not recorded.
        """
        names = self.variables if variables is None else as_list(variables)
        found = self._collected(names, keep=keep)
        is_shaped = not self._is_flat if reshape is None else reshape
        data = {name: self._shown(name, each, is_shaped) for name, each in found.items()}
        if isinstance(variables, str) and not force_dict:
            return data[variables]
        return data

    def __getitem__(self, variable: str) -> Any:  # noqa: ANN401
        return self.get(variable)

    def times(self, variables: Names | None = None) -> dict[str, dict[str, list[int]]]:
        """Return when the data that `get` returned last was recorded.

        Parameters
        ----------
        variables
            Name or names.  Default: all.

        Returns
        -------
        dict
            For each variable ``{'start': [...], 'stop': [...]}`` in steps, one entry for each
            interval; `stop` is the first step that was not recorded any more.  Before the first
            `get`, that of the data recorded so far.
        """
        names = self.variables if variables is None else as_list(variables)
        intervals = {name: self._intervals(name) for name in names}
        return {
            name: {"start": [a for a, _ in pairs], "stop": [b for _, b in pairs]}
            for name, pairs in intervals.items()
        }

    def __repr__(self) -> str:
        return f"<Monitor {self._name}: {', '.join(self.tracks) or 'nothing'} of {self._described}>"

    # Below: for the network, and our own

    def attach(self, simulator: Simulator) -> None:
        """Begin to record in a network that was just compiled."""
        for track in self.tracks.values():
            self._attach(track, simulator)

    def detach(self, simulator: Simulator) -> None:
        """Stop recording for a while, and keep what was recorded."""
        with self._network._streaming.lock:
            for track in self.tracks.values():
                track.detach(simulator, keep=True)

    def _cut(self, step: int) -> None:
        """Forget what was recorded at a step and later: time goes on from there once more."""
        simulator = self._network._require_simulator()
        with self._network._streaming.lock:
            for track in self.tracks.values():
                track.cut(simulator, step)

    def __getstate__(self) -> dict[str, Any]:
        """Go to another process without what was recorded; folders stay here."""
        tracks = {
            name: Track(track.recorder, track.plain, is_on=track.is_on)
            for name, track in self.tracks.items()
        }
        return {**vars(self), "tracks": tracks, "folder": None}

    def _copy_onto(self, obj: Recordable, name: str | None) -> "Monitor":
        """Record the same of another object, in its network, in shapes of the same style."""
        is_on = all(track.is_on for track in self.tracks.values())
        limit = None if self.folder else self.memory_limit  # a folder belongs to one monitor
        copied = Monitor(
            obj, self.variables, self._period, self._offset, is_on, name, memory_limit=limit
        )
        copied._is_flat = self._is_flat
        return copied

    @property
    def _dt(self) -> float:
        return self._network.dt

    @property
    def _ranks(self) -> NDArray[np.int64]:
        """Ranks of the neurons whose spikes are recorded."""
        is_of_neurons = isinstance(self.object, Population | PopulationView)
        return self.object.ranks if is_of_neurons else np.empty(0, np.int64)

    @property
    def _described(self) -> str:
        return repr(self.object) if isinstance(self.object, Dendrite) else self.object.name

    def _spikes(self) -> dict[int, list[int]]:
        spikes: dict[int, list[int]] = self.get("spike")
        return spikes

    def _spike_intervals(self) -> tuple[tuple[int, int], ...]:
        name = next((each for each in SPIKES if each in self.tracks), SPIKES[0])
        return self._intervals(name)

    def _intervals(self, name: str) -> tuple[tuple[int, int], ...]:
        track = self._track(name)
        if not track.intervals:
            with self._network._streaming.lock:
                return track.all_intervals(self._network._require_simulator())
        return track.intervals

    def _collected(self, names: Sequence[str], *, keep: bool) -> dict[str, Recording]:
        tracks = {name: self._track(name) for name in names}
        simulator = self._network._require_simulator()
        with self._network._streaming.lock, simulator.hold():  # all up to the same step
            if not keep:
                self._complete_files(simulator)
            return {name: each.collect(simulator, keep=keep) for name, each in tracks.items()}

    def _complete_files(self, simulator: Simulator) -> None:
        """Let a folder that stays hold what is about to be taken, unless the disk is full."""
        if self.folder is None:
            return
        try:
            self._network._streaming.write(self, simulator)
        except ANNarchyException as error:
            warn(f"{self.folder} will lack what is taken from {self._name} now: {error}")

    def _shown(self, name: str, recording: Recording, reshape: bool) -> Any:  # noqa: ANN401
        if name in SPIKES:
            return spike_dict(recording, self._ranks)
        return shown(self.object, name, recording, reshape=reshape)

    def _track(self, name: str) -> Track:
        if name not in self.tracks:
            recorded = ", ".join(self.tracks) or "nothing yet"
            hint = did_you_mean(name, self.tracks) or f" It records: {recorded}."
            raise ANNarchyException(f"{self._name} does not record {name!r}.{hint}")
        return self.tracks[name]

    def _new_track(self, variable: str, *, is_on: bool = True) -> Track:
        recorder = recorder_of(self.object, variable)
        return Track(recorder, partial(plain, self.object, variable), is_on=is_on)

    def _require_alive(self) -> None:
        if self._network._monitors.get(self._name) is not self:
            raise StateError(f"{self._name} was stopped: make a new monitor.")

    def _check_period(self, period: float | None, offset: float | None) -> None:
        n_steps = period_steps(period, self._dt, "a monitor")
        if not 0 <= whole_steps(offset or 0.0, self._dt, "period_offset") < n_steps:
            length = self._dt if period is None else period
            raise ANNarchyException(
                f"period_offset = {offset} ms must be below period = {length} ms, and not negative."
            )

    def _period_steps(self) -> int:
        return period_steps(self._period, self._dt, "a monitor")

    def _add(self, variable: str, track: Track) -> None:
        self.tracks[variable] = track
        if self._network._simulator is not None:
            self._attach(track, self._network._simulator)

    def _attach(self, track: Track, simulator: Simulator) -> None:
        self._check_period(self._period, self._offset)  # dt may be another one by now
        hint = rounded(self.period, self._period_steps(), self._dt)
        if hint:
            warn_once(f"the period of {self._name}, {self.period} ms, {hint}", self._network)
        track.n_items = math.prod(item_shape(self.object, track.recorder.attribute or SPIKES[0]))
        offset = whole_steps(self.period_offset, self._dt, "period_offset")
        track.attach(simulator, self._period_steps(), offset)

    def _renew(self) -> None:
        """Replace recorders after a change of the period, and keep what they hold."""
        simulator = self._network._simulator
        if simulator is None:
            return
        with self._network._streaming.lock:
            for track in self.tracks.values():
                track.detach(simulator, keep=True)
                self._attach(track, simulator)

    def _switch(self, *, is_on: bool) -> None:
        for track in self.tracks.values():
            track.switch(self._network._simulator, is_on=is_on)
