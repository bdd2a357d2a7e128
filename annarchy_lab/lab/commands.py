"""What the buttons of the transport bar and of the toolbar do.

In: a session and a command.
Out: the live run is started, paused, stepped, ended.
Not here: who asked, and on which thread.
"""

from typing import TYPE_CHECKING, Final

from annarchy_lab.api.run import Run
from annarchy_lab.diagnostics import StateError
from annarchy_lab.lab.messages import CommandName
from annarchy_lab.lab.state import ACTIVE

if TYPE_CHECKING:
    from annarchy_lab.lab.session import Session

__all__ = ["perform"]

CHUNK_MS: Final = 20.0
"""Simulated time of one chunk."""


def perform(session: "Session", name: CommandName, value: float | None) -> None:
    """Carry out a command.

    Parameters
    ----------
    session
        Of the network that is meant.
    name, value
        As in `CommandMessage`.

    Raises
    ------
    ANNarchyException
        If it makes no sense now.
    """
    run = session.run
    match name:
        case "play":
            _play(session)
        case "pause":
            _active(session).pause()
        case "step":
            _step(session, 1)
        case "chunk":
            _step(session, max(1, round(CHUNK_MS / session.network.dt)))
        case "stop":
            _stop(session)
        case "reset":
            _stop(session)
            session.network.reset(monitors=False)  # recordings are the user's
        case "speed":
            session.speed = value or 0.0
            if run is not None and run.state in ACTIVE:
                run.speed = session.speed or None


def _stop(session: "Session") -> None:
    if session.run is not None and session.run.state in ACTIVE:
        session.run.stop()
    elif session.network.compiled:
        session.network.simulator.stop()  # of a cell that simulates, or a run that has failed


def _play(session: "Session") -> None:
    run = session.run
    if run is not None and run.state == "failed":
        _stop(session)
    if run is not None and run.state == "paused":
        run.resume()
    elif run is None or run.state not in ACTIVE:
        session.network.start(speed=session.speed or None)


def _step(session: "Session", n_steps: int) -> None:
    run = session.run
    if run is not None and run.state in ACTIVE:
        run.step(n_steps)
    else:
        for _ in range(n_steps):
            session.network.step()


def _active(session: "Session") -> Run:
    if session.run is None:
        raise StateError("no live run: a cell simulates; interrupt the kernel to stop it.")
    return session.run
