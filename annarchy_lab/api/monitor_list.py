"""Several monitors at once.

In: monitors.  Out: `MonitorList`, which saves them into one file.
Not here: what each records.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, overload

from annarchy_lab.api.exports.file import write_file
from annarchy_lab.api.monitor import Monitor
from annarchy_lab.api.recordable import owner_of
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["MonitorList"]


class MonitorList(Sequence[Monitor]):
    """Monitors that are saved together.

    Parameters
    ----------
    monitors
        Monitors, of one network or several.

    Raises
    ------
    ANNarchyException
        If one of them is none.
    """

    def __init__(self, monitors: Iterable[Monitor]) -> None:
        self._monitors = list(monitors)
        for each in self._monitors:
            if not isinstance(each, Monitor):
                raise ANNarchyException(f"a MonitorList holds monitors, not {each!r}.")

    def save_all(
        self,
        filename: str | Path,
        keep: bool = False,
        reshape: bool = False,
        flat_keys: bool = False,
    ) -> None:
        """Write all that was recorded to one file, and forget it when it is written.

        Parameters
        ----------
        filename
            ``.hdf5``, ``.h5`` or ``.npz``: as `Monitor.save`.
        keep, reshape
            As for `Monitor.get`.
        flat_keys
            Whether variables are called ``<object>.<variable>`` instead of standing in one group
            per object, ``/<object>/<variable>``.

        Raises
        ------
        ANNarchyException
            If two monitors record the same, or the file cannot be written; nothing is forgotten
            then.
        """
        data: dict[str, Any] = {}
        with ExitStack() as stack:
            for monitor in self._monitors:
                found = stack.enter_context(monitor._taken(None, keep=keep))
                owner = owner_of(monitor.object).name
                for variable, recording in found.items():
                    name = f"{owner}{'.' if flat_keys else '/'}{variable}"
                    if name in data:
                        raise ANNarchyException(
                            f"two monitors record {variable!r} of {owner}, which have one place in "
                            "the file: save one of them by itself."
                        )
                    data[name] = monitor._shown(variable, recording, reshape)
            write_file(Path(filename), data)

    @overload
    def __getitem__(self, index: int) -> Monitor: ...
    @overload
    def __getitem__(self, index: slice) -> "MonitorList": ...
    def __getitem__(self, index: int | slice) -> "Monitor | MonitorList":
        if isinstance(index, slice):
            return MonitorList(self._monitors[index])
        return self._monitors[index]

    def __len__(self) -> int:
        return len(self._monitors)

    def __iter__(self) -> Iterator[Monitor]:
        return iter(self._monitors)

    def __repr__(self) -> str:
        return f"MonitorList({self._monitors!r})"
