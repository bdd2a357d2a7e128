"""What a network is doing, as the transport bar and the status bar show it.

In: a network and its live run.
Out: `State`.
Not here: showing it.
"""

from typing import Final

from annarchy_lab.api.network import Network
from annarchy_lab.api.run import Run
from annarchy_lab.api.travel.finite import NonFiniteError
from annarchy_lab.lab.messages import RunState
from annarchy_lab.lightweight import dataclass

__all__ = ["ACTIVE", "State", "state_of"]

ACTIVE: Final = ("compiling", "running", "paused")


@dataclass(frozen=True, slots=True)
class State:
    """What a network is doing.

    Attributes
    ----------
    state
        In a word.
    t_ms
        Simulated time.
    real_time_factor
        Measured: simulated over wall time.
    load
        Share of one core in use.
    serving
        Share of the time that the run stands at step edges for others, as in `TimeShares`.
    plotting
        Share of another core that the live views take.
    speed
        Wanted real-time factor, 0 for no limit.
    message
        What went wrong; empty when all is well.
    remedy_ms
        A time to go back to, where that mends it; negative for none.
    undo, redo
        What these would do; empty for nothing.
    """

    state: RunState = "idle"
    t_ms: float = 0.0
    real_time_factor: float = 0.0
    load: float = 0.0
    serving: float = 0.0
    plotting: float = 0.0
    speed: float = 1.0
    message: str = ""
    remedy_ms: float = -1.0
    undo: str = ""
    redo: str = ""


def state_of(
    network: Network, run: Run | None, *, has_moved: bool, speed: float, plotting: float = 0.0
) -> State:
    """Return what a network is doing.

    Parameters
    ----------
    run
        Its live run, also one that has ended.
    has_moved
        Whether time has passed lately: without a live run, a cell simulates.
    speed
        Wanted real-time factor, 0 for no limit.
    plotting
        Share of a core that the live views take.
    """
    undo, redo = network.to_undo, network.to_redo
    if run is None or (run.state not in ACTIVE and has_moved):
        word: RunState = "running" if has_moved else "idle"
        return State(word, network.time, speed=speed, undo=undo, redo=redo)
    failure = run.failure
    is_running = run.state == "running"
    return State(
        run.state,
        network.time,
        run.real_time_factor if is_running else 0.0,
        run.shares.computing if is_running else 0.0,
        run.shares.serving if is_running else 0.0,
        plotting if is_running else 0.0,
        speed,
        "" if failure is None else _told(failure),
        _remedy_ms(failure),
        undo,
        redo,
    )


def _remedy_ms(failure: BaseException | None) -> float:
    time_ms = failure.rewind_ms if isinstance(failure, NonFiniteError) else None
    return -1.0 if time_ms is None else time_ms


def _told(failure: BaseException) -> str:
    if isinstance(failure, NonFiniteError) and failure.rewind_ms is not None:
        return failure.in_short
    text = str(failure).strip()
    if type(failure).__module__ == "builtins":
        return f"{type(failure).__name__}: {text}" if text else type(failure).__name__
    return text
