"""What the widget of an explorer shows, as it was asked for.

In: the part ``look`` of a request of the browser, or an explorer that nobody has asked anything.
Out: `Look`, checked.
Not here: pictures (`pictures`).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.explorer.measures.registry import check_measure
from annarchy_lab.lab.explorer.waveforms import Waveform
from annarchy_lab.lab.messages import ExplorerLook
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    from annarchy_lab.lab.explorer.explorer import Explorer

__all__ = ["Look", "look_at"]

LONGEST_MS = 60_000.0
MOST_POINTS = 4000


@dataclass(frozen=True, slots=True)
class Look:
    """What is shown, besides the values of parameters.

    Attributes
    ----------
    drive, waveform, duration_ms
        What drives the neuron, and for how long.
    names
        One or two states of the plane; none where the model has none.
    held, start
        Values of all states: where the plane does not vary them, and where the trace starts; None
        for those of the model.
    scanned, second
        What the curve varies; no second for a curve.
    measure
        What it measures.
    """

    drive: str | None
    waveform: Waveform
    duration_ms: float
    names: tuple[str, ...]
    held: tuple[float, ...] | None
    start: tuple[float, ...] | None
    scanned: str
    second: str
    measure: str

    @classmethod
    def of(cls, message: Mapping[str, Any], explorer: "Explorer") -> "Look":
        """Return what a message asks for.

        Raises
        ------
        ANNarchyException
            If it makes no sense.
        """
        try:
            return cls._read(cast("ExplorerLook", message), explorer)
        except (KeyError, TypeError, ValueError) as error:
            raise ANNarchyException(f"the view asked for something unknown: {error}.") from None

    @classmethod
    def _read(cls, m: ExplorerLook, explorer: "Explorer") -> "Look":
        duration = float(m["duration_ms"])
        if not explorer.dt <= duration <= LONGEST_MS or len(m["points"]) > MOST_POINTS:
            raise ANNarchyException(f"a trace lasts {explorer.dt} to {LONGEST_MS} ms.")
        waveform = Waveform(
            m["shape"],
            level=float(m["level"]),
            base=float(m["base"]),
            start_ms=float(m["start_ms"]),
            stop_ms=float(m["stop_ms"]),
            period_ms=float(m["period_ms"]),
            points=tuple(map(float, m["points"])),
        )
        states = explorer.states
        names = tuple(name for name in (m["x"], m["y"]) if name in states)
        return cls(
            m["drive"] or None,
            waveform,
            duration,
            names if m["x"] in states else (),
            _values(m["held"], len(states)),
            _values(m["start"], len(states)),
            str(m["scanned"]),
            str(m["second"]),
            check_measure(m["measure"], is_spiking=explorer.neuron.is_spiking).name,
        )

    def message(self) -> ExplorerLook:
        """Return it as the browser takes it."""
        wave = self.waveform
        x, y = (*self.names, "", "")[:2]
        return {
            "drive": self.drive or "",
            "shape": wave.shape,
            "level": wave.level,
            "base": wave.base,
            "start_ms": wave.start_ms,
            "stop_ms": wave.stop_ms,
            "period_ms": wave.period_ms,
            "duration_ms": self.duration_ms,
            "points": list(wave.points),
            "x": x,
            "y": y,
            "held": list(self.held or ()),
            "start": list(self.start or ()),
            "scanned": self.scanned,
            "second": self.second,
            "measure": cast("Any", self.measure),
        }


def look_at(explorer: "Explorer") -> Look:
    """Return what is shown when nobody has asked for anything."""
    return Look(
        explorer.drive,
        explorer.waveform,
        explorer.duration,
        explorer.plane().names if explorer.states else (),
        None,
        None,
        explorer.drive or next(iter(explorer.parameters), ""),
        "",
        check_measure(None, is_spiking=explorer.neuron.is_spiking).name,
    )


def _values(given: list[float], n: int) -> tuple[float, ...] | None:
    if not given:
        return None
    values = tuple(map(float, given))
    if len(values) != n or not np.isfinite(values).all():
        raise ANNarchyException("a point of the plane has one finite number for each state.")
    return values
