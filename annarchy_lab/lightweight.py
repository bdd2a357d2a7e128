"""Dataclasses that take a tenth of the time to define: importing this package defines two hundred.

In: the options of `dataclasses.dataclass` that stand in `dataclass`, by keyword.
Out: the same dataclass, made without compiling source for each method of each class, as the
standard library does (decision 0048): constructors of classes with as many fields share one
compiled template, and the other methods are closures over the fields.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, FrozenInstanceError
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, Final

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        *,
        init: bool = True,
        repr: bool = True,
        eq: bool = True,
        frozen: bool = False,
        slots: bool = False,
        weakref_slot: bool = False,
    ) -> Callable[[type], type]:
        """Make a class a dataclass; see `dataclasses.dataclass`.  There is no `InitVar`."""
        define = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, weakref_slot=weakref_slot
        )

        def decorate(cls: type) -> type:
            defined = define(cls)
            fields = dataclasses.fields(defined)
            if frozen:
                _freeze(defined, slots)
            if init:
                _add_constructor(defined, fields, frozen)
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


class _Made:
    """Stands, as a default, for what a factory makes anew for each object."""

    def __repr__(self) -> str:
        return "<factory>"


_MADE: Final = _Made()
_VALUES: Final = {
    "given": "_{i}",
    "given or made": "_make_{i}() if _{i} is _MADE else _{i}",
    "made": "_make_{i}()",
    "fixed": "_default_{i}",
}


def _add_constructor(cls: type, fields: tuple[Field[Any], ...], frozen: bool) -> None:
    """Give a class the constructor that takes its fields: a template with their names in it."""
    fields = tuple(sorted(fields, key=attrgetter("kw_only")))  # as parameters follow one another
    placed = [each for each in fields if each.init and not each.kw_only]
    named = [each for each in fields if each.init and each.kw_only]
    template = _template(tuple(map(_kind, fields)), frozen, hasattr(cls, "__post_init__"))
    names = {f"_{i}": each.name for i, each in enumerate(fields)}
    code = template.replace(
        co_argcount=1 + len(placed),
        co_kwonlyargcount=len(named),
        co_varnames=_renamed(template.co_varnames, names),
        co_names=_renamed(template.co_names, names),
        co_consts=_renamed(template.co_consts, names),
    )
    known: dict[str, Any] = {"_set": object.__setattr__, "_MADE": _MADE}
    for i, each in enumerate(fields):
        known[f"_default_{i}"], known[f"_make_{i}"] = each.default, each.default_factory
    constructor = FunctionType(code, known, "__init__", _defaults(placed))
    constructor.__kwdefaults__ = {x.name: _default(x) for x in named if _default(x) is not MISSING}
    constructor.__qualname__ = f"{cls.__qualname__}.__init__"
    types = {each.name: each.type for each in (*placed, *named)}
    constructor.__annotations__ = {**types, "return": None}
    _add(cls, constructor)


def _kind(field: Field[Any]) -> str:
    """Return how a constructor comes by the value of a field."""
    if field.default_factory is not MISSING:
        return "given or made" if field.init else "made"
    if field.init:
        return "given"
    return "unset" if field.default is MISSING else "fixed"


@cache
def _template(kinds: tuple[str, ...], frozen: bool, calls_post_init: bool) -> CodeType:
    """Compile a constructor of fields ``_0``, ``_1`` and so on; others differ only in names."""
    assign = '_set(self, "_{i}", {value})' if frozen else "self._{i} = {value}"
    lines = [
        assign.format(i=i, value=_VALUES[kind].format(i=i))
        for i, kind in enumerate(kinds)
        if kind != "unset"
    ]
    if calls_post_init:
        lines.append("self.__post_init__()")
    given = "".join(f", _{i}" for i, kind in enumerate(kinds) if kind.startswith("given"))
    scope: dict[str, Any] = {}
    exec(f"def __init__(self{given}):\n  " + "\n  ".join(lines or ["pass"]), scope)
    code: CodeType = scope["__init__"].__code__
    return code


def _renamed(parts: tuple[Any, ...], names: Mapping[str, str]) -> tuple[Any, ...]:
    """Return names or constants of compiled code with those of fields in place of numbers."""
    return tuple(names.get(each, each) for each in parts)


def _defaults(placed: list[Field[Any]]) -> tuple[object, ...]:
    """Return what the last parameters of a constructor are where they are not given."""
    defaults: list[object] = []
    for each in placed:
        default = _default(each)
        if default is not MISSING:
            defaults.append(default)
        elif defaults:
            raise TypeError(f"Field {each.name!r} has no default, but follows one that has.")
    return tuple(defaults)


def _default(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else _MADE


class _Frozen:
    """What objects that refuse changes have in place of object's own methods."""

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self: Any) -> list[object]:
        return [getattr(self, each.name) for each in dataclasses.fields(self)]

    def __setstate__(self: Any, state: list[object]) -> None:
        for each, value in zip(dataclasses.fields(self), state, strict=True):
            object.__setattr__(self, each.name, value)


def _freeze(cls: type, has_slots: bool) -> None:
    """Let objects of a class refuse changes; copies of those with slots go round that."""
    _add(cls, _Frozen.__setattr__)
    _add(cls, _Frozen.__delattr__)
    if has_slots:
        _add(cls, _Frozen.__getstate__)
        _add(cls, _Frozen.__setstate__)


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
