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
from dataclasses import dataclass
from typing import TypeAlias

from annarchy_lab.api.network import Network
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.control_list import ControlSpec
from annarchy_lab.lab.messages import ControlsMessage
from annarchy_lab.lab.scales import ScaleBook

__all__ = ["Answer", "ChangeQueue", "Request"]

Answer: TypeAlias = Callable[[ControlsMessage], None]


@dataclass(frozen=True, slots=True)
class Request:
    """One change that a user wants.

    Attributes
    ----------
    spec
        Of which control.
    value
        New position.
    seq
        Number that the answer repeats.
    answer
        Takes the answer, on the thread that makes the change.
    """

    spec: ControlSpec
    value: float
    seq: int
    answer: Answer


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
        try:
            self._write(network, requests)
        except ANNarchyException:
            for request in requests:  # one of them is wrong: find out which
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
        changes = [
            (request.spec.target, request.spec.attribute.name, request.spec.value_of(request.value))
            for request in requests
        ]
        step = network.write(changes, origin="control")
        for request in requests:
            request.answer(
                {
                    "kind": "effective",
                    "id": request.spec.id,
                    "value": request.value,
                    "step": step,
                    "seq": request.seq,
                }
            )


def _checked(request: Request) -> Request:
    """Refuse what no control may ask for; the browser is not trusted to know."""
    if request.spec.reason:
        raise ANNarchyException(request.spec.reason)
    if not math.isfinite(request.value):
        raise ANNarchyException(f"{request.value} is no value for {request.spec.label}.")
    return request
