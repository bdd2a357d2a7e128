"""The stimulus tool: pulses and spikes for groups of neurons, by a button, a key or a brush."""

from typing import TYPE_CHECKING, Any

import traitlets

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.stimuli.aims import Settings, target_info
from annarchy_lab.lab.widgets.base import LabWidget, front_end

if TYPE_CHECKING:
    from collections.abc import Callable

    from annarchy_lab.api.stimuli.pulse import Pulse
    from annarchy_lab.lab.selection import Selection
    from annarchy_lab.lab.session import Session
    from annarchy_lab.lab.state import State
    from annarchy_lab.lab.views.shown import Shown

__all__ = ["StimulusTool"]


class StimulusTool(LabWidget):
    """Gives pulses and spikes; made by `annarchy_lab.lab.stimulus`.

    Parameters
    ----------
    session
        Of the network that is stimulated.
    groups
        Which groups of neurons it can aim at.
    is_foldable
        Whether it can be put away on the page; then it begins so.
    """

    _esm = front_end("stimulus")
    what = "stimuli"
    targets: traitlets.List[Any] = traitlets.List().tag(sync=True)
    given: traitlets.List[Any] = traitlets.List().tag(sync=True)
    brush = traitlets.Int(0).tag(sync=True)
    selected = traitlets.Unicode("").tag(sync=True)
    said = traitlets.Unicode("").tag(sync=True)
    is_refused = traitlets.Bool(False).tag(sync=True)
    is_foldable = traitlets.Bool(False).tag(sync=True)
    is_folded = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self, session: "Session", groups: "tuple[Shown, ...]", *, is_foldable: bool = False
    ) -> None:
        self._groups = {group.name: group for group in groups}
        self._endless: dict[int, tuple[Pulse, str]] = {}
        super().__init__(
            session,
            targets=[target_info(group) for group in groups],
            is_foldable=is_foldable,
            is_folded=is_foldable,
        )
        brush = session.brush
        brush.on_change.append(self._on_brush)
        brush.on_stroke.append(self._say)
        session.on_select.append(self._on_select)
        session.on_tick.append(self._on_tick)
        self._on_select(session.selection)

    def close(self) -> None:
        """Take it away, and lay down the brush; what comes back goes on."""
        brush = self._session.brush
        calls: tuple[tuple[list[Any], Callable[..., None]], ...] = (
            (brush.on_change, self._on_brush),
            (brush.on_stroke, self._say),
            (self._session.on_select, self._on_select),
            (self._session.on_tick, self._on_tick),
        )
        for listeners, own in calls:
            if own in listeners:
                listeners.remove(own)
        brush.take(0, None)
        super().close()

    def _hear(self, message: dict[str, Any]) -> None:
        match message:
            case {"kind": "pulse" | "fire" as kind, "settings": settings}:
                self._session.post(lambda: self._give(settings, fires=kind == "fire"))
            case {"kind": "draw", "radius": int(radius)}:
                self._session.post(lambda: self._draw(radius, message))
            case {"kind": "end", "number": int(number)}:
                self._session.post(lambda: self._end(number))
            case _:
                pass

    def _give(self, settings: object, *, fires: bool) -> None:
        try:
            wanted = Settings.of(settings, fires=fires)
            pulse = wanted.give(self._aimed(wanted.target))
        except ANNarchyException as error:
            self._say(error.message.strip(), True)
            return
        if wanted.period_ms:
            self._endless[pulse.number] = (pulse, wanted.told(pulse))
            self._show_endless()
        self._say(wanted.told(pulse), False)

    def _aimed(self, target: str) -> Any:  # noqa: ANN401 - a population, view or neuron
        if target:
            if target not in self._groups:
                raise ANNarchyException(f"there is no group {target!r} to stimulate.")
            return self._groups[target].group
        selection = self._session.selection
        if selection is None or selection.neuron is None:
            raise ANNarchyException("no neuron is selected: click one in a view.")
        name, rank = selection.neuron
        return self._session.network.get_population(name).neuron(rank)

    def _draw(self, radius: int, message: dict[str, Any]) -> None:
        try:
            is_firing = message.get("fires") is True
            settings = Settings.of(message.get("settings"), fires=is_firing) if radius else None
        except ANNarchyException as error:
            self._say(error.message.strip(), True)
            return
        self._session.brush.take(radius, settings)

    def _end(self, number: int) -> None:
        if number in self._endless:
            self._endless.pop(number)[0].end()
            self._show_endless()

    def _say(self, said: str, is_refused: bool) -> None:
        self.said, self.is_refused = said, is_refused

    def _on_brush(self) -> None:
        self.brush = self._session.brush.radius

    def _on_select(self, selection: "Selection | None") -> None:
        is_neuron = selection is not None and selection.neuron is not None
        self.selected = selection.label if selection is not None and is_neuron else ""

    def _on_tick(self, _state: "State") -> None:
        """Forget those that a reset, an undo or a cell has ended."""
        if self._endless:
            over = [number for number, (pulse, _) in self._endless.items() if pulse.is_over]
            for number in over:
                del self._endless[number]
            if over:
                self._show_endless()

    def _show_endless(self) -> None:
        self.given = [{"number": n, "text": text} for n, (_, text) in self._endless.items()]
