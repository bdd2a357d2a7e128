"""Model cells are highlighted, under any base URL, as long as their first line says so."""

import pytest
from playwright.sync_api import expect

CELL = '''%%neuron Rate
"""A leaky rate neuron."""
parameters:
    tau = 10.0 in 1..100   # time constant (ms)
equations:
    tau * dr/dt + r = sum(exc) : min=0.0
'''
COLOURS = """content => Object.fromEntries([...content.querySelectorAll('.cm-line span')].map(
  span => [span.textContent, getComputedStyle(span).color + getComputedStyle(span).fontWeight]))"""


@pytest.mark.parametrize("lab", ["/", "/user/x/"], indirect=True)
def test_the_parts_of_a_model_have_colours_of_their_own(notebook):
    page = notebook.new(CELL, "equations: int = 1")
    model, python = (page.editor(index).evaluate(COLOURS) for index in (0, 1))
    parts = ["%%neuron", "equations", "dr/dt", "sum", "min", "10.0", '"""A leaky rate neuron."""']
    assert len({model[part] for part in parts}) == len(parts)
    assert python.get("equations") != model["equations"]


def test_dark_and_light_differ(notebook):
    page = notebook.new(CELL)
    page.use_theme("JupyterLab Light")  # the server keeps what an earlier page chose
    page.page.wait_for_timeout(500)
    light = page.editor(0).evaluate(COLOURS)
    page.use_theme("JupyterLab Dark")
    for _ in range(50):  # a style sheet is loaded
        if page.editor(0).evaluate(COLOURS)["equations"] != light["equations"]:
            return
        page.page.wait_for_timeout(100)
    pytest.fail("the colours stay")


def test_the_first_line_switches_it(notebook):
    page = notebook.new("# notes\n" + CELL)
    section = page.editor(0).locator(".cm-line").nth(5).locator("span", has_text="equations")
    expect(section).to_have_count(0)
    page.editor(0).click()
    page.page.keyboard.press("Control+Home")
    page.page.keyboard.press("Control+Shift+K")
    section = page.editor(0).locator(".cm-line").nth(4).locator("span", has_text="equations")
    expect(section).to_have_count(1)


def test_editing_helps(notebook):
    page = notebook.new("%%neuron N\nequations:")
    page.editor(0).click()
    page.page.keyboard.press("Control+End")
    page.page.keyboard.press("Enter")
    page.page.keyboard.type("x = 1")
    page.page.keyboard.press("Control+/")
    expect(page.editor(0).locator(".cm-line").nth(2)).to_have_text("    # x = 1")
