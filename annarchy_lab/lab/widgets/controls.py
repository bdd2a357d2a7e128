"""The controls: the attributes of a network that can be steered while it runs."""

from collections.abc import Mapping
from typing import Any

import traitlets

from annarchy_lab.lab.changes import Request
from annarchy_lab.lab.control_list import ControlSpec
from annarchy_lab.lab.messages import Control, ControlsMessage
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.widgets.base import LabWidget, front_end
from annarchy_lab.lab.widgets.picture import Value

__all__ = ["ControlPanel"]

Place = tuple[str, str]


class ControlPanel(LabWidget):
    """Sliders for parameters and weights; made by `annarchy_lab.lab.controls`.

    Parameters
    ----------
    session
        Who makes the changes.
    specs
        What can be changed.
    """

    _esm = front_end("controls")
    what = "controls"
    controls: traitlets.List[Any] = traitlets.List().tag(sync=True)

    def __init__(self, session: Session, specs: tuple[ControlSpec, ...]) -> None:
        self._specs = {spec.id: spec for spec in specs}
        self._values = {spec.id: spec.initial for spec in specs}
        super().__init__(session, controls=self._messages())
        session.on_change.append(self._on_change)

    def values(self) -> list[Value]:
        """Return what each control stands at."""
        return [
            (each["group"], each["label"], f"{each['value']:.4g} {_unit(each)}".strip())
            for each in self._messages()
        ]

    def close(self) -> None:
        """Take the sliders away."""
        if self._on_change in self._session.on_change:
            self._session.on_change.remove(self._on_change)
        super().close()

    def _hear(self, message: dict[str, Any]) -> None:
        spec = self._specs.get(str(message.get("id")))
        value, seq = message.get("value"), message.get("seq")
        if message.get("kind") != "change" or spec is None:
            return
        if isinstance(value, int | float) and isinstance(seq, int):
            self._session.change(Request(spec, float(value), seq, self._answer))

    def _answer(self, message: ControlsMessage) -> None:
        if message["kind"] == "effective":
            self._values[message["id"]] = message["value"]
        self.send(message)

    def _on_change(self, changed: Mapping[Place, int]) -> None:
        """Follow what was changed elsewhere: in a cell, a callback, another panel."""
        for spec in self._specs.values():
            step = _step_of(spec, changed)
            if step is None:
                continue
            value = spec.now(self._session.scales)
            if value != self._values[spec.id]:
                self._values[spec.id] = value
                self.send({"kind": "effective", "id": spec.id, "value": value, "step": step})
        self.controls = self._messages()  # for a page that is loaded later

    def _messages(self) -> list[Any]:
        return [spec.as_message(self._values[spec.id]) for spec in self._specs.values()]


def _step_of(spec: ControlSpec, changed: Mapping[Place, int]) -> int | None:
    """Return before which step a control's attribute was changed, None if it was not."""
    is_reset = ("", "") in changed
    return changed.get((spec.owner, spec.attribute.name), 0 if is_reset else None)


def _unit(control: Control) -> str:
    return "×" if control["kind"] == "scale" else control["unit"]
