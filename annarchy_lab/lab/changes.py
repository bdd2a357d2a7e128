"""Changes that wait for the next step edge.

In: positions of controls, from handlers that only put them down here.
Out: writes to the network, all of one turn at one edge; an answer for every change.
Not here: who asks (`widgets.controls`), when it is done (`session`).

Of several changes of one control only the last is made: a slider that is dragged faster than the
network can follow ends where the hand is.
"""

import math
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from annarchy_lab.api.network import Network
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.distributions import RandomDistribution
from annarchy_lab.lab.control_spec import ControlSpec
from annarchy_lab.lab.messages import ControlsMessage
from annarchy_lab.lab.scales import ScaleBook
from annarchy_lab.lightweight import dataclass

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Answer", "ChangeQueue", "Request"]

Wanted: TypeAlias = "float | NDArray[np.float64] | RandomDistribution"
Answer: TypeAlias = Callable[[ControlsMessage], None]


@dataclass(frozen=True, slots=True)
class Request:
    """One change that a user wants.

    Attributes
    ----------
    spec
        Of which control.
    value
        New position, or one value per element, or a distribution of them.
    seq
        Number that the answer repeats.
    answer
        Takes the answer, on the thread that makes the change.
    """

    spec: ControlSpec
    value: Wanted
    seq: int
    answer: Answer
    seed: int | None = None


class ChangeQueue:
    """Requests that wait, the last one of each control."""

    def __init__(self) -> None:
        self._waiting: dict[str, Request] = {}
        self._lock = threading.Lock()

    def put(self, request: Request) -> None:
        """Note a request; it replaces an earlier one of the same control."""
        with self._lock:
            self._waiting.pop(request.spec.id, None)  # so that the newest comes last
            self._waiting[request.spec.id] = request

    def apply(self, network: Network, scales: ScaleBook) -> int:
        """Make all changes at one edge, answer them, and return how many there were."""
        with self._lock:
            requests, self._waiting = tuple(self._waiting.values()), {}
        if not requests:
            return 0
        together = [r for r in requests if r.spec.kind in ("set", "scale")]
        try:
            self._write(network, together)
        except ANNarchyException:
            for request in together:  # one of them is wrong: find out which
                self._try(network, request, scales)
        for request in requests:
            if request not in together:
                self._try(network, request, scales)
        return len(requests)

    def _try(self, network: Network, request: Request, scales: ScaleBook) -> None:
        try:
            self._write(network, [request])
        except ANNarchyException as error:
            request.answer(
                {
                    "kind": "refused",
                    "id": request.spec.id,
                    "value": request.spec.now(scales),
                    "reason": error.message.strip(),
                    "seq": request.seq,
                }
            )

    def _write(self, network: Network, requests: Iterable[Request]) -> None:
        requests = [_checked(request) for request in requests]
        is_written = all(request.spec.kind in ("set", "scale") for request in requests)
        changes = [request.spec.change(_values(request)) for request in requests if is_written]
        step = network.write(changes, origin="control") if changes else 0
        for request in requests:
            value = _position(request)
            if not is_written:
                step = request.spec.switch(network, value)
            self._answer(request, value, step)

    @staticmethod
    def _answer(request: Request, value: float, step: int) -> None:
        request.answer(
            {
                "kind": "effective",
                "id": request.spec.id,
                "value": value,
                "step": step,
                "seq": request.seq,
            }
        )


def _values(request: Request) -> object:
    if isinstance(request.value, RandomDistribution):
        return request.spec.drawn(request.value, request.seed)
    return request.value


def _position(request: Request) -> float:
    """Return where the control stands afterwards: different values are scaled by one."""
    return float(request.value) if isinstance(request.value, int | float) else 1.0


def _checked(request: Request) -> Request:
    """Refuse what no control may ask for; the browser is not trusted to know."""
    if request.spec.reason:
        raise ANNarchyException(request.spec.reason)
    if isinstance(request.value, int | float) and not math.isfinite(request.value):
        raise ANNarchyException(f"{request.value} is no value for {request.spec.label}.")
    return request
