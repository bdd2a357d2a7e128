"""What runs in the other processes: one job after the other, each in an empty workspace.

In: a job, and what all networks share, as bytes.
Out: its result, or what went wrong, as bytes.
Not here: the processes (`pool`), what a job does (`jobs`).

The bytes go from a process to one that it started itself, through a pipe of its own; nothing of
the kind is ever read from a file.
"""

import signal
import traceback
from typing import TYPE_CHECKING, Any

from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from annarchy_lab.api.config import Config

__all__ = ["Outcome", "Shared", "packed", "prepare", "text_of", "unpacked", "work"]


@dataclass(frozen=True, slots=True)
class Shared:
    """What all networks of a process share."""

    config: "Config"
    constants: dict[str, Any]
    functions: dict[str, Any]
    shown: frozenset[str]

    @classmethod
    def of_now(cls) -> "Shared":
        """Return that of this process."""
        constants, functions = dict(WORKSPACE.constants), dict(WORKSPACE.functions)
        return cls(WORKSPACE.config, constants, functions, frozenset(WORKSPACE.shown))

    def install(self) -> None:
        """Make it that of this process."""
        WORKSPACE.config = self.config
        WORKSPACE.constants.update(self.constants)
        WORKSPACE.functions.update(self.functions)
        WORKSPACE.shown.update(self.shown)  # what the user has read once


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended.

    Attributes
    ----------
    result
        What it returned, as bytes; None if it failed.
    traceback
        Text of the exception.
    error
        The exception as bytes; None if it cannot be sent.
    """

    result: bytes | None
    traceback: str = ""
    error: bytes | None = None


def packed(obj: object, what: str) -> bytes:
    """Return an object as bytes, functions and classes of notebook cells among them.

    Raises
    ------
    ANNarchyException
        If it holds something that only this process can have, such as an open file.
    """
    import cloudpickle  # heavy, and needed for nothing else

    try:
        found: bytes = cloudpickle.dumps(obj)
    except Exception as error:
        raise ANNarchyException(f"{what} cannot be sent to another process: {error}") from error
    return found


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - what was packed
    """Return what `packed` was given."""
    import cloudpickle

    return cloudpickle.loads(data)


def prepare() -> None:
    """Begin to work for another process, which also looks after Ctrl-C: it ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    WORKSPACE.is_guest = True


def work(payload: bytes) -> Outcome:
    """Do one job; whatever happens becomes an outcome."""
    from annarchy_lab.api.magic import clear

    clear()
    try:
        shared, job = unpacked(payload)
        shared.install()
        return _done(job)
    except Exception as error:
        return Outcome(None, text_of(error), _sent(error))
    finally:
        clear()


def _done(job: "Callable[[], object]") -> Outcome:
    return Outcome(packed(job(), "the result of the run"))


def text_of(error: Exception) -> str:
    """Return the traceback without the frames of this package that stand before the user's."""
    frames, at = error.__traceback__, error.__traceback__
    while at is not None and at.tb_frame.f_globals.get("__package__") == __package__:
        at = at.tb_next
    return "".join(traceback.format_exception(type(error), error, at or frames))


def _sent(error: Exception) -> bytes | None:
    try:
        data = packed(error, "the error")
        unpacked(data)  # some exceptions cannot be made from what they hold
    except Exception:
        return None
    return data
