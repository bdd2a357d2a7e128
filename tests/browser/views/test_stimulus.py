"""The stimulus tool and the brush on a page: what they send, by mouse and by keys; pictures."""

import pytest
from playwright.sync_api import expect

TARGETS = [
    {
        "name": "Exc",
        "size": 800,
        "color_index": 0,
        "attributes": ["I", "g_exc"],
        "units": ["pA", ""],
        "amplitudes": [5.0, 1.0],
        "can_fire": True,
    },
    {
        "name": "Field",
        "size": 400,
        "color_index": 2,
        "attributes": ["baseline"],
        "units": [""],
        "amplitudes": [0.5],
        "can_fire": False,
    },
]
TRAITS = {
    "targets": TARGETS,
    "given": [],
    "brush": 0,
    "selected": "",
    "said": "",
    "is_refused": False,
}


def part(views, name):
    return views.page.get_by_test_id(f"annl-{name}")


def set_traits(views, name, **traits):
    views.run("for (const k in x[1]) H.shown[x[0]].model.set(k, x[1][k])", [name, traits])


@pytest.mark.parametrize("width", [250, 420])
def test_the_tool_says_what_it_is_told_to_give(views, width):
    views.show("s", "stimulus", traits=TRAITS, width=width)
    part(views, "amplitude").fill("7.5")
    part(views, "period").fill("100")
    part(views, "pulse").click()
    settings = {
        "target": "Exc",
        "attribute": "I",
        "amplitude": 7.5,
        "duration_ms": 20,
        "noise": 0,
        "period_ms": 100,
    }
    assert views.sent("s") == [{"kind": "pulse", "settings": settings}]
    part(views, "fire").press("s")  # a key
    assert views.sent("s")[-1]["kind"] == "fire"
    part(views, "duration").press("Enter")
    assert views.sent("s")[-1]["kind"] == "pulse"
    part(views, "noise").fill("x; y")
    part(views, "pulse").click()
    expect(part(views, "said")).to_have_text("noise: not a number")
    assert len(views.sent("s")) == 3
    part(views, "noise").fill("0.5")
    part(views, "target").select_option("Field")
    assert part(views, "amplitude").input_value() == "0.5"
    expect(part(views, "fire")).to_be_disabled()
    part(views, "target").select_option("Exc")
    given = [{"number": 4, "text": "I +5 for 20 ms, every 100 ms: 800 <b>neurons</b>"}]
    set_traits(views, "s", given=given, said="I +5 for 20 ms: 800 neurons", selected="Exc[7]")
    part(views, "draw").click()
    drawing = {"kind": "draw", "radius": 14, "fires": False}
    assert views.sent("s")[-1] | drawing == views.sent("s")[-1]
    set_traits(views, "s", brush=14)
    for theme in ("light", "dark"):
        views.use_theme(theme)
        views.keep_picture(f"{width}-{theme}")
    part(views, "end").click()
    assert views.sent("s")[-1] == {"kind": "end", "number": 4}
    part(views, "stimulus").press("Escape")
    assert views.sent("s")[-1]["radius"] == 0
    box = part(views, "stimulus").bounding_box()
    for button in ("pulse", "fire", "draw"):
        inner = part(views, button).bounding_box()
        assert inner["x"] + inner["width"] <= box["x"] + box["width"] + 1


def test_where_there_is_little_room_the_tool_is_put_away(views):
    views.show("s", "stimulus", traits=TRAITS | {"is_foldable": True, "is_folded": True}, width=250)
    heading = part(views, "stimulus-fold")
    expect(heading).to_have_attribute("aria-expanded", "false")
    expect(part(views, "pulse")).to_be_hidden()
    heading.press("p")  # what is not seen gives nothing
    assert views.sent("s") == []
    heading.press("Enter")
    expect(part(views, "pulse")).to_be_visible()
    expect(heading).to_have_attribute("aria-expanded", "true")
    heading.press("p")
    assert views.sent("s")[-1]["kind"] == "pulse"
    set_traits(views, "s", brush=14)
    heading.click()  # puts the brush down, too
    assert views.sent("s")[-1]["radius"] == 0
    expect(part(views, "pulse")).to_be_hidden()


def test_a_brush_paints_rows_of_a_raster_and_selects_nothing(views):
    views.run("x = {...H.HELLO.raster}; await H.show('a', 'raster', {hello: x}); await H.ready()")
    plot = part(views, "raster-plot")
    box = plot.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def stroke():
        views.page.mouse.move(x, y)
        views.page.mouse.down()
        views.page.mouse.move(x + 8, y + 8, steps=3)
        views.page.mouse.up()
        return [m for m in views.sent("a") if m["kind"] == "paint"]

    assert stroke() == []
    set_traits(views, "a", brush=10)
    items = sorted({item for message in stroke() for item in message["items"]})
    n_rows = views.run("return H.HELLO.raster.populations.reduce((n, p) => n + p.size, 0)")
    assert 0.3 * n_rows < items[0] < items[-1] < 0.7 * n_rows
    expect(plot.locator(".annl-brush")).to_be_visible()
    assert not [m for m in views.sent("a") if m["kind"] == "select"]
    set_traits(views, "a", brush=0)
    expect(plot.locator(".annl-brush")).to_be_hidden()
