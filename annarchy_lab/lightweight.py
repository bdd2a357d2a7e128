"""Dataclasses that take half of the time to define: importing this package defines two hundred.

In: the options of `dataclasses.dataclass`, by keyword.
Out: the same dataclass, but for its text, comparison and hash: they are closures over the fields,
where the standard library compiles source for each of them in each class (decision 0048).
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
        define = dataclasses.dataclass(frozen=frozen, eq=False, repr=False, **options)

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
