"""The line to the JupyterLab extension: its status bar and toolbar.

In: commands and questions, by the comm *control*.
Out: replies by the same comm; the state of the current network by the comm *push*.
Not here: what a command does (`session`), what is answered (`assist`); the live views, which have
comms of their own.

The extension opens both comms when it hears that the kernel is ready; it hears that from a comm
``annarchy_lab.hello``, which is closed again at once.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from comm import create_comm, get_comm_manager

import annarchy_lab
from annarchy_lab.lab.assist.answers import answer
from annarchy_lab.lab.comms import pin
from annarchy_lab.lab.laboratory import Laboratory
from annarchy_lab.lab.messages import (
    PROTOCOL,
    BridgeHello,
    BridgeReply,
    BridgeState,
    CommandName,
)
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.state import State

__all__ = ["TARGET", "Channel"]

TARGET: Final = "annarchy_lab"
COMMANDS: Final = get_args(CommandName)
NO_NETWORK: Final = "there is no compiled network yet: build one and call compile()."


class Channel:
    """The comms of one kernel.

    Parameters
    ----------
    laboratory
        Whose networks it speaks of.
    """

    def __init__(self, laboratory: Laboratory) -> None:
        self._laboratory = laboratory
        self._push: list[Any] = []
        self._control: list[Any] = []

    def open(self) -> None:
        """Listen, and say so."""
        get_comm_manager().register_target(TARGET, self._on_open)
        self._laboratory.on_state.append(self._on_state)
        hello: BridgeHello = {
            "kind": "hello",
            "protocol": PROTOCOL,
            "version": annarchy_lab.__version__,
        }
        create_comm(target_name=f"{TARGET}.hello", data=dict(hello)).close()

    def close(self) -> None:
        """Listen no more."""
        get_comm_manager().unregister_target(TARGET, self._on_open)
        self._laboratory.on_state.remove(self._on_state)
        for comm in (*self._push, *self._control):
            comm.close()
        self._push.clear()
        self._control.clear()

    def _on_open(self, comm: Any, message: Mapping[str, Any]) -> None:  # noqa: ANN401 - no types
        pin(comm)
        if message["content"]["data"].get("role") == "control":
            self._control.append(comm)
            comm.on_close(lambda _: self._control.remove(comm))
            comm.on_msg(lambda received: self._on_command(comm, received))
        else:
            self._push.append(comm)
            comm.on_close(lambda _: self._push.remove(comm))
            session = self._laboratory.current()
            comm.send(self._state(session, session.state if session else State()))

    def _on_command(self, comm: Any, message: Mapping[str, Any]) -> None:  # noqa: ANN401
        data = message["content"]["data"]
        if data.get("kind") == "question":
            comm.send(dict(answer(data, self._laboratory.namespace())))
            return
        name = next((each for each in COMMANDS if each == data.get("command")), None)
        if data.get("kind") != "command" or name is None:
            return
        reply = _reply(comm, str(data.get("id", "")))
        session = self._laboratory.current()
        if session is None:
            reply(NO_NETWORK)
            return
        value = data.get("value")
        number = float(value) if isinstance(value, int | float) else None
        session.command(name, number, reply)

    def _on_state(self, session: Session, state: State) -> None:
        for comm in tuple(self._push):
            comm.send(self._state(session, state))

    def _state(self, session: Session | None, state: State) -> dict[str, Any]:
        told: BridgeState = {
            "kind": "state",
            "version": annarchy_lab.__version__,
            "network": "" if session is None else session.key,
            "name": "" if session is None else self._laboratory.title_of(session.network),
            "state": state.state,
            "t_ms": state.t_ms,
            "real_time_factor": state.real_time_factor,
            "speed": state.speed,
            "message": state.message,
        }
        return dict(told)


def _reply(comm: Any, number: str) -> Callable[[str], None]:  # noqa: ANN401
    def reply(problem: str) -> None:
        message: BridgeReply = {
            "kind": "reply",
            "id": number,
            "ok": not problem,
            "message": problem,
        }
        comm.send(dict(message))

    return reply
