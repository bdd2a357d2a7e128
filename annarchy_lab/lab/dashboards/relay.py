"""The widgets of one visitor, spoken to by a page that a server gives out instead of a notebook.

In: widgets that are made while the relay is `serving`; what the page says.
Out: what the widgets say, in batches.
Not here: the server, the component of the page (`served`).

Who may only watch says that a view appeared, how much of it was painted and whether it can be seen.
Everything else that such a page says is dropped here, whatever its buttons look like.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from comm.base_comm import BaseComm
from ipywidgets import Widget

from annarchy_lab.lab.comms import LINE

__all__ = ["Relay"]

WATCHING_TRAITS: Final = ("acked", "visible")
WATCHING_KINDS: Final = ("hello?",)
MOST_WAITING: Final = 2000
"""Messages for a page that does not fetch them; then it must begin anew."""


class RelayComm(BaseComm):
    """The line of one widget, which leads to a relay."""

    def __init__(self, relay: "Relay") -> None:
        self._relay = relay
        super().__init__(target_name="jupyter.widget", primary=False)

    def publish_msg(
        self,
        msg_type: str,
        data: Any = None,  # noqa: ANN401 - as the library has it
        metadata: Any = None,  # noqa: ANN401
        buffers: Any = None,  # noqa: ANN401
        **keys: Any,  # noqa: ANN401
    ) -> None:
        """Hand over what the widget says."""
        if msg_type == "comm_msg" and data is not None:
            self._relay.tell(self.comm_id, data, buffers or ())

    def close(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - as the library has it
        """End it; the kernel's list of comms never had it."""
        if not self._closed:
            self._closed = True
            self._relay.drop(self.comm_id)


class Relay:
    """All widgets of one visitor.

    Parameters
    ----------
    may_control
        Whether the visitor may change anything.
    wake
        Called when there is something to take; on any thread.
    """

    def __init__(self, *, may_control: bool, wake: Callable[[], None]) -> None:
        self._may_control = may_control
        self._wake = wake
        self._lines: dict[str, tuple[Widget, RelayComm]] = {}
        self._waiting: list[dict[str, Any]] = []
        self._is_watched = False
        self._lock = threading.Lock()

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Take the widgets that are made in this thread meanwhile."""
        before = LINE.set(self._line)
        try:
            yield
        finally:
            LINE.reset(before)

    # What widgets say; on any thread

    def tell(self, name: str, data: Mapping[str, Any], buffers: Sequence[Any]) -> None:
        """Note a message of a widget."""
        method = data.get("method")
        if method == "update":
            self._put({"id": name, "method": "update", "state": data["state"]})
        elif method == "custom":
            raw = [bytes(buffer) for buffer in buffers]
            content = data["content"]
            self._put({"id": name, "method": "custom", "content": content, "buffers": raw})

    def drop(self, name: str) -> None:
        """Forget a widget that was closed."""
        self._lines.pop(name, None)
        self._put({"id": name, "method": "close"})

    # What the page takes and says; on the thread of the server

    def take(self) -> list[dict[str, Any]]:
        """Return what there is to tell."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        return waiting

    def hear(self, message: object) -> None:
        """Pass on what the page says."""
        if not isinstance(message, dict):
            return
        if message.get("method") == "ready":
            self._begin()
            return
        found = self._lines.get(str(message.get("id")))
        data = None if found is None else self._allowed(message)
        if found is not None and data is not None:
            found[1].handle_msg({"content": {"data": data}, "buffers": []})

    def _allowed(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Return what a widget may hear of a message."""
        content, state = message.get("content"), message.get("state")
        if message.get("method") == "custom" and isinstance(content, dict):
            is_right = self._may_control or content.get("kind") in WATCHING_KINDS
            return {"method": "custom", "content": content} if is_right else None
        if message.get("method") == "update" and isinstance(state, dict):
            known = {key: state[key] for key in state if key in WATCHING_TRAITS}
            return {"method": "update", "state": known, "buffer_paths": []} if known else None
        return None

    # How

    def _line(self, widget: Widget) -> RelayComm:
        comm = RelayComm(self)
        self._lines[comm.comm_id] = (widget, comm)
        if self._is_watched:
            self._wake_for(comm.comm_id)
        return comm

    def _begin(self) -> None:
        """A page appeared: it gets the state of every widget first."""
        with self._lock:
            self._waiting.clear()
            self._is_watched = True
        for name in tuple(self._lines):
            self._wake_for(name)

    def _wake_for(self, name: str) -> None:
        widget, _ = self._lines[name]
        self._put({"id": name, "method": "open", "state": _plain_state(widget)})

    def _put(self, message: dict[str, Any]) -> None:
        with self._lock:
            if not self._is_watched:
                return
            if len(self._waiting) >= MOST_WAITING:  # the page is gone, or as good as that
                self._waiting.clear()
                self._is_watched = False
                return
            self._waiting.append(message)
        self._wake()


def _plain_state(widget: Widget) -> dict[str, Any]:
    """Return the traits that front ends read, as JSON."""
    state: dict[str, Any] = widget.get_state()
    hidden = ("_model_", "_view_", "_dom_classes", "layout", "tabbable", "tooltip")
    return {key: value for key, value in state.items() if not key.startswith(hidden)}
