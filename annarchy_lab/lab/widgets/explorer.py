"""The widget of an explorer: it answers the newest request, one at a time.

In: an explorer; requests of the browser, each with everything that is wanted.
Out: a trace, a plane, a curve; what has not changed is not told again.
Not here: what stands in a picture (`lab.explorer.pictures`), the moving dot's feed (`feeds.phase`).

Requests come on threads of the kernel, which only put them down.  One thread computes; it ends when
there is nothing to do, and a request that comes meanwhile takes the place of one that waits.
"""

import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import anywidget
import numpy as np
import traitlets
from numpy.typing import NDArray

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.comms import pin
from annarchy_lab.lab.explorer.explorer import Explorer
from annarchy_lab.lab.explorer.look import Look, look_at
from annarchy_lab.lab.explorer.pictures import curve_picture, plane_picture, trace_picture
from annarchy_lab.lab.explorer.plane import Limits
from annarchy_lab.lab.explorer.still import explored_arrays, explored_curve, explored_panels
from annarchy_lab.lab.explorer.usual import settled_limits
from annarchy_lab.lab.exporting.answer import answer
from annarchy_lab.lab.exporting.arrays import Arrays
from annarchy_lab.lab.exporting.files import Exportable
from annarchy_lab.lab.exporting.panel import AnyPanel
from annarchy_lab.lab.messages import Control, ExplorerHello
from annarchy_lab.lab.views.still import still_png
from annarchy_lab.lab.widgets.base import front_end, page_of
from annarchy_lab.lab.widgets.live_dot import LiveDot
from annarchy_lab.lab.widgets.picture import still_life

__all__ = ["ExplorerView"]

LOG_FROM = 100.0
GROWN = 0.1


