"""Write the Python and the TypeScript types of all messages from their JSON Schema.

In: ``messages.json`` beside this file.
Out: ``annarchy_lab/lab/messages.py`` (TypedDicts), ``labextension/src/messages.ts`` (interfaces).
Both are committed, and a test compares them with what this module would write.
Not here: validation of messages, and any part of JSON Schema that ``messages.json`` does not use.

Run it from a checkout with ``python -m annarchy_lab.lab.schema.generate``.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

__all__ = ["load", "main", "outputs", "to_python", "to_typescript"]

Node = dict[str, Any]

HERE = Path(__file__).parent
BANNER = "Written by annarchy_lab.lab.schema.generate from messages.json; do not edit by hand."
WIDTH = 100  # of the Python text
TS_WIDTH = 80  # what prettier keeps to

PYTHON_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
TS_TYPES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}


def load() -> Node:
    """Return the schema of all messages.

    Returns
    -------
    dict
        The parsed ``messages.json``.
    """
    schema: Node = json.loads((HERE / "messages.json").read_text(encoding="utf-8"))
    return schema


def outputs(schema: Node) -> dict[Path, str]:
    """Return what every generated file should contain.

    Parameters
    ----------
    schema
        As `load` returns it.

    Returns
    -------
    dict
        Text by path; the TypeScript file is left out where there is no checkout around the package.
    """
    package = HERE.parents[1]
    texts = {package / "lab" / "messages.py": to_python(schema)}
    sources = package.parent / "labextension" / "src"
    if sources.is_dir():
        texts[sources / "messages.ts"] = to_typescript(schema)
    return texts


def main() -> None:
    """Write all generated files."""
    for path, text in outputs(load()).items():
        path.write_text(text, encoding="utf-8")


# --- both languages ----------------------------------------------------------------------


def reference(node: Node) -> str:
    """Return the name that a ``$ref`` points to."""
    return str(node["$ref"]).rpartition("/")[2]


def constants(node: Node) -> tuple[Any, ...] | None:
    """Return the values that a node allows, or None when it does not list them."""
    if "const" in node:
        return (node["const"],)
    return tuple(node["enum"]) if "enum" in node else None


def sentences(node: Node) -> tuple[str, str]:
    """Return a description as its first sentence and the rest, buffers included."""
    summary, _, rest = str(node.get("description", "")).partition(".  ")
    buffers = "".join(f"\n{text}" for text in node.get("x-buffers", ()))
    if buffers:
        rest = f"{rest}\nBinary buffers:{buffers}".strip()
    return summary.removesuffix(".") + ".", rest


# --- Python ------------------------------------------------------------------------------


def to_python(schema: Node) -> str:
    """Return the text of ``messages.py``.

    Parameters
    ----------
    schema
        As `load` returns it.

    Returns
    -------
    str
        A module of TypedDicts, formatted.
    """
    names = ["PROTOCOL", *sorted(schema["$defs"])]
    exported = "".join(f'    "{name}",\n' for name in names)
    return (
        f'"""{schema["title"]}.\n\n{BANNER}\n"""\n\n'
        "from typing import Literal, NotRequired, TypedDict\n\n"
        f"__all__ = [\n{exported}]\n\n"
        f"PROTOCOL = {schema['x-protocol']}\n" + "".join(python_definitions(schema["$defs"]))
    )


def python_definitions(definitions: Node) -> Iterator[str]:
    """Yield every type, with the blank lines that stand before it."""
    after_class = False
    for name, node in definitions.items():
        is_class = "properties" in node
        yield "\n\n" if is_class or after_class else "\n"
        yield "".join(python_class(name, node) if is_class else python_alias(name, node))
        after_class = is_class


def python_alias(name: str, node: Node) -> Iterator[str]:
    """Yield a named type that is no object."""
    for line in wrap(" ".join(sentences(node)).strip(), WIDTH - 2):
        yield f"# {line}\n"
    text = python_type(node)
    values = constants(node)
    if values is not None and len(name) + 3 + len(text) > WIDTH:
        listed = ", ".join(f'"{value}"' for value in values)
        lines = [listed] if len(listed) + 4 <= WIDTH else [f'"{value}",' for value in values]
        yield f"{name} = Literal[\n" + "".join(f"    {line}\n" for line in lines) + "]\n"
        return
    fits = len(name) + 3 + len(text) <= WIDTH
    if not fits and len(text) + 4 > WIDTH:
        text = text.replace(" | ", "\n    | ")
    if fits:
        yield f"{name} = {text}\n"
    elif text.startswith("Literal["):
        words = text.removeprefix("Literal[").removesuffix("]")
        words = words if len(words) + 4 <= WIDTH else words.replace(", ", ",\n    ") + ","
        yield f"{name} = Literal[\n    {words}\n]\n"
    else:
        yield f"{name} = (\n    {text}\n)\n"


def python_class(name: str, node: Node) -> Iterator[str]:
    """Yield the head, the docstring and the fields of one TypedDict."""
    yield f"class {name}(TypedDict):\n"
    summary, rest = sentences(node)
    if rest:
        lines = [line for text in rest.split("\n") for line in wrap(text, WIDTH - 4)]
        body = "".join(f"    {line}\n" for line in lines)
        yield f'    """{summary}\n\n{body}    """\n\n'
    else:
        yield f'    """{summary}"""\n\n'
    for key, field in node["properties"].items():
        kind = python_type(field)
        if key not in node["required"]:
            kind = f"NotRequired[{kind}]"
        for line in wrap(str(field.get("description", "")), WIDTH - 6):
            yield f"    # {line}\n"
        yield f"    {key}: {kind}\n"


def python_type(node: Node) -> str:
    """Return a node as a Python type."""
    if "$ref" in node:
        return reference(node)
    if "oneOf" in node:
        return " | ".join(python_type(option) for option in node["oneOf"])
    values = constants(node)
    if values is not None:
        return "Literal[" + ", ".join(python_value(value) for value in values) + "]"
    if node["type"] == "array":
        return f"list[{python_type(node['items'])}]"
    return PYTHON_TYPES[node["type"]]


def python_value(value: bool | int | str) -> str:
    """Return a constant as the formatter would write it."""
    return json.dumps(value) if isinstance(value, str) else repr(value)


# --- TypeScript --------------------------------------------------------------------------


def to_typescript(schema: Node) -> str:
    """Return the text of ``messages.ts``.

    Parameters
    ----------
    schema
        As `load` returns it.

    Returns
    -------
    str
        A module of interfaces, as prettier would leave it.
    """
    blocks = [typescript_definition(name, node) for name, node in schema["$defs"].items()]
    return (
        f"// {schema['title']}.\n// {BANNER}\n\n"
        f"export const PROTOCOL = {schema['x-protocol']};\n" + "".join(blocks)
    )


def typescript_definition(name: str, node: Node) -> str:
    """Return one type, with the blank line that stands before it."""
    summary, rest = sentences(node)
    lines = [line for text in f"{summary}\n{rest}".split("\n") for line in wrap(text, TS_WIDTH - 3)]
    comment = "\n/**\n" + "".join(f" * {line}\n" for line in lines) + " */\n"
    if "properties" not in node:
        return f"{comment}export type {name} ={typescript_union(node, len(name) + 15)};\n"
    fields = "".join(typescript_field(node, key) for key in node["properties"])
    return f"{comment}export interface {name} {{\n{fields}}}\n"


def typescript_field(node: Node, key: str) -> str:
    """Return one field of an interface."""
    field = node["properties"][key]
    mark = "" if key in node["required"] else "?"
    text = str(field.get("description", ""))
    comment = f"  /** {text} */\n" if text else ""
    return f"{comment}  {key}{mark}: {typescript_type(field)};\n"


def typescript_union(node: Node, used: int) -> str:
    """Return the right side of a type, broken over lines where it is too long."""
    one_line = typescript_type(node)
    if used + len(one_line) <= TS_WIDTH:
        return f" {one_line}"
    if len(one_line) + 3 <= TS_WIDTH:
        return f"\n  {one_line}"
    return "".join(f"\n  | {option}" for option in one_line.split(" | "))


def typescript_type(node: Node) -> str:
    """Return a node as a TypeScript type."""
    if "$ref" in node:
        return reference(node)
    if "oneOf" in node:
        return " | ".join(typescript_type(option) for option in node["oneOf"])
    values = constants(node)
    if values is not None:
        return " | ".join(json.dumps(value).replace('"', "'") for value in values)
    if node["type"] == "array":
        return f"{typescript_type(node['items'])}[]"
    return TS_TYPES[node["type"]]


if __name__ == "__main__":
    main()
