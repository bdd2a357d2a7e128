"""The controls: the attributes of a network that can be steered while it runs."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import traitlets

from annarchy_lab import distributions
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.changes import Request
from annarchy_lab.lab.control_spec import ControlSpec
from annarchy_lab.lab.messages import Control, ControlsMessage
from annarchy_lab.lab.session import Session
from annarchy_lab.lab.widgets.base import LabWidget, front_end
from annarchy_lab.lab.widgets.picture import Value

__all__ = ["ControlPanel"]

Place = tuple[str, str]
FEW = 256
"""So many values are sent and edited one by one."""
DRAWN = ("Uniform", "Normal", "LogNormal", "Exponential", "Gamma")


class ControlPanel(LabWidget):
    """Sliders and switches for parameters, weights, learning; made by `annarchy_lab.lab.controls`.

    Parameters
    ----------
    session
        Who makes the changes.
    specs
        What can be changed.
    listed
        Lists it anew, after models were exchanged.  Default: nothing is added then.
    """

    _esm = front_end("controls")
    what = "controls"
    controls: traitlets.List[Any] = traitlets.List().tag(sync=True)
    notice = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self,
        session: Session,
        specs: tuple[ControlSpec, ...],
        listed: Callable[[], tuple[ControlSpec, ...]] | None = None,
    ) -> None:
        self._listed = listed
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
        if message.get("kind") == "reset!":
            self._session.command("reset")
            return
        spec, seq = self._specs.get(str(message.get("id"))), message.get("seq")
        if spec is None:
            return
        match message.get("kind"):
            case "elements?":
                self._tell_elements(spec)
            case "change" if isinstance(message.get("value"), int | float) and _is_number(seq):
                value = float(message["value"])
                self._session.change(Request(spec, value, int(seq or 0), self._answer))
            case "edit" if _is_number(seq):
                self._edit(spec, message, int(seq or 0))
            case _:
                pass

    def _edit(self, spec: ControlSpec, message: dict[str, Any], seq: int) -> None:
        try:
            value, seed = _edited(message), message.get("seed")
            if not spec.n_elements:
                raise ANNarchyException(f"{spec.label} is one value for all.")
        except (ANNarchyException, ValueError, TypeError) as error:
            reason = error.message if isinstance(error, ANNarchyException) else str(error)
            at = self._values[spec.id]
            told = {"id": spec.id, "value": at, "reason": reason.strip(), "seq": seq}
            self.send({"kind": "refused", **told})
            return
        seed = seed if isinstance(seed, int) else None
        self._session.change(Request(spec, value, seq, self._answer, seed))

    def _tell_elements(self, spec: ControlSpec) -> None:
        values = spec.elements() if spec.n_elements else np.empty(0)
        few = values.tolist() if values.size <= FEW else []
        known = values if values.size else np.zeros(1)
        self.send(
            {
                "kind": "elements",
                "id": spec.id,
                "n": int(values.size),
                "minimum": float(known.min()),
                "mean": float(known.mean()),
                "maximum": float(known.max()),
                "values": few,
                "first": 0 if spec.indices is None else int(spec.indices[:1].sum()),
            }
        )

    def _answer(self, message: ControlsMessage) -> None:
        if message["kind"] == "effective":
            self._values[message["id"]] = message["value"]
        self.send(message)

    def _on_change(self, changed: Mapping[Place, int]) -> None:
        """Follow what was changed elsewhere: in a cell, a callback, another panel."""
        replaced = {name for name, attribute in changed if name and not attribute}
        if any(spec.owner in replaced for spec in self._specs.values()):
            self._follow_models()
        for key, spec in list(self._specs.items()):
            step = _step_of(spec, changed)
            if step is None:
                continue
            renewed = self._specs[key] = spec.renewed()
            value = renewed.now(self._session.scales)
            if value != self._values[key]:
                self._values[key] = value
                self.send({"kind": "effective", "id": key, "value": value, "step": step})
        self.controls = self._messages()  # for a page that is loaded later

    def _follow_models(self) -> None:
        """Leave out what models have no more, add what they have now, and say so."""
        gone = [spec for spec in self._specs.values() if not spec.is_there]
        kept = {key: spec for key, spec in self._specs.items() if spec.is_there}
        listed = self._listed() if self._listed is not None else ()
        new = [spec for spec in listed if spec.id not in kept]
        if gone or new:
            words = [f"{spec.heading} {spec.label}" for spec in gone]
            self.notice = f"gone with its model: {', '.join(words)}" if words else ""
        order = [spec.id for spec in listed] or list(kept)
        found = kept | {spec.id: spec for spec in new}
        self._specs = {key: found[key] for key in [*order, *kept] if key in found}
        self._values = {
            key: self._values.get(key, spec.initial) for key, spec in self._specs.items()
        }

    def _messages(self) -> list[Any]:
        return [spec.as_message(self._values[spec.id]) for spec in self._specs.values()]


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _edited(message: dict[str, Any]) -> Any:  # noqa: ANN401 - values or a distribution
    """Return what an edit asks for; the browser is not trusted to know what that may be."""
    name = message.get("distribution")
    if name is None:
        return np.array([float(value) for value in message.get("values", ())])
    if name not in DRAWN:
        raise ANNarchyException(f"there is no distribution {name!r}, only {', '.join(DRAWN)}.")
    arguments = [float(value) for value in message.get("arguments", ())]
    return getattr(distributions, name)(*arguments)


def _step_of(spec: ControlSpec, changed: Mapping[Place, int]) -> int | None:
    """Return before which step a control's attribute was changed, None if it was not."""
    is_reset = ("", "") in changed
    return changed.get((spec.owner, spec.name), 0 if is_reset else None)


def _unit(control: Control) -> str:
    return "×" if control["kind"] == "scale" else control["unit"]
