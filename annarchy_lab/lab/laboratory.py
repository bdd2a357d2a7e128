"""All networks of this process, as the lab sees them.

In: networks, as they are made or asked for.
Out: the `Session` of each; which of them is the current one; the user's names for things.
Not here: what a session does.
"""

import weakref
from typing import TYPE_CHECKING, Final

from annarchy_lab.api.ending import before_the_end
from annarchy_lab.api.network import Network
from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.state import ACTIVE, State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["LABORATORY", "Laboratory"]


class Laboratory:
    """The sessions of this process.

    Attributes
    ----------
    namespace
        Gives the user's variables; the notebook sets it.
    on_state
        Called with the current session and its state.
    speed
        Real-time factor with which networks begin that are started by a button, 0 for no limit.
    keeps_views
        Whether the page keeps a live view while it is given a newer picture to store.
    """

    def __init__(self) -> None:
        self.namespace: Callable[[], Mapping[str, object]] = dict
        self.on_state: list[Callable[[Session, State], None]] = []
        self.speed = 1.0
        self.keeps_views = False
        self._sessions: list[weakref.ref[Session]] = []  # the newest last
        self._is_watching = False
        self._ends_with_the_process = False
        self._chosen: weakref.ref[Session] | None = None

    def watch(self) -> None:
        """Keep a journal of every network from now on."""
        if not self._is_watching:
            self._is_watching = True
            WORKSPACE.watchers.append(self._welcome)
            for network in tuple(WORKSPACE.networks):
                self.session(network)

    def close(self) -> None:
        """End every run and every session, as when the kernel ends."""
        if self._is_watching:
            self._is_watching = False
            WORKSPACE.watchers.remove(self._welcome)
        for session in self.sessions():
            if session.run is not None and session.run.state in ACTIVE:
                session.run.stop()
            session.close()
        self._sessions.clear()

    def session(self, network: Network) -> Session:
        """Return the session of a network; it is made if there is none."""
        for session in self.sessions():
            if session.network is network:
                return session
        return self._begin(network)

    def sessions(self) -> list[Session]:
        """Return all sessions, the newest last."""
        found = (ref() for ref in self._sessions)
        return [session for session in found if session is not None and not session.is_closed]

    def set_speed(self, speed: float) -> None:
        """Let networks begin at this speed, also those that were never started."""
        self.speed = speed
        for session in self.sessions():
            if session.run is None:
                session.speed = speed

    def compiled(self) -> list[Session]:
        """Return the sessions of all compiled networks, the newest last."""
        return [session for session in self.sessions() if session.network.compiled]

    def of_key(self, key: str) -> Session | None:
        """Return the session with this key, if its network is compiled."""
        return next((session for session in self.compiled() if session.key == key), None)

    @property
    def chosen(self) -> Session | None:
        """The session that the user has chosen, while it lasts."""
        session = None if self._chosen is None else self._chosen()
        return None if session is None or session not in self.compiled() else session

    def choose(self, session: Session | None) -> None:
        """Make a session the current one; None leaves the choice to what runs."""
        self._chosen = None if session is None else weakref.ref(session)
        current = self.current()
        if current is not None:
            self._publish(current, current.state)

    def current(self) -> Session | None:
        """Return the chosen session, the one that runs, or the newest of a compiled network."""
        if self.chosen is not None:
            return self.chosen
        sessions = self.compiled()
        running = [session for session in sessions if session.state.state in ACTIVE]
        found = running or sessions
        return found[-1] if found else None

    def name_of(self, thing: object) -> str | None:
        """Return the user's name for an object, if a variable holds it."""
        names = [name for name, value in tuple(self.namespace().items()) if value is thing]
        return next((name for name in names if not name.startswith("_")), None)

    def title_of(self, network: Network) -> str:
        """Return how to call a network."""
        return self.name_of(network) or (f"network {network.id}" if network.id else "network")

    def _welcome(self, network: Network) -> None:
        self._begin(network)

    def _begin(self, network: Network) -> Session:
        """Make the session of a network, in place of one it had before it was cleared."""
        for session in self.sessions():
            if session.network is network:
                session.close()
        self._end_with_the_process()
        session = Session(network, self._publish)
        session.speed = self.speed
        self._sessions = [ref for ref in self._sessions if ref() is not None]
        self._sessions.append(weakref.ref(session))
        return session

    def _end_with_the_process(self) -> None:
        """Have journals ended and runs stopped, so that no thread is waited for."""
        if not self._ends_with_the_process:
            self._ends_with_the_process = True
            before_the_end(self.close)  # later, nothing carries the frames of views any more

    def _publish(self, session: Session, state: State) -> None:
        if session is self.current():
            for call in self.on_state:
                call(session, state)


LABORATORY: Final = Laboratory()
"""That of this process."""
