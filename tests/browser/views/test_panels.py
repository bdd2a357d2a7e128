"""The transport bar and the controls: what they show, what they send, what they wait for."""

import pytest
from playwright.sync_api import expect
from view_controls import answer, control, controls, part, row

TRAITS = {
    "state": "paused",
    "t_ms": 233.4,
    "real_time_factor": 0.998,
    "load": 0.38,
    "speed": 1,
    "message": "",
    "name": "pulse",
}


def by_id(views, name):
    return views.page.get_by_test_id(f"annl-{name}")


def set_trait(views, name, **traits):
    views.run("for (const k in x[1]) H.shown[x[0]].model.set(k, x[1][k])", [name, traits])


# --- transport ---------------------------------------------------------------------------


def transport(views, **traits):
    views.show("bar", "transport", traits=TRAITS | traits)


def commands(views):
    return [message["command"] for message in views.sent("bar")]


def test_the_bar_says_what_the_run_does(views):
    transport(views, state="running", t_ms=12340.0)
    assert by_id(views, "name").inner_text() == "pulse"
    assert by_id(views, "state").inner_text() == "running"
    assert by_id(views, "time").inner_text() == "12\u2009340 ms"
    assert by_id(views, "rtf").inner_text() == "1.00× real time"
    assert by_id(views, "load").inner_text() == "●●○○ 38 % of a core"
    assert views.data("bar") | {"state": "running", "time": "12340"} == views.data("bar")
    set_trait(views, "bar", state="paused", t_ms=12341.5, load=2.3)
    assert by_id(views, "state").inner_text() == "paused"
    assert by_id(views, "time").inner_text() == "12\u2009341.50 ms"
    expect(by_id(views, "load")).to_be_hidden()


def test_a_failure_turns_the_bar_into_its_message(views):
    transport(views)
    expect(by_id(views, "message")).to_be_hidden()
    set_trait(views, "bar", state="failed", message="NaN in <b>v</b> of neuron 17")
    assert by_id(views, "message").inner_text() == "NaN in <b>v</b> of neuron 17"
    expect(by_id(views, "step")).to_be_disabled()
    expect(by_id(views, "reset")).to_be_enabled()


def test_buttons_send_commands(views):
    transport(views)
    by_id(views, "play").click()
    by_id(views, "step").click()
    by_id(views, "step").click(modifiers=["Shift"])
    by_id(views, "stop").click()
    by_id(views, "reset").click()
    by_id(views, "speed").select_option("max")
    assert commands(views) == ["play", "step", "chunk", "stop", "reset", "speed"]
    assert views.sent("bar")[-1] == {"kind": "command", "command": "speed", "value": 0}
    set_trait(views, "bar", state="running")
    by_id(views, "play").click()
    assert commands(views)[-1] == "pause"
    expect(by_id(views, "step")).to_be_disabled()


def test_keys_send_commands(views):
    transport(views)
    bar = by_id(views, "transport")
    for key in ("Space", "ArrowRight", "Shift+ArrowRight"):
        bar.press(key)
    assert commands(views) == ["play", "step", "chunk"]
    by_id(views, "stop").press("Space")
    assert commands(views)[-1] == "stop"


def test_a_pressed_button_waits_for_the_kernel(views):
    transport(views)
    by_id(views, "play").click()
    assert by_id(views, "state").inner_text() == "paused"
    assert "annl-waiting" in by_id(views, "transport").get_attribute("class")
    set_trait(views, "bar", state="running")
    assert "annl-waiting" not in by_id(views, "transport").get_attribute("class")


def test_every_speed_can_be_shown(views):
    transport(views, speed=0.25)
    assert by_id(views, "speed").input_value() == "0.25"
    set_trait(views, "bar", speed=3)
    assert by_id(views, "speed").input_value() == "3"
    set_trait(views, "bar", speed=0)
    assert by_id(views, "speed").evaluate("e => e.selectedOptions[0].text") == "max"


# --- controls ----------------------------------------------------------------------------


def test_a_dragged_slider_sends_changes_and_one_final(views):
    controls(views, control("noise"))
    slider = part(views, "noise", "slider")
    box = slider.bounding_box()
    views.page.mouse.move(box["x"] + box["width"] / 4, box["y"] + 10)
    views.page.mouse.down()
    views.page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + 10, steps=5)
    views.page.wait_for_timeout(100)
    assert not any(message["final"] for message in views.sent("c"))
    views.page.mouse.up()
    *held, final = views.sent("c")
    assert held
    assert final["final"]
    assert 14 < final["value"] < 16.5
    assert [m["seq"] for m in views.sent("c")] == list(range(1, len(held) + 2))


def test_a_change_waits_until_the_kernel_has_made_it(views):
    controls(views, control("noise"))
    part(views, "noise", "slider").press("ArrowRight")
    change = views.sent("c")[-1]
    assert change["value"] == 5.1
    expect(row(views, "noise")).to_have_attribute("data-waiting", "true")
    expect(row(views, "noise")).to_have_attribute("data-changed", "true")
    answer(views, kind="effective", id="noise", value=5.1, step=12, seq=change["seq"])
    expect(row(views, "noise")).to_have_attribute("data-waiting", "false")
    assert by_id(views, "changed").inner_text() == "1 changed"


