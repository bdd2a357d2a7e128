"""The line to the JupyterLab extension: its status bar, toolbar, inspector and tabs.

In: commands, questions and choices, by the comm *control*; what an inspector shows, by *push*.
Out: replies by *control*; the state of the current network and the inspector's rows by *push*.
Not here: what a command does (`session`), what is answered (`assist`), what an inspector shows
(`inspector`); the live views, which have comms of their own.

The extension opens both comms when it hears that the kernel is ready; it hears that from a comm
``annarchy_lab.hello``, which is closed again at once.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from comm import create_comm, get_comm_manager

import annarchy_lab
from annarchy_lab.lab.assist.answers import answer
from annarchy_lab.lab.comms import pin
from annarchy_lab.lab.inspector.tabs import Tabs
from annarchy_lab.lab.inspector.watch import Watch
from annarchy_lab.lab.laboratory import Laboratory
from annarchy_lab.lab.messages import (
    PROTOCOL,
    BridgeHello,
    BridgeNetwork,
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
        self._told: list[tuple[str, str]] = []
        self._watch = Watch(laboratory)
        self._tabs = Tabs(laboratory)

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
        self._laboratory.keeps_views = False
        self._watch.close()
        self._tabs.close()
        for comm in (*self._push, *self._control):
            comm.close()
        self._push.clear()
        self._control.clear()

    def refresh(self) -> None:
        """Tell all pages of networks that a cell has made, named or removed."""
        told = [(each["key"], each["name"]) for each in self._networks()]
        if told != self._told:
            self._told = told
            session = self._laboratory.current()
            state = self._state(session, session.state if session else State())
            for comm in tuple(self._push):
                comm.send(state)

    def _on_open(self, comm: Any, message: Mapping[str, Any]) -> None:  # noqa: ANN401 - no types
        pin(comm)
        data = message["content"]["data"]
        if data.get("role") == "control":
            speed = data.get("speed")
            if isinstance(speed, int | float) and math.isfinite(speed) and speed >= 0.0:
                self._laboratory.set_speed(float(speed))
            self._control.append(comm)
            self._laboratory.keeps_views = True  # our extension does
            comm.on_close(lambda _: self._control.remove(comm))
            comm.on_msg(lambda received: self._on_request(comm, received))
        else:
            self._push.append(comm)
            comm.on_close(lambda _: self._forget(comm))
            comm.on_msg(lambda received: self._on_wish(comm, received))
            session = self._laboratory.current()
            comm.send(self._state(session, session.state if session else State()))

    def _forget(self, comm: Any) -> None:  # noqa: ANN401
        self._push.remove(comm)
        self._watch.leave(comm)

    def _on_wish(self, comm: Any, message: Mapping[str, Any]) -> None:  # noqa: ANN401
        data = message["content"]["data"]
        if data.get("kind") == "inspect":
            self._watch.hear(comm, data, comm.send)

    def _on_request(self, comm: Any, message: Mapping[str, Any]) -> None:  # noqa: ANN401
        data = message["content"]["data"]
        match data.get("kind"):
            case "question":
                comm.send(dict(answer(data, self._laboratory.namespace())))
            case "choice":
                self._laboratory.choose(self._laboratory.of_key(str(data.get("network"))))
            case "tab":
                row, view = str(data.get("row", "")), str(data.get("view", ""))
                comm.send(dict(self._tabs.open(comm, str(data.get("id", "")), row, view)))
            case "tab-closed":
                self._tabs.release(comm, str(data.get("row")), str(data.get("view")))
            case "command":
                self._command(comm, data)
            case _:
                pass

    def _command(self, comm: Any, data: Mapping[str, Any]) -> None:  # noqa: ANN401
        name = next((each for each in COMMANDS if each == data.get("command")), None)
        if name is None:
            return
        reply = _reply(comm, str(data.get("id", "")))
        key = data.get("network")
        laboratory = self._laboratory
        session = laboratory.of_key(str(key)) if key else laboratory.current()
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
            "networks": self._networks(),
            "is_chosen": self._laboratory.chosen is not None,
        }
        return dict(told)

    def _networks(self) -> list[BridgeNetwork]:
        laboratory = self._laboratory
        return [
            {"key": each.key, "name": laboratory.title_of(each.network)}
            for each in laboratory.compiled()
        ]


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
