"""Our checks of JSON against the library's."""

import json
import random

import jsonschema
import pytest

from annarchy_lab.lab.schema import generate
from annarchy_lab.lab.schema.checking import problem_of

DEFINITIONS = generate.load()["$defs"]
TILE = {
    "id": "a", "kind": "raster", "of": ["Exc"], "variables": [], "neurons": [1],
    "x": 0, "y": 0, "w": 12, "h": 6,
}  # fmt: skip
LAYOUT = {"format": "annarchy-lab-dashboard", "version": 1, "window_ms": 5.5, "tiles": [TILE]}
ODD = [None, True, -1, 0, 13, 1e9, 2.5, 3.0, "", "x" * 300, "../", [], [None], [-1], {}, {"id": 1}]


@pytest.fixture(scope="module")
def validator():
    root = {"$ref": "#/$defs/DashboardLayout", "$defs": DEFINITIONS}
    return jsonschema.Draft202012Validator(root)


def spoilt(rng):
    layout = json.loads(json.dumps(LAYOUT))
    target = rng.choice([layout, layout["tiles"][0]])
    key = rng.choice([*target])
    if rng.random() < 0.2:
        del target[key]
    else:
        target[key] = rng.choice(ODD)
    return layout


def test_a_right_layout_has_no_problem(validator):
    assert validator.is_valid(LAYOUT)
    assert problem_of(LAYOUT, "DashboardLayout", "layout") == ""


def test_both_agree_on_spoilt_layouts(validator):
    rng = random.Random(5)
    for _ in range(400):
        layout = spoilt(rng)
        assert bool(problem_of(layout, "DashboardLayout", "it")) != validator.is_valid(layout), (
            layout
        )


def test_the_checks_know_every_word_that_layouts_use():
    known = {"description", "type", "properties", "required", "items", "$ref", "const", "pattern"}
    known |= {"minimum", "maximum", "exclusiveMinimum", "minLength", "maxLength", "maxItems"}
    used = {*DEFINITIONS["DashboardLayout"], *DEFINITIONS["DashboardTile"]}
    for name in ("DashboardLayout", "DashboardTile"):
        for field in DEFINITIONS[name]["properties"].values():
            used |= {*field, *field.get("items", {})}
    assert used <= known