def test_an_answer_without_a_number_settles_everything(views):
    controls(views, control("noise"))
    for _ in range(3):
        part(views, "noise", "slider").press("ArrowRight")
    answer(views, kind="effective", id="noise", value=5.3, step=12)
    expect(row(views, "noise")).to_have_attribute("data-waiting", "false")


def test_an_early_answer_does_not_pull_the_slider_back(views):
    controls(views, control("noise"))
    for _ in range(3):
        part(views, "noise", "slider").press("ArrowRight")
    answer(views, kind="effective", id="noise", value=5.1, step=12, seq=1)
    set_trait(views, "c", controls=[control("noise", value=5.1)])
    expect(row(views, "noise")).to_have_attribute("data-waiting", "true")
    expect(row(views, "noise")).to_have_attribute("data-value", "5.3")


def test_a_refused_change_goes_back_and_says_why(views):
    controls(views, control("noise"))
    part(views, "noise", "slider").press("ArrowRight")
    answer(views, kind="refused", id="noise", value=5.0, reason="the network is gone", seq=2)
    expect(row(views, "noise")).to_have_attribute("data-value", "5")
    assert row(views, "noise").locator(".annl-problem").inner_text() == "the network is gone"


def test_typed_values_are_taken_or_refused(views):
    controls(views, control("noise"))
    number = part(views, "noise", "number")
    number.fill("7.25")
    number.press("Enter")
    assert views.sent("c")[-1] | {"value": 7.25, "final": True} == views.sent("c")[-1]
    number.fill("25")
    number.press("Enter")
    problem = row(views, "noise").locator(".annl-problem")
    assert problem.inner_text() == "not between 0 and 20: press Enter again to widen"
    assert len(views.sent("c")) == 1
    number.press("Escape")
    assert number.input_value() == "7.25"
    expect(row(views, "noise").locator(".annl-problem")).to_be_hidden()


def test_controls_return_to_the_start(views):
    controls(views, control("noise", value=9.0), control("c", value=1.0), control("d"))
    assert by_id(views, "changed").inner_text() == "2 changed"
    part(views, "noise", "slider").dblclick()
    assert views.sent("c")[-1]["value"] == 5.0
    assert part(views, "noise", "number").input_value() == "5.0"
    by_id(views, "reset-all").click()
    assert [(m["id"], m["value"]) for m in views.sent("c")[-1:]] == [("c", 5.0)]
    expect(part(views, "d", "back")).to_be_disabled()


def test_a_logarithmic_scale_has_equal_ratios(views):
    scale = {"minimum": 0.1, "maximum": 10.0, "initial": 1.0, "value": 1.0, "unit": ""}
    controls(views, control("w", kind="scale", is_log=True, **scale))
    slider = part(views, "w", "slider")
    assert slider.input_value() == "0"
    assert row(views, "w").locator(".annl-unit").inner_text() == "×"
    slider.press("End")
    assert views.sent("c")[-1]["value"] == 10.0
    slider.fill("-0.5")
    assert views.sent("c")[-1]["value"] == pytest.approx(0.316)


def test_a_disabled_control_says_why(views):
    reason = "differs between neurons: use its scale"
    controls(views, control("c", enabled=False, reason=reason))
    assert row(views, "c").get_attribute("title") == reason
    expect(part(views, "c", "slider")).to_be_disabled()
    expect(part(views, "c", "number")).to_be_disabled()


def test_new_values_arrive_without_losing_the_focus(views):
    controls(views, control("noise"), control("d"))
    part(views, "noise", "slider").focus()
    set_trait(views, "c", controls=[control("noise", value=6.0), control("d", value=2.0)])
    expect(row(views, "noise")).to_have_attribute("data-value", "6")
    expect(row(views, "d")).to_have_attribute("data-value", "2")
    expect(part(views, "noise", "slider")).to_be_focused()
    set_trait(views, "c", controls=[control("d", group="Inh")])
    expect(row(views, "noise")).to_have_count(0)
    expect(row(views, "d")).to_have_attribute("data-group", "Inh")


def test_names_are_text_and_narrow_places_are_enough(views):
    evil = "<img src=x onerror=alert(1)>"
    controls(views, control("noise", group=evil, label="n" * 60, unit="u" * 40), width=220)
    assert views.page.locator(".annl-group-name").inner_text() == evil
    assert views.page.locator("img").count() == 0
    inner, outer = views.run("const r = H.shown.c.root; return [r.scrollWidth, r.clientWidth]")
    assert inner <= outer


def test_the_panels_have_the_looks_of_both_themes(views):
    transport(views, state="running", t_ms=12340.0)
    controls(
        views,
        control("noise", value=9.0),
        control("c", enabled=False),
        control("w", "Inh", kind="scale", is_log=True, minimum=0.1, maximum=10.0, value=1.0),
    )
    for theme in ("light", "dark"):
        views.use_theme(theme)
        views.keep_picture(theme)
        ground, text = views.run(
            "const s = getComputedStyle; return "
            "[s(document.body).backgroundColor, s(H.shown.c.root).color]"
        )
        assert ground != text
