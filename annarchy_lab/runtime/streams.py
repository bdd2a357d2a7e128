"""Streams of random numbers: 64 bits that name one call in one object's text.

In: object name, place, attribute, ordinal (docs/exactness.md, section 2).
Out: the stream; the same on every machine.
Not here: drawing.
"""

import hashlib

from annarchy_lab.diagnostics import BackendError

__all__ = ["check_collisions", "gap_stream", "stream_of"]


def stream_of(object_name: str, place: str, attribute: str, ordinal: int) -> int:
    """Return the stream of one call."""
    parts = (object_name, place, attribute, str(ordinal))
    text = "".join(
        f"{len(part.encode())}:{part}" for part in parts
    )  # unambiguous, whatever the names
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def gap_stream(object_name: str, rates: str) -> int:
    """Return the stream of the gaps between spikes that come at the rates of a parameter."""
    return stream_of(object_name, "input", rates, 0)


def check_collisions(streams: dict[str, int]) -> None:
    """Refuse two calls that would draw the same numbers.

    Raises
    ------
    BackendError
        Naming both calls; renaming one object mends it.
    """
    seen: dict[int, str] = {}
    for call, stream in streams.items():
        other = seen.setdefault(stream, call)
        if other != call:
            raise BackendError(
                f"{call} and {other} share a random stream: rename one of the objects"
            )
