"""What can be undone and redone: one history, which belongs to the time of its network.

In: changes that were made at once, before and after.
Out: `History`, a value: every change gives another one, and those before stay as they were.
Not here: making changes and taking them back (`undoing`), who keeps which history (`keyframes`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from itertools import islice
from typing import Any, Final, Self

from annarchy_lab.api.changes import Change
from annarchy_lab.api.travel.telling import Told, in_words, place_of
from annarchy_lab.lightweight import dataclass

__all__ = ["Doing", "Entry", "History"]

MOST_STEPS: Final = 1000
MOST_BYTES: Final = 64 * 2**20

Entry = Change | Told


@dataclass(frozen=True, slots=True, eq=False)
class Doing:
    """Changes that were made at once: how it was before, and how it was then.

    Attributes
    ----------
    go
        What a slider does in one go has one of these.
    lasting
        What was done after it and cannot be undone, in words.
    """

    before: tuple[Entry, ...]
    after: tuple[Entry, ...]
    origin: str | None
    at_s: float
    n_rewirings: Mapping[str, int]
    go: object = field(default_factory=object)
    lasting: tuple[str, ...] = ()

    @property
    def places(self) -> list[object]:
        """What was changed."""
        return [place_of(each) for each in self.after]

    @property
    def n_bytes(self) -> int:
        """Memory that it takes."""
        both = (*self.before, *self.after)
        return sum(each.values.nbytes for each in both if isinstance(each, Change))

    def told(self, *, backwards: bool = False) -> str:
        """Return what happened, in words; or what happens when it is undone."""
        first, second = (self.after, self.before) if backwards else (self.before, self.after)
        pairs = zip(first, second, strict=True)
        told = [in_words(one, other) for one, other in pairs]
        return told[0] if len(told) == 1 else f"{told[0]} and {len(told) - 1} more"


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """The newest one, and all before it, which many chains share."""

    newest: Doing
    older: "Chain | None"
    n: int
    n_bytes: int

    @classmethod
    def made(cls, newest: Doing, older: "Chain | None") -> Self:
        """Return a chain with one more."""
        n, n_bytes = (0, 0) if older is None else (older.n, older.n_bytes)
        return cls(newest, older, n + 1, n_bytes + newest.n_bytes)


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """What was done, and what was undone; the newest of each comes first.

    Attributes
    ----------
    factors
        How attributes stand scaled.
    lasting
        What was done before all of it and cannot be undone, in words.
    """

    done: Chain | None = None
    undone: Chain | None = None
    factors: Mapping[tuple[Any, ...], float] = field(default_factory=dict)
    lasting: tuple[str, ...] = ()

    @property
    def newest(self) -> Doing | None:
        """What was done last."""
        return None if self.done is None else self.done.newest

    @property
    def next(self) -> Doing | None:
        """What would be redone."""
        return None if self.undone is None else self.undone.newest

    def with_done(self, doing: Doing) -> Self:
        """Return the history with something new, after which nothing can be redone."""
        return replace(self, done=_bounded(Chain.made(doing, self.done)), undone=None)

    def with_newest(self, doing: Doing | None) -> Self:
        """Return the history with another newest one; None: without it."""
        assert self.done is not None
        older = self.done.older
        return replace(self, done=older if doing is None else Chain.made(doing, older))

    def back(self) -> Self:
        """Return the history after the newest was undone."""
        assert self.done is not None
        undone = Chain.made(self.done.newest, self.undone)
        return replace(self, done=self.done.older, undone=undone)

    def forth(self) -> Self:
        """Return the history after the next was redone."""
        assert self.undone is not None
        done = Chain.made(self.undone.newest, self.done)
        return replace(self, done=done, undone=self.undone.older)

    def gone_back(self, then: "History") -> "History":
        """Return the history of an earlier time, with all that was done since to be redone."""
        known = {each.go for each in _items(then.done)}
        since = [each for each in _items(self.done) if each.go not in known]
        undone = [each for each in _items(self.undone) if each.go not in known]
        return replace(then, undone=_chain([*undone[::-1], *since]))


def _items(chain: Chain | None) -> Iterator[Doing]:
    while chain is not None:
        yield chain.newest
        chain = chain.older


def _chain(doings: list[Doing]) -> Chain | None:
    """Return a chain whose newest is the last one."""
    made: Chain | None = None
    for each in doings:
        made = Chain.made(each, made)
    return made


def _bounded(chain: Chain) -> Chain:
    """Forget what was long ago, where there is too much."""
    if chain.n <= 2 * MOST_STEPS and chain.n_bytes <= MOST_BYTES:
        return chain
    kept = list(islice(_items(chain), MOST_STEPS))
    while len(kept) > 1 and sum(each.n_bytes for each in kept) > MOST_BYTES:
        del kept[-1]
    made = _chain(kept[::-1])
    assert made is not None
    return made
