"""The journal of a network: every change, with its step, in a file that survives.

In: the announcements of `Network.write` and its kind, see `annarchy_lab.api.changes`.
Out: JSON Lines; arrays beside it, under the hash of their content (`arrays`).
Not here: reading it (`reading`), doing it once more (`replaying`).

The first line is the header: schema, versions, seed, step, what the network was when it was built.
Then follows one line per change: ``step``, ``object``, ``attribute``, ``kind``, ``value``,
``indices`` where only some elements change, ``origin``.  A line ``time`` once a second, and one
``end``, tell how far the network has come.  Every line reaches the file at once, so that a killed
process loses nothing of it.

Changes are collected from the moment the network is compiled; the file begins with the first live
run, so that plain scripts leave no files behind.  Where more has happened before than can be kept,
or nobody was there to see it, the header names a checkpoint (``checkpoint``, a file in the folder
``checkpoints`` beside the journal), and the journal begins there.  So does a line ``restore``.  A
line ``rewind`` tells to which step the network went back, and how many of the last changes are
undone by that.

Journals lie in the user's data folder (``ANNARCHY_LAB_DATA_DIR`` names another one), not beside the
notebook: that folder may be read-only, shared, or under version control.
"""

import json
import math
import os
import platform
import threading
import time
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final, cast

import numpy as np
import platformdirs
from numpy.typing import NDArray

import annarchy_lab
from annarchy_lab.api.changes import ON_THE_WAY
from annarchy_lab.api.network import Network
from annarchy_lab.api.travel.checkpoint import Checkpoint
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.fingerprint import network_fingerprint
from annarchy_lab.ir.network import NetworkSpec
from annarchy_lab.lab.journals.arrays import store_array
from annarchy_lab.lab.journals.reading import SCHEMA, Record, read_records

__all__ = ["Journal", "data_dir"]

CHECKPOINTS: Final = "checkpoints"
"""Folder beside the journals."""
MOST_EARLY_RECORDS: Final = 10_000
MOST_EARLY_BYTES: Final = 64 * 2**20

Note = tuple[int, str, str, str, object, str]


def data_dir() -> Path:
    """Return where journals lie."""
    named = os.environ.get("ANNARCHY_LAB_DATA_DIR")
    return Path(named) if named else Path(platformdirs.user_data_dir("annarchy_lab"))


