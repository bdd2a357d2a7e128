"""Help while a model is written: completions, arguments, underlines with a remedy."""

import re

import pytest
from playwright.sync_api import expect

CELL = """%%neuron Rate
parameters:
    baseline = 1.0
equations:
    r = basline
"""
BUSY = "import time; time.sleep(12)"


@pytest.fixture
def page(notebook):
    """A notebook with the lab and a model with a slip in it."""
    page = notebook.new("%load_ext annarchy_lab", CELL, BUSY)
    page.run(0)
    return page


def write(page, text):
    """Click into the model, go to its end and type."""
    page.editor(1).click()
    page.page.keyboard.press("Control+End")
    page.page.keyboard.type(text)


def test_a_slip_is_underlined_and_mended_by_a_click(page):
    write(page, "")
    slip = page.editor(1).locator(".cm-lintRange-error")
    expect(slip).to_have_text("basline")
    slip.hover()
    tip = page.page.locator(".cm-tooltip-lint")
    expect(tip).to_contain_text("Unknown name 'basline'")
    tip.get_by_role("button", name="Write baseline").click()
    expect(slip).to_have_count(0)
    expect(page.editor(1)).to_contain_text("r = baseline")


def test_words_are_completed_also_while_the_kernel_is_busy(page):
    page.run(2, wait=False)
    write(page, "    x = basel")
    expect(page.cell(1).locator(".jp-mod-completer-enabled")).to_have_count(1)
    page.page.keyboard.press("Tab")
    popup = page.page.locator(".jp-Completer")
    expect(popup.locator(".jp-Completer-item")).to_have_text(re.compile("baseline.*parameter"))
    page.page.keyboard.press("Enter")
    expect(page.editor(1)).to_contain_text("x = baseline")
    expect(page.cell(2).locator(".jp-InputPrompt")).to_have_text(re.compile(r"\*"))


def test_a_call_shows_its_arguments(page):
    write(page, "    x = clip(r, 0")
    tip = page.page.locator(".annl-call")
    expect(tip.locator(".annl-word-now")).to_have_text("low")
    page.page.keyboard.press("Escape")
    expect(tip).to_have_count(0)


def test_without_the_lab_the_page_helps_with_what_it_knows(notebook):
    page = notebook.new("pass", CELL.replace("equations", "equatons"))
    write(page, "")
    slip = page.editor(1).locator(".cm-lintRange-error")
    expect(slip).to_have_text("equatons")
