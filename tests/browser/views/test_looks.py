"""Every kind of view at once: what a machine can judge of its looks, its words and its menu."""

import re

import pytest
from looks import objections, places
from playwright.sync_api import expect

HOSTILE = "<img src=x onerror=alert(1)>"
LONG = "A_population_with_a_name_of_40_letters_x"
SHOW = """
const name = x.name;
const series = [{ name, color_index: 0 }, { name: x.other, color_index: 1 }];
const common = { kind: 'hello', protocol: 1, network: 'n', dt_ms: 1 };
const scale = ['#440154', '#21918c', '#fde725'];
const colors = { colors: scale, signed_colors: scale, signed_colors_dark: scale };
const hellos = {
  raster: { ...H.HELLO.raster, title: 'spikes', populations: [
    { name, size: 800, color_index: 0 }, { name: x.other, size: 200, color_index: 1 }] },
  rate: { ...H.HELLO.rate, title: 'population rate', series },
  trace: { ...H.HELLO.trace, title: `v of ${name}`, series: [series[0]] },
  grid: { ...common, ...colors, view: 'grid', title: `rate of ${name}`, layout: 'map',
    x_label: 'column', y_label: 'row', x_size: 8, y_size: 5, n_columns: 8, n_rows: 5,
    label: 'rate', unit: 'Hz', item: 'neurons', has_coordinates: true },
  histogram: { ...common, view: 'histogram', title: `v of ${name}`, label: 'v', unit: 'mV',
    item: 'neurons', color_index: 0, is_log: false },
  phase: { ...common, view: 'phase', title: `u over v, ${name}`, trail_ms: 200,
    x_label: 'v', x_unit: 'mV', y_label: 'u', y_unit: '', series: [series[0]] }
};
for (const kind in hellos) {
  await H.show(kind, kind, { hello: hellos[kind], traits: { selected: { label: '', marks: [] } } });
}
await H.ready();
"""
FEED = """
window.seq ??= 0;
const steps = Array.from({ length: 40 }, (_, k) => k);
const activity = seq => ({
  t0_ms: 40 * seq, t_ms: 40 * seq + 40,
  times: steps.flatMap(k => [k, k, k]),
  rows: steps.flatMap(k => [17 * k, 371 + 13 * k, 999 - (k * seq) % 200]),
  v: steps.map(k => -65 + 30 * Math.sin(seq + k / 6)),
  exc: steps.map(k => (k * seq) % 9), inh: steps.map(k => (k + seq) % 4)
});
for (let k = 0; k < x; k++) {
  const seq = ++window.seq;
  const data = activity(seq - 1);
  const frames = H.frames(data, seq);
  const { t_ms, t0_ms } = data;
  for (const kind in frames) H.shown[kind].model.deliver(...frames[kind]);
  const facts = { minimum: 0, maximum: 39, mean: 19.5, n: 40, n_unknown: 0 };
  const now = { kind: seq === 1 ? 'snapshot' : 'frame', seq, t_ms, dropped: 0 };
  H.shown.grid.model.deliver({ ...now, ...facts, low: 0, high: 40, signed: false },
    [Float32Array.from({ length: 40 }, (_, i) => i), new Uint32Array(40).fill(1)]);
  H.shown.histogram.model.deliver({ ...now, ...facts, low: -80, high: 30, n_outside: 0 },
    [Uint32Array.from({ length: 22 }, (_, i) => (i * 7) % 15)]);
  H.shown.phase.model.deliver({ ...now, t0_ms, dt_ms: 1 },
    [Float32Array.from([...data.v, ...data.v.map(v => v / 5)])]);
  await H.painted();
}
"""
KINDS = ("raster", "rate", "trace", "grid", "histogram", "phase")
SUMMARIES = {
    "raster": r"spikes$",
    "rate": r"mean .* Hz",
    "trace": r"now .* mV",
    "grid": r"smallest at \(0, 0\).*largest at \(4, 7\)",
    "histogram": r"most of them, \d+, between",
    "phase": r" at v ",
}


def show(views, name, other="Inh"):
    views.page.set_viewport_size({"width": 1280, "height": 1900})  # unseen views ask for nothing
    views.run(SHOW, {"name": name, "other": other})
    views.run(FEED, 4)


def part(views, kind, name):
    return views.page.get_by_test_id(f"annl-{kind}").get_by_test_id(f"annl-{name}")