class ExplorerView(anywidget.AnyWidget):
    """The widget of an explorer; made by displaying an `Explorer`.

    Parameters
    ----------
    explorer
        What is shown.
    """

    _esm = front_end("explorer")
    acked = traitlets.Int(0).tag(sync=True, echo_update=False)
    visible = traitlets.Bool(False).tag(sync=True, echo_update=False)

    def __init__(self, explorer: Explorer) -> None:
        self.explorer = explorer
        self.page = ""
        self.look = look_at(explorer)
        self._limits: dict[tuple[str, ...], tuple[Limits, ...]] = {}
        self._told: dict[str, Hashable] = {}
        self._trace: Any = None  # a `Trace`, once there is one
        self._waiting: dict[str, Any] | None = None
        self._is_working = False
        self._lock = threading.Lock()
        self._computing = threading.Lock()
        self._displays: list[Any] = []
        self._is_stale = False
        super().__init__()
        pin(self.comm)
        self._dot = None if explorer.live is None else LiveDot(explorer.live, self)
        explorer.on_change.append(self._follow)
        self.on_msg(self._on_message)
        self.observe(self._leave_picture, "visible")

    # Messages

    def tell(self, message: Any, buffers: Sequence[Any] = ()) -> None:  # noqa: ANN401 - any of them
        """Send a message to the browser."""
        self.send(message, [memoryview(buffer) for buffer in buffers])

    def close(self) -> None:
        """Take the view away."""
        if self._follow in self.explorer.on_change:
            self.explorer.on_change.remove(self._follow)
        if self._dot is not None:
            self._dot.close()
        super().close()

    def hello(self) -> ExplorerHello:
        """Return what the browser has to know before anything else."""
        explorer, live = self.explorer, self.explorer.live
        low, high = explorer.levels if explorer.drive else (0.0, 1.0)
        return {
            "kind": "hello",
            "protocol": 1,
            "view": "explorer",
            "title": explorer.neuron.name or "neuron",
            "dt_ms": explorer.dt,
            "is_spiking": explorer.neuron.is_spiking,
            "states": [{"name": x, "unit": explorer.unit(x)} for x in explorer.states],
            "starts": list(explorer.starts.values()),
            "drives": [{"name": x, "unit": explorer.unit(x)} for x in explorer.drives],
            "minimum": min(low, self.look.waveform.level),
            "maximum": max(high, self.look.waveform.level),
            "notes": list(explorer.notes),
            "controls": [self._control(x) for x in explorer.parameters if x != explorer.drive],
            "look": self.look.message(),
            "live": "" if live is None else f"{live.population.name} {live.rank}",
        }

    def _on_message(self, _widget: object, content: Any, _buffers: object) -> None:  # noqa: ANN401
        if isinstance(content, dict):
            self.page = page_of(content) or self.page
        match content:
            case {"kind": "hello?"}:
                self._told.clear()
                self._ask({"kind": "hello"})
            case {"kind": "explore"}:
                self._ask(content)
            case {"kind": "python?"}:
                self.tell({"kind": "python", "text": self.explorer.to_python()})
            case {"kind": "apply"}:
                self._ask({"kind": "apply"})
            case {"kind": "looking"}:
                self.visible = True
            case {"kind": "export"}:
                answer(content, self.shown(), self._what, self.tell)
            case _:
                pass

    def _follow(self) -> None:
        """Parameters were set from Python: everything is told anew."""
        self.look = self._followed()
        self._ask({"kind": "hello"})

    def _followed(self) -> Look:
        fresh, look = look_at(self.explorer), self.look
        is_same = fresh.drive == look.drive
        kept = look if is_same else fresh
        return Look(
            fresh.drive,
            self.explorer.waveform,
            self.explorer.duration,
            look.names,
            None,
            look.start,
            kept.scanned,
            kept.second,
            kept.measure,
        )

    # The thread

    def _ask(self, request: dict[str, Any]) -> None:
        with self._lock:
            self._waiting = request
            if self._is_working:
                return
            self._is_working = True
        threading.Thread(target=self._work, name="annarchy-explorer", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                request, self._waiting = self._waiting, None
                if request is None:
                    self._is_working = False
                    return
            with self._computing:
                self._answer(request)

    def _answer(self, request: dict[str, Any]) -> None:
        seq = int(request.get("seq", 0))
        problem = ""
        try:
            self._do(request, seq)
        except (ANNarchyException, ArithmeticError, np.linalg.LinAlgError) as error:
            problem = str(error).strip()
        self._is_stale = True
        self.tell({"kind": "settled", "seq": seq, "problem": problem})

    def _do(self, request: dict[str, Any], seq: int) -> None:
        match request["kind"]:
            case "hello":
                self.tell(self.hello())
            case "apply":
                self.explorer.apply()
                said = f"written to {self.explorer.live.population.name}"  # type: ignore[union-attr]
                self.tell({"kind": "said", "text": said})
                return
            case _:
                self._take(request)
        self._show(seq, is_fitted=bool(request.get("fit", False)))

    def _take(self, request: dict[str, Any]) -> None:
        explorer = self.explorer
        drive = explorer.drive
        look = Look.of(request["look"], explorer)
        names = [x for x in explorer.parameters if x != drive]
        values = dict(zip(names, request["values"], strict=False))
        if look.drive != drive and look.drive is not None:
            explorer.take(values, look.drive, look.waveform, look.duration_ms)
            explorer.drive = look.drive  # tells `_follow`, which tells all anew
            return
        explorer.take(values, look.drive, look.waveform, look.duration_ms)
        self.look = look

    # The pictures

    def _show(self, seq: int, *, is_fitted: bool) -> None:
        explorer, look = self.explorer, self.look
        values = tuple(explorer.parameters.values())
        drive = (look.drive, look.waveform, look.duration_ms)
        self._part("trace", (values, drive, look.names, look.start), lambda: self._told_trace(seq))
        if look.names:
            if is_fitted:
                self._limits.pop(look.names, None)
            limits = self._grown()
            level = look.waveform.highest
            key = (values, look.drive, level, look.names, look.held, limits)
            self._part("plane", key, lambda: self.tell(*plane_picture(explorer, look, limits, seq)))
            if self._dot is not None:
                self._dot.show(look.names)
        if look.scanned:
            level = 0.0 if look.scanned == look.drive else look.waveform.highest
            wanted = (values, look.drive, level, look.scanned, look.second, look.measure)
            self._part("curve", wanted, lambda: self._tell_curve(seq))

    def _part(self, name: str, key: Hashable, tell: Callable[[], None]) -> None:
        """Tell one part, if it is another one than last time."""
        if self._told.get(name) != key:
            tell()
            self._told[name] = key

    def _told_trace(self, seq: int) -> None:
        explorer, look = self.explorer, self.look
        start = dict(zip(explorer.states, look.start, strict=True)) if look.start else None
        variables = None if explorer.states else (explorer.output,)
        self._trace = explorer.trace(start=start, variables=variables)
        self.tell(*trace_picture(explorer, look, self._trace, seq))

    def _tell_curve(self, seq: int) -> None:
        explorer, look = self.explorer, self.look
        found = explored_curve(explorer, look)
        self.tell(*curve_picture(explorer, look, found, seq))

    def _grown(self) -> tuple[Limits, ...]:
        """Return the limits of the plane; they grow where the trace leaves them, so none jumps."""
        names, trace = self.look.names, self._trace
        known = self._limits.get(names)
        if known is None:
            known = (
                self.explorer.plane(names[0], names[1]).limits
                if len(names) > 1
                else self._line_limits()
            )
        elif trace is not None:
            known = tuple(_holding(known[k], trace.values[name]) for k, name in enumerate(names))
        self._limits[names] = known
        return known

    def _line_limits(self) -> tuple[Limits, ...]:
        return self.explorer.line(self.look.names[0]).limits

    def _control(self, name: str) -> Control:
        explorer = self.explorer
        low, high = explorer.limits(name)
        value, initial = explorer.parameters[name], explorer.initial[name]
        attribute = explorer.attribute(name)
        return {
            "id": name,
            "group": "parameters",
            "name": name,
            "label": name,
            "unit": explorer.unit(name),
            "description": "" if attribute is None else attribute.description,
            "value": value,
            "minimum": min(low, value),
            "maximum": max(high, value),
            "initial": initial,
            "kind": "set",
            "is_log": low > 0.0 and high / low >= LOG_FROM,
            "enabled": True,
            "reason": "",
        }

    # The picture that stays

    def bundle(self) -> dict[str, Any]:
        """Return the live view, a picture of it, and words."""
        (data, _) = anywidget.AnyWidget._repr_mimebundle_(self) or ({}, {})
        return still_life(data, self._what, still_png(*self._panels()))

    def shown(self) -> Exportable:
        """Return what can be exported of it."""
        return Exportable(lambda: self._panels()[0], self._arrays)

    @property
    def _what(self) -> str:
        return f"explorer of {self.explorer.neuron.name or 'a neuron'}"

    def _panels(self) -> tuple[list[AnyPanel], list[str]]:
        with self._computing:
            return explored_panels(self.explorer, self.look, self._limits)

    def _arrays(self) -> Arrays:
        with self._computing:
            return explored_arrays(self.explorer, self.look, self._limits)

    def _leave_picture(self, change: dict[str, Any]) -> None:
        """Put a newer picture under the view when nobody looks: the view is made anew then."""
        if change["old"] and not change["new"]:
            self.tell({"kind": "looking?"})  # one browser looks away: another one may still look
        if not change["new"] and self._is_stale:
            self._is_stale = False
            for handle in self._displays:
                handle.update(self.bundle(), raw=True)

    def _ipython_display_(self) -> None:
        from IPython.display import DisplayHandle

        handle: Any = DisplayHandle()  # type: ignore[no-untyped-call]
        handle.display(self.bundle(), raw=True)
        self._displays.append(handle)


def _holding(limits: Limits, values: NDArray[np.float64]) -> Limits:
    """Return limits that hold all values; the same ones if they do."""
    low, high = settled_limits(values)
    pad = GROWN * (limits[1] - limits[0])
    return (
        limits[0] if low >= limits[0] else low - pad,
        limits[1] if high <= limits[1] else high + pad,
    )
