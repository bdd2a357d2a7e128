"""Dataclasses that take a third of the time to define, and to make objects of.

In: the options of `dataclasses.dataclass`, by keyword.
Out: a dataclass whose text, comparison and hash are closures over its fields, where the standard
library compiles source for each method of each class.
Not here: a check while a program runs that nobody writes to a frozen object.  Type checkers see
the standard decorator and refuse it.  Objects that users hold, such as distributions, reports and
checkpoints, are of standard dataclasses (decision 0048).
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *, frozen: bool = False, eq: bool = True, repr: bool = True, **options: bool
    ) -> Callable[[type], type]:
        """Make a class a dataclass; see `dataclasses.dataclass`."""
        define = dataclasses.dataclass(eq=False, repr=False, **options)

        def decorate(cls: type) -> type:
            defined = define(cls)
            fields = dataclasses.fields(defined)
            if repr:
                _add(defined, _text([each.name for each in fields if each.repr]))
            if eq:
                _add_comparison(defined, [each.name for each in fields if each.compare], frozen)
            return defined

        return decorate


def _add(cls: type, method: Callable[..., Any]) -> None:
    """Give a class a method, unless it has its own."""
    if method.__name__ not in vars(cls):
        setattr(cls, method.__name__, method)


def _add_comparison(cls: type, names: list[str], frozen: bool) -> None:
    """Compare objects of one class by their values; frozen ones have a hash to match."""
    has_hash = vars(cls).get("__hash__") is not None  # a class with `__eq__` alone has None
    values = _values(names)
    _add(cls, _equal(values))
    if not has_hash:
        cls.__hash__ = _hash(values) if frozen else None  # type: ignore[assignment]


def _values(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what makes the tuple of an object's values."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _text(names: list[str]) -> Callable[[Any], str]:
    @recursive_repr()
    def __repr__(self: object) -> str:  # noqa: N807
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({values})"

    return __repr__


def _equal(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], bool]:
    def __eq__(self: object, other: object) -> bool:  # noqa: N807
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    return __eq__


def _hash(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], int]:
    def __hash__(self: object) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__
