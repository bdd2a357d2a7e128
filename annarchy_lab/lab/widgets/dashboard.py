"""The page of a dashboard: its frame, in which the widgets of its views stand."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import traitlets

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.messages import DashboardKind, DashboardLayout, DashboardPart
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.widgets.base import LabWidget, front_end

__all__ = ["DashboardFrame", "Editor", "reference_to"]

REFERENCE: Final = "IPY_MODEL_"


class Editor(Protocol):
    """Who carries out what the page asks for."""

    def take(self, layout: Mapping[str, Any], *, is_kept: bool) -> None:
        """Have another layout."""

    def usual(self) -> None:
        """Have the usual layout."""


class DashboardFrame(LabWidget):
    """Tiles on a grid; made by `annarchy_lab.lab.dashboard`.

    Parameters
    ----------
    session
        That of the network.
    editor
        Changes the layout when the page asks for it.
    traits
        As in `DashboardTraits`.
    """

    _esm = front_end("dashboard")
    name = traitlets.Unicode("").tag(sync=True)
    transport = traitlets.Unicode("").tag(sync=True)
    arrangement: "traitlets.Dict[str, Any]" = traitlets.Dict().tag(sync=True)
    parts: traitlets.List[Any] = traitlets.List().tag(sync=True)
    kinds: traitlets.List[Any] = traitlets.List().tag(sync=True)
    is_own = traitlets.Bool(False).tag(sync=True)
    may_control = traitlets.Bool(True).tag(sync=True)

    def __init__(self, session: Session, editor: Editor, **traits: Any) -> None:  # noqa: ANN401
        self._editor = editor
        super().__init__(session, **traits)

    def show(
        self,
        layout: DashboardLayout,
        parts: Sequence[DashboardPart],
        kinds: Sequence[DashboardKind],
        *,
        is_own: bool,
    ) -> None:
        """Show another layout."""
        with self.hold_sync():
            self.kinds = list(kinds)
            self.parts = list(parts)
            self.arrangement = dict(layout)
            self.is_own = is_own

    def _hear(self, message: dict[str, Any]) -> None:
        if not self.may_control:
            return
        try:
            if message.get("kind") == "layout":
                is_kept = message.get("is_kept") is True
                self._editor.take(message.get("layout") or {}, is_kept=is_kept)
            elif message.get("kind") == "usual":
                self._editor.usual()
        except ANNarchyException as error:
            self.send({"kind": "refused", "reason": str(error).strip()})


def reference_to(widget: LabWidget) -> str:
    """Return a reference to a widget, as the page takes it."""
    return f"{REFERENCE}{widget.model_id}"