class Journal:
    """The journal of one network.

    Parameters
    ----------
    network
        The network.
    is_complete
        Whether it sees every change since the network was compiled.
    folder
        Where the file will lie.  Default: ``journals`` in `data_dir`.
    """

    def __init__(
        self, network: Network, *, is_complete: bool = True, folder: Path | None = None
    ) -> None:
        self._network = network
        self._folder = folder
        self._file: IO[str] | None = None
        self._path: Path | None = None
        self._early: list[Note] = []
        self._early_bytes = 0
        self._why_not = "" if is_complete else "the lab was loaded after the network was compiled"
        self._last_step = -1
        self._n_checkpoints = 0
        self._n_changes = 0
        self._is_beginning = False
        self._beginning = threading.Lock()
        self._lock = threading.RLock()  # changes come from several threads

    @property
    def path(self) -> Path | None:
        """The file; None before the first live run."""
        return self._path

    def note(
        self, step: int, object_name: str, attribute: str, kind: str, value: object, origin: str
    ) -> None:
        """Write down one change; may be called from any thread."""
        if origin == ON_THE_WAY:
            return  # it is written down already
        with self._lock:
            if self._file is None:
                self._keep((step, object_name, attribute, kind, value, origin))
            else:
                self._write(self._record(step, object_name, attribute, kind, value, origin))

    def begin(self, *, waits: bool = True) -> None:
        """Open the file and write what has happened so far; does nothing if it is open.

        Parameters
        ----------
        waits
            Whether to wait for somebody who is at it: a first checkpoint may take seconds.
        """
        if not self._beginning.acquire(blocking=waits):
            return
        try:
            opened = self._opened()
            if opened is not None:
                self._write_first(*opened)
        finally:
            self._beginning.release()

    def _opened(self) -> tuple[IO[str], Record, NetworkSpec, Checkpoint | None] | None:
        """Open the file; return it, its header, and what is to be written of the network.

        That takes a while, and the network runs on: the state is copied here, if it is needed.
        """
        with self._network._steady(), self._lock:
            if self._file is not None:
                return None
            folder = self._folder or data_dir() / "journals"
            folder.mkdir(parents=True, exist_ok=True)
            self._path = _new_path(folder, self._network)
            file = self._path.open("x", encoding="utf-8", buffering=1)
            forgotten = weakref.finalize(self, file.close)  # a network may go without a word
            forgotten.atexit = False  # at exit it goes with its last line
            checkpoint = None
            if self._why_not:  # nobody knows how the network came to its state
                self._early.clear()
                checkpoint = self._network.checkpoint()
            self._is_beginning = True
            return file, self._header(), self._network.spec, checkpoint

    def _write_first(
        self, file: IO[str], header: Record, spec: NetworkSpec, checkpoint: Checkpoint | None
    ) -> None:
        """Write the first lines, while the network goes on and its changes are kept."""
        try:
            header["fingerprint"] = network_fingerprint(spec)
            if checkpoint is not None:
                header |= self._first_checkpoint(checkpoint)
        finally:
            with self._lock:
                self._file, self._is_beginning = file, False
                self._write(header)
                for note in self._early:
                    self._write(self._record(*note))
                self._early.clear()

    def tick(self, step: int) -> None:
        """Write down how far the network has come, if it has moved."""
        with self._lock:
            if step != self._last_step:
                self._last_step = step
                self._write({"kind": "time", "step": step})

    def end(self, step: int) -> None:
        """Write the last line and close the file."""
        with self._beginning, self._lock:
            if self._file is not None:
                self._write({"kind": "end", "step": step})
                self._file.close()
                self._file = None

    @property
    def n_changes(self) -> int:
        """How many changes are in the file."""
        return self._n_changes

    @property
    def cannot_replay(self) -> str:
        """Why it cannot be replayed; empty if it can."""
        return self._why_not

    def records(self) -> tuple[Record, ...]:
        """Return the changes that are in the file."""
        if self._path is None:
            return ()
        return tuple(r for r in read_records(self._path) if r["kind"] not in _NO_CHANGE)

    def __repr__(self) -> str:
        where = "not begun" if self._path is None else str(self._path)
        return f"<Journal of network {self._network.id}: {len(self.records())} changes, {where}>"

    def _repr_html_(self) -> str:
        from annarchy_lab.lab.cards.journal import journal_html

        return journal_html(self, self._network.dt)

    def _keep(self, note: Note) -> None:
        """Hold a change that was made before the first live run, or while its file is begun."""
        if self._is_beginning:
            self._early.append(note)
            return
        if note[3] == "restore":  # the file will begin with a checkpoint
            self._why_not = self._why_not or "the network returned to a checkpoint"
        self._early_bytes += _n_bytes(note[4])
        if len(self._early) >= MOST_EARLY_RECORDS or self._early_bytes > MOST_EARLY_BYTES:
            self._why_not = "too much was changed before the first live run"
            self._early.clear()
        if not self._why_not:
            self._early.append(note)

    def _write(self, record: Record) -> None:
        if self._file is not None:
            self._n_changes += record["kind"] not in _NO_CHANGE
            self._file.write(json.dumps(record, separators=(",", ":")) + "\n")

    def _header(self) -> Record:
        network = self._network
        return {
            "kind": "header",
            "schema": SCHEMA,
            "created": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "annarchy_lab": annarchy_lab.__version__,
            "numpy": np.__version__,
            "python": platform.python_version(),
            "backend": network.simulator.backend,
            "seed": network.seed,
            "dt_ms": network.dt,
            "dtype": network.spec.dtype.name,
            "step": network.current_step,
            "cannot_replay": self._why_not,
        }

    def _first_checkpoint(self, checkpoint: Checkpoint) -> Record:
        """Write the state with which the journal begins; return where it lies."""
        try:
            stored = self._stored(checkpoint)
        except ANNarchyException as error:
            self._why_not += f", and its state could not be written: {error}"
            return {"cannot_replay": self._why_not}
        self._why_not = ""
        return {"cannot_replay": "", **stored}

    def _stored(self, checkpoint: Checkpoint) -> Record:
        """Write a checkpoint beside the journal and return what tells of it."""
        assert self._path is not None
        self._n_checkpoints += 1
        name = f"{self._path.stem}_{self._n_checkpoints}.npz"
        checkpoint.save(self._path.parent / CHECKPOINTS / name)
        return {"checkpoint": name, "step": checkpoint.step}

    def _record(
        self, step: int, object_name: str, attribute: str, kind: str, value: object, origin: str
    ) -> Record:
        record: Record = {"kind": kind, "step": step, "object": object_name, "attribute": attribute}
        if kind in ("set_at", "scale_at"):
            places, value = cast("tuple[NDArray[np.int64], object]", value)
            record["indices"] = self._indices(places)
        return record | {"value": self._value(value), "origin": origin}

    def _value(self, value: object) -> object:
        if isinstance(value, Checkpoint):
            return self._stored(value)
        if isinstance(value, Mapping):
            return {name: self._value(each) for name, each in value.items()}
        if isinstance(value, list):
            return value  # the few numbers of a control
        array = np.asarray(value)
        if array.ndim:
            return store_array(self._arrays, array)
        number = array.item()
        is_odd = isinstance(number, float) and not math.isfinite(number)
        return {"number": repr(number)} if is_odd else number  # JSON has no infinity

    def _indices(self, indices: NDArray[np.int64]) -> object:
        if len(indices) and (np.diff(indices) == 1).all():
            return {"start": int(indices[0]), "stop": int(indices[-1]) + 1}
        return store_array(self._arrays, indices)

    @property
    def _arrays(self) -> Path:
        folder = self._folder if self._path is None else self._path.parent
        return (folder or data_dir() / "journals") / "arrays"


_NO_CHANGE: Final = ("header", "time", "end")


def _new_path(folder: Path, network: Network) -> Path:
    stem = f"{time.strftime('%Y-%m-%d_%H-%M-%S')}_network-{network.id}_{os.getpid()}"
    names = (f"{stem}{'' if i == 0 else f'_{i}'}.jsonl" for i in range(1000))
    return next(folder / name for name in names if not (folder / name).exists())


def _n_bytes(value: object) -> int:
    if isinstance(value, Mapping):
        return sum(_n_bytes(each) for each in value.values())
    parts = value if isinstance(value, tuple) else (value,)
    return sum(part.nbytes for part in parts if isinstance(part, np.ndarray))
