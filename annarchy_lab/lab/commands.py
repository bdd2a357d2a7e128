"""What the buttons of the transport bar, of the timeline and of the toolbar do.

In: a session and a command.
Out: the live run is started, paused, stepped, ended; changes are undone; time goes back.
Not here: who asked, and on which thread.
"""

from typing import TYPE_CHECKING, Any, Final, get_args

from annarchy_lab.api.run import Run
from annarchy_lab.diagnostics import StateError
from annarchy_lab.lab.messages import CommandName
from annarchy_lab.lab.state import ACTIVE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from annarchy_lab.lab.session import Session

__all__ = ["asked_for", "perform"]

COMMANDS: Final = get_args(CommandName)
CHUNK_MS: Final = 20.0
"""Simulated time of one chunk."""


def asked_for(message: "Mapping[str, Any]") -> tuple[CommandName, float | None] | None:
    """Return the command of a message of the browser and its number; None if it is none."""
    name = next((each for each in COMMANDS if each == message.get("command")), None)
    if message.get("kind") != "command" or name is None:
        return None
    value = message.get("value")
    return name, float(value) if isinstance(value, int | float) else None


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
            _set_speed(session, value or 0.0)
        case _:
            _go_elsewhere(session, name, value or 0.0)


def _go_elsewhere(session: "Session", name: CommandName, value: float) -> None:
    network = session.network
    match name:
        case "undo":
            network.undo()
        case "redo":
            network.redo()
        case "rewind":
            _travel(session, lambda: network.rewind(value))
        case "branch":
            _travel(session, lambda: network.rewind(value, keep=True))
        case "switch":
            _travel(session, lambda: _switch(session, int(value)))
        case _:
            pass  # the others are those of the run


def _set_speed(session: "Session", speed: float) -> None:
    session.speed = speed
    if session.run is not None and session.run.state in ACTIVE:
        session.run.speed = speed or None


def _travel(session: "Session", go: "Callable[[], None]") -> None:
    """Go to another time; what has been running without an end runs on from there."""
    run = session.run
    runs_on = run is not None and run.state == "running" and run.is_endless
    go()
    if runs_on:
        session.network.start(speed=session.speed or None)


def _switch(session: "Session", number: int) -> None:
    branches = session.network.branches
    if not 0 <= number < len(branches):
        raise StateError("this branch is gone: there are too many, or time is another one.")
    session.network.switch(branches[number].name)


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
