"""Every form of a control: switches, whole numbers, many values, what a change takes; pictures."""

import pytest
from playwright.sync_api import expect
from view_controls import answer, control, controls, part, row

FORMS = [
    control("noise", safety="live", safety_text="acts from the next step on"),
    control("tau", unit="ms", minimum=0.1, maximum=100.0, is_log=True, value=12.5, initial=10.0),
    control("a", label="a", kind="scale", value=1.0, initial=1.0, maximum=2.0, n_elements=6),
    control("on", form="toggle", value=1.0, initial=1.0, maximum=1.0, unit="", safety="live"),
    control("n", form="stepper", value=3.0, initial=3.0, maximum=6.0, unit=""),
    control(
        "rates",
        group="Input",
        unit="Hz",
        safety="recomputed",
        safety_text="the chances of a spike are computed anew",
    ),
    control(
        "w", group="Input", label="weights exc", kind="scale", value=1.3, initial=1.0, maximum=2
    ),
    control("learning", group="Input", form="toggle", kind="flag", value=0.0, initial=1.0, unit=""),
    control("v", label="v at start", kind="start", minimum=-130, maximum=0, value=-65, initial=-65)
    | {"group": "Input", "safety": "reset", "safety_text": "v counts from the next reset on"},
    control("locked", group="Input", label="weights inh", safety="fixed", enabled=False)
    | {"reason": "these weights learn: switch learning off, pause, and assign them"},
]


def test_forms_of_controls(views):
    controls(views, *FORMS)
    switch = part(views, "on", "switch")
    switch.press("Space")
    assert views.sent("c")[-1] | {"id": "on", "value": 0, "final": True} == views.sent("c")[-1]
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(row(views, "on")).to_have_attribute("data-changed", "true")
    part(views, "on", "back").click()
    assert views.sent("c")[-1]["value"] == 1
    part(views, "n", "more").click()
    assert views.sent("c")[-1]["value"] == 4
    part(views, "n", "number").fill("9")
    for _ in range(2):  # the second one widens
        part(views, "n", "number").press("Enter")
    assert views.sent("c")[-1]["value"] == 9
    number = part(views, "noise", "number")
    number.fill("25 mV")
    number.press("Enter")
    expect(row(views, "noise").locator(".annl-problem")).to_contain_text("Enter again")
    number.press("Enter")
    assert views.sent("c")[-1]["value"] == 25
    expect(part(views, "noise", "slider")).to_have_attribute("max", "25")
    safety = {
        name: part(views, name, "safety").get_attribute("data-safety")
        for name in ("noise", "rates", "v", "locked")
    }
    assert safety == {"noise": "live", "rates": "recomputed", "v": "reset", "locked": "fixed"}
    expect(part(views, "locked", "safety")).to_have_attribute(
        "title", "cannot change now: " + FORMS[-1]["reason"]
    )
    number = part(views, "v", "number")
    number.fill("-70")
    number.press("Enter")
    expect(part(views, "v", "reset-now")).to_be_hidden()
    answer(views, kind="effective", id="v", value=-70, step=3, seq=views.sent("c")[-1]["seq"])
    part(views, "v", "reset-now").click()
    assert views.sent("c")[-1] == {"kind": "reset!"}


PASTE = """field => {
    const data = new DataTransfer();
    data.setData('text', '7\\t8\\n9');
    field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, cancelable: true}));
}"""


def test_many_values_are_edited_pasted_and_drawn(views):
    controls(views, *FORMS)
    part(views, "a", "each").press("Enter")
    assert views.sent("c")[-1] == {"kind": "elements?", "id": "a"}
    values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    answer(
        views,
        kind="elements",
        id="a",
        n=6,
        minimum=0.1,
        mean=0.35,
        maximum=0.6,
        values=values,
        first=3,
    )
    fields = row(views, "a").locator(".annl-strip input")
    expect(fields).to_have_count(6)
    fields.nth(1).evaluate(PASTE)
    part(views, "a", "apply").click()
    assert views.sent("c")[-1]["values"] == [0.1, 7, 8, 9, 0.5, 0.6]
    part(views, "a", "distribution").select_option("Normal")
    part(views, "a", "draw").click()
    assert (
        views.sent("c")[-1] | {"distribution": "Normal", "arguments": [0.35, 0.035], "seed": 1}
        == views.sent("c")[-1]
    )
    for theme in ("light", "dark"):
        views.use_theme(theme)
        views.keep_picture(theme)
    fields.nth(0).press("Escape")
    expect(part(views, "a", "array")).to_have_count(0)
    expect(part(views, "a", "each")).to_be_focused()


def test_many_controls_are_searched_and_folded(views):
    many = [control(f"p{k}", group="Exc" if k < 8 else "Inh") for k in range(15)]
    controls(views, *many, width=250)
    search = views.page.get_by_test_id("annl-search")
    search.fill("p1")
    shown = views.page.locator("[data-testid=annl-control]:visible")
    expect(shown).to_have_count(6)  # p1, p10 ... p14
    search.press("Escape")
    expect(shown).to_have_count(15)
    heading = views.page.get_by_test_id("annl-group-name").first
    heading.press("Enter")
    expect(heading).to_have_attribute("aria-expanded", "false")
    expect(shown).to_have_count(7)
    search.fill("p3")  # found also where it is folded
    expect(shown).to_have_count(1)
    views.run("H.shown.c.model.set('notice', x)", "gone with its model: Exc <b>")
    expect(views.page.get_by_test_id("annl-notice")).to_have_text("gone with its model: Exc <b>")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_narrow_forms(views, theme):
    views.use_theme(theme)
    controls(views, *FORMS, width=250)
    views.keep_picture(theme)
    boxes = [row(views, f["id"]).bounding_box() for f in FORMS]
    assert max(box["x"] + box["width"] for box in boxes) <= 270