@pytest.mark.parametrize("name", [HOSTILE, LONG])
def test_nothing_overlaps_clips_fades_or_jumps(views, name):
    show(views, name, LONG[::-1])
    assert views.page.locator("main img").count() == 0
    for theme in ("light", "dark"):
        views.use_theme(theme)
        before = places(views.page)
        assert len(before) >= 30
        views.run(FEED, 6)
        assert places(views.page) == before
        assert objections(views.page) == []
    views.keep_picture("long" if name == LONG else "hostile")


@pytest.mark.parametrize("width", [230, 400])
def test_narrow_views_tell_what_they_leave_out(views, width):
    views.page.add_style_tag(
        content=f"main {{ display: grid; grid-template-columns: repeat(3, {width}px) }}"
    )
    show(views, LONG)
    for theme in ("light", "dark"):
        views.use_theme(theme)
        views.run(FEED, 6)
        assert objections(views.page) == []
    heads = views.page.locator(".annl-head")
    assert {head.bounding_box()["height"] for head in heads.all()} == {40}
    told = views.page.locator("[data-testid=annl-histogram] .annl-title").get_attribute("title")
    for fact in (LONG, "min 0.000", "mean 19.50", "max 39.00 mV", "of 40 neurons"):
        assert fact in told
    views.keep_picture(f"narrow-{width}")


def test_views_say_what_they_show(views):
    show(views, HOSTILE)
    for kind in KINDS:
        summary = part(views, kind, "summary")
        assert HOSTILE in summary.inner_text() or kind in ("histogram", "grid")
        plot = part(views, kind, f"{kind}-plot")
        assert summary.get_attribute("id") == plot.get_attribute("aria-describedby")
        assert plot.get_attribute("role") == "img"
        assert plot.get_attribute("aria-label")
        assert re.search(SUMMARIES[kind], part(views, kind, "summary").inner_text()), kind


def test_the_menu_saves_what_the_kernel_draws(views):
    show(views, "Exc")
    button = part(views, "raster", "export")
    button.press("ArrowDown")
    menu = part(views, "raster", "export-menu")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    views.keep_picture("menu")
    views.page.keyboard.press("ArrowDown")
    with views.page.expect_download() as download:
        views.page.keyboard.press("Enter")
        (asked,) = [m for m in views.sent("raster") if m["kind"] == "export"]
        assert asked["format"] == "svg"
        assert asked["end_ms"] > asked["start_ms"]
        views.run(
            "H.shown.raster.model.deliver({kind: 'exported', id: x, name: 'spikes.svg', "
            "problem: ''}, [new TextEncoder().encode('<svg/>')])",
            asked["id"],
        )
    assert download.value.suggested_filename == "spikes.svg"
    assert download.value.path().read_text() == "<svg/>"
    expect(part(views, "raster", "export-told")).to_have_text("Saved spikes.svg.")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    button.click()
    views.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    button.click()
    menu.get_by_text("Numbers").click()
    asked = [m for m in views.sent("raster") if m["kind"] == "export"][-1]
    views.run(
        "H.shown.raster.model.deliver({kind: 'exported', id: x, name: '', "
        "problem: '<b>no room</b>'}, [])",
        asked["id"],
    )
    expect(part(views, "raster", "export-told")).to_have_text("<b>no room</b>")


def test_the_present_is_held_and_followed_again(views):
    show(views, "Exc")
    follow = part(views, "histogram", "follow")
    plot = part(views, "histogram", "histogram-plot")
    expect(follow).to_be_hidden()
    plot.press("f")
    expect(follow).to_be_visible()
    frames = views.data("histogram")["frames"]
    views.run(FEED, 3)
    assert views.data("histogram")["frames"] == frames
    asked = len(views.sent("histogram"))
    follow.click()
    expect(follow).to_be_hidden()
    assert [message["kind"] for message in views.sent("histogram")[asked:]] == ["hello?"]
    views.run(FEED, 3)
    assert views.data("histogram")["frames"] != frames


def test_more_contrast_and_colours_of_the_system(views):
    show(views, "Exc")
    usual = views.page.evaluate("getComputedStyle(document.querySelector('.annl-readout')).color")
    views.page.emulate_media(contrast="more")
    views.run("await H.painted()")
    more = views.page.evaluate("getComputedStyle(document.querySelector('.annl-readout')).color")
    assert more != usual
    views.page.emulate_media(contrast="no-preference", forced_colors="active")
    views.run(FEED, 2)
    assert objections(views.page) == []
    views.keep_picture("forced")
