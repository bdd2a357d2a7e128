"""The messages: one schema, and types in two languages that say the same."""

import jsonschema
import pytest

from annarchy_lab.lab import messages
from annarchy_lab.lab.schema import generate
from annarchy_lab.lab.widgets.base import LiveView
from annarchy_lab.lab.widgets.controls import ControlPanel
from annarchy_lab.lab.widgets.transport import TransportBar

SCHEMA = generate.load()
VALUES = {"type": "object", "properties": {"kind": {"const": "x"}}, "required": ["kind"]}


def check(name, message):
    """Validate a message against its definition."""
    root = {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}
    jsonschema.Draft202012Validator(root).validate(message)


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", generate.outputs(SCHEMA), ids=lambda path: path.name)
def test_the_committed_files_are_what_the_schema_gives(path):
    remedy = "run python -m annarchy_lab.lab.schema.generate"
    assert path.read_text(encoding="utf-8") == generate.outputs(SCHEMA)[path], remedy


def test_both_languages_are_written():
    assert [path.name for path in generate.outputs(SCHEMA)] == ["messages.py", "messages.ts"]


def test_every_definition_has_a_type():
    assert set(SCHEMA["$defs"]) == {*messages.__all__} - {"PROTOCOL"}
    assert SCHEMA["x-protocol"] == messages.PROTOCOL


def test_optional_fields_are_optional():
    assert messages.CommandMessage.__optional_keys__ == {"value"}
    assert "seq" in messages.ChangeMessage.__required_keys__


def test_a_definition_in_both_languages():
    node = VALUES | {"description": "A thing.  Seldom seen.", "x-buffers": ["float32[n]: values"]}
    schema = {"title": "Things", "x-protocol": 3, "$defs": {"Thing": node}}
    python, typescript = generate.to_python(schema), generate.to_typescript(schema)
    assert '    """A thing.\n\n    Seldom seen.\n    Binary buffers:' in python
    assert '    kind: Literal["x"]\n' in python
    assert "export interface Thing {\n  kind: 'x';\n}\n" in typescript


@pytest.mark.parametrize(
    ("widget", "definition"),
    [
        (LiveView, "ViewTraits"),
        (TransportBar, "TransportTraits"),
        (ControlPanel, "ControlsTraits"),
    ],
)
def test_the_widgets_have_the_traits_that_their_views_expect(widget, definition):
    synced = set(widget.class_traits(sync=True))
    assert set(SCHEMA["$defs"][definition]["properties"]) <= synced


def test_wrong_messages_are_told_from_right_ones():
    frame = {"kind": "frame", "seq": 1, "t_ms": 2.0, "t0_ms": 1.0, "dropped": 0, "binned": False}
    check("ViewMessage", frame)
    for change in ({"seq": 0}, {"dropped": -1}, {"kind": "hello"}, {"binned": True}):
        with pytest.raises(jsonschema.ValidationError):
            check("ViewMessage", frame | change)
