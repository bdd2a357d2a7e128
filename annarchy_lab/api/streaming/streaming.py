"""The memory that all monitors of a network may take together, and what happens beyond.

In: a network, its monitors, its settings.
Out: `Streaming`, which moves recordings to disk at an edge of the run.
Not here: one variable on disk (`store`).
"""

import os
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from annarchy_lab.api.ending import before_the_end
from annarchy_lab.api.messages import say, warn
from annarchy_lab.api.streaming.free_memory import free_memory, readable_size
from annarchy_lab.api.streaming.store import Store
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.monitor import Monitor
    from annarchy_lab.api.network import Network
    from annarchy_lab.api.track import Track
    from annarchy_lab.runtime.backend import Simulator

__all__ = ["FEW_STEPS", "NAMED_LIMIT", "Streaming"]

FREE_SHARE = 4  # one part of so many of the free memory
NAMED_LIMIT = 1 << 26
"""Bytes that a monitor with a folder of its own holds at most: what a killed process would lose."""
WORTH_A_LOOK = 1 << 26
FLUSH_S = 1.0
FEW_STEPS = 10
"""What is recorded in so few is not foretold: somebody who drives by hand would wait for it."""


class Streaming:
    """Keeps the recordings of one network within bounds.

    Attributes
    ----------
    lock
        Held by whoever takes recordings out of the core, before the edge.
    """

    def __init__(self, network: "Network") -> None:
        self.lock = threading.RLock()
        self._network = network
        self._limit: int | None = None
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self._flushed_s = time.monotonic()
        self._has_told = self._has_warned = False
        self._is_behind = False  # something could not be written

    @property
    def limit(self) -> int:
        """Bytes that all monitors may hold together."""
        if self._limit is None:
            asked = self._network.settings.recording_memory
            self._limit = free_memory() // FREE_SHARE if asked is None else asked
        return self._limit

    def watch(self, simulator: "Simulator | None") -> None:
        """Let the run ask for room where the smallest limit is reached."""
        if simulator is not None and self._network._monitors:
            own = [m.memory_limit for m in self._network._monitors.values()]
            smallest = min([self.limit, *(limit for limit in own if limit is not None)])
            simulator.limit_recorders(smallest, self.make_room)

    def make_room(self) -> None:
        """Move to disk what goes beyond a limit; called at an edge.

        Raises
        ------
        ANNarchyException
            If the disk is full, or the like; what was not written is still there.
        """
        simulator = self._network._require_simulator()
        with self.lock:
            monitors = list(self._network._monitors.values())
            held = {monitor: monitor.held_bytes for monitor in monitors}
            is_over = self._is_behind or sum(held.values()) > self.limit
            for monitor, n_bytes in held.items():
                own = monitor.memory_limit
                if n_bytes and (is_over or (own is not None and n_bytes > own)):
                    self.write(monitor, simulator)
            self._is_behind = False
            self.watch(simulator)

    def write(self, monitor: "Monitor", simulator: "Simulator") -> None:
        """Move all that a monitor holds to disk."""
        with self.lock:
            try:
                for variable, track in monitor.tracks.items():
                    track.set_aside(simulator)
                    if track.store is None:
                        track.store = self._new_store(monitor, variable, track)
                    track.write()
            except OSError as error:
                # One step later the run asks again, and so on until there is room.
                self._is_behind = True
                simulator.limit_recorders(0, self.make_room)
                raise ANNarchyException(self._what_failed(monitor, error)) from error

    def flush_named(self, *, is_due: bool = False) -> None:
        """Write what monitors with a folder of their own hold; unless `is_due`, now and then."""
        simulator = self._network._simulator
        now = time.monotonic()
        if simulator is None or not (is_due or now - self._flushed_s > FLUSH_S):
            return
        self._flushed_s = now
        for monitor in self._network._monitors.values():
            if monitor.folder is not None:
                self.write(monitor, simulator)

    def foretell(self, n_steps: int) -> None:
        """Warn, once, of a simulation whose recordings take much of the free memory."""
        monitors = self._network._monitors.values()
        n_bytes = n_steps * sum(monitor.bytes_per_step for monitor in monitors)
        if n_bytes < WORTH_A_LOOK or self._has_warned or n_bytes < (free := free_memory()) / 10:
            return
        self._has_warned = True
        more = f"; what goes beyond {readable_size(self.limit)} is moved to disk"
        warn(
            f"the monitors of {self._network._called} are going to record about "
            f"{readable_size(n_bytes)}, more than a tenth of the free memory "
            f"({readable_size(free)}){more if n_bytes > self.limit else ''}. "
            "A period, or fewer variables, take less."
        )

    def complete(self) -> None:
        """Write all that is left for named folders; what cannot be written is told."""
        try:
            self.flush_named(is_due=True)
        except ANNarchyException as error:
            warn(str(error))

    def close(self) -> None:
        """Complete the files that stay and remove those that nobody asked for."""
        self.complete()
        _LATE.discard(self)
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None

    def welcome(self, monitor: "Monitor") -> None:
        """Care for a monitor that was just made.

        Raises
        ------
        ANNarchyException
            If its folder holds something already.
        """
        folder = monitor.folder
        if folder is None:
            return
        others = [m.name for m in self._network._monitors.values() if m.folder == folder]
        if others or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
            raise ANNarchyException(
                f"stream_to={str(folder)!r} is taken{f' by {others[0]}' if others else ''}: "
                "name a new or an empty folder, so that nothing is overwritten."
            )
        _complete_at_end_of_process(self)

    # Below: our own

    def _new_store(self, monitor: "Monitor", variable: str, track: "Track") -> Store:
        folder = monitor.folder
        is_kept = folder is not None
        if folder is None:
            folder = Path(self._temporary_folder()) / monitor.name
            self._tell(monitor, folder)
        return Store(folder / variable, *monitor.about(variable), is_kept=is_kept)

    def _temporary_folder(self) -> str:
        if self._temporary is None:
            parent = self._network.settings.recording_folder or _roomy_folder()
            try:
                self._temporary = tempfile.TemporaryDirectory(
                    prefix="annarchy-recordings-", dir=parent, ignore_cleanup_errors=True
                )
            except OSError as error:
                raise OSError(
                    error.errno, f"{error.strerror} (recording_folder)", parent
                ) from error
        return self._temporary.name

    def _tell(self, monitor: "Monitor", folder: Path) -> None:
        if self._has_told:
            return
        self._has_told = True
        say(
            f"Recordings of {self._network._called} that take more memory than "
            f"{readable_size(self._limit_of(monitor))} go to disk, into {folder.parent}, until "
            "get() takes them and reads them back; config(recording_memory=..., "
            "recording_folder=...) sets how much stays in memory, and where the rest goes."
        )

    def _limit_of(self, monitor: "Monitor") -> int:
        own = monitor.memory_limit
        return self.limit if own is None else min(own, self.limit)

    def _what_failed(self, monitor: "Monitor", error: OSError) -> str:
        place = monitor.folder or (self._temporary and self._temporary.name) or error.filename
        step = self._network.current_step
        return (
            f"{monitor.name} cannot write what it has recorded to {place}: "
            f"{error.strerror or error}. The run has stopped before step {step}, and nothing that "
            "was recorded is lost: make room there and go on, or take the data with get()."
        )


def _roomy_folder() -> str:
    """Return a folder for large temporary files; ``/tmp`` is often in memory."""
    usual = tempfile.gettempdir()
    is_chosen = any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    large = "/var/tmp"
    return large if not is_chosen and os.access(large, os.W_OK | os.X_OK) else usual


_LATE: set[Streaming] = set()
"""Those with files that stay: their networks live until they are cleared, or the process ends."""


def _complete_all() -> None:
    """Complete the files of networks that nobody has cleared."""
    for streaming in tuple(_LATE):
        streaming.complete()


def _complete_at_end_of_process(streaming: Streaming) -> None:
    if not _LATE:
        # Zarr writes with the help of threads, which atexit comes too late for: they end when this
        # module does, and what is registered after it comes before.
        import concurrent.futures.thread  # noqa: F401

        before_the_end(_complete_all)
    _LATE.add(streaming)
