"""Whether a value is what ``messages.json`` says, for what comes from files and from the page.

In: a value, the name of a definition.
Out: nothing, or what is wrong first, and where.
Not here: any part of JSON Schema that ``messages.json`` does not use.

The library for this takes seconds to import where Jupyter has installed its formats, and the first
change of a layout would wait for it; a test holds this one against it.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from annarchy_lab.lab.schema.generate import Node, load, reference

__all__ = ["problem_of"]

TYPES: Final[dict[str, Callable[[object], bool]]] = {
    "object": lambda value: isinstance(value, Mapping),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and float(value).is_integer(),  # type: ignore[arg-type]
    "number": lambda value: _is_number(value),
}
BOUNDS: Final[dict[str, tuple[Callable[[Any, Any], bool], str]]] = {
    "minimum": (lambda value, bound: value >= bound, "is less than"),
    "maximum": (lambda value, bound: value <= bound, "is more than"),
    "exclusiveMinimum": (lambda value, bound: value > bound, "is not more than"),
    "minLength": (lambda value, bound: len(value) >= bound, "is shorter than"),
    "maxLength": (lambda value, bound: len(value) <= bound, "is longer than"),
    "maxItems": (lambda value, bound: len(value) <= bound, "has more items than"),
}
MOST_SHOWN: Final = 60


def problem_of(value: object, name: str, place: str) -> str:
    """Return what is wrong with a value; empty if nothing is.

    Parameters
    ----------
    value
        As JSON has it.
    name
        Of a definition.
    place
        How to call the value.
    """
    return next(_problems(value, _definitions()[name], place), "")


@cache
def _definitions() -> Node:
    definitions: Node = load()["$defs"]
    return definitions


def _problems(value: Any, node: Node, place: str) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if "$ref" in node:
        yield from _problems(value, _definitions()[reference(node)], place)
        return
    if "const" in node and not _is_same(value, node["const"]):
        yield f"{place} is {_told(value)}, not {_told(node['const'])}"
        return
    kind = node.get("type")
    if kind is not None and not TYPES[kind](value):
        yield f"{place} is {_told(value)}, which is no {kind}"
        return
    for key, (holds, words) in BOUNDS.items():
        if key in node and not holds(value, node[key]):
            yield f"{place} is {_told(value)}, which {words} {node[key]}"
    if "pattern" in node and not re.search(node["pattern"], value):
        yield f"{place} is {_told(value)}, which has other signs than {node['pattern']}"
    yield from _inside(value, node, place)


def _inside(value: Any, node: Node, place: str) -> Iterator[str]:  # noqa: ANN401
    for key in node.get("required", ()):
        if key not in value:
            yield f"{place} has no {key}"
    for key, field in node.get("properties", {}).items():
        if key in value:
            yield from _problems(value[key], field, f"{place}.{key}")
    if "items" in node:
        for index, item in enumerate(value):
            yield from _problems(item, node["items"], f"{place}[{index}]")


def _is_same(value: object, wanted: object) -> bool:
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)


def _is_number(value: object) -> bool:
    is_plain = isinstance(value, int | float) and not isinstance(value, bool)
    return is_plain and math.isfinite(value)  # type: ignore[arg-type]


def _told(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        text = repr(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} …"
