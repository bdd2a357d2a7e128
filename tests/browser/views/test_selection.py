"""Selecting in the views, and zooming into pictures: one page, a fake kernel behind it."""

GRID = """
const hello = {
  kind: 'hello', protocol: 1, view: 'grid', network: 'pulse', dt_ms: 1, title: 'rate of sheet',
  layout: 'map', x_label: 'column', y_label: 'row', x_size: 20, y_size: 10, n_columns: 20,
  n_rows: 10, has_coordinates: true, label: 'r', unit: '', item: 'neurons',
  colors: ['#440154', '#21918c', '#fde725'], signed_colors: ['#00f', '#f00'],
  signed_colors_dark: ['#00f', '#f00']
};
await H.show('raster', 'raster', { hello: H.HELLO.raster });
await H.show('grid', 'grid', { hello });
await H.show('trace', 'trace', { hello: H.HELLO.trace });
await H.ready();
const net = new H.Izhikevich();
for (let seq = 1; seq <= 10; seq++) {
  const frames = H.frames(net.run(40), seq);
  for (const kind of ['raster', 'trace']) H.shown[kind].model.deliver(...frames[kind]);
}
H.shown.grid.model.deliver(
  { kind: 'snapshot', seq: 1, t_ms: 400, dropped: 0, low: 0, high: 200, signed: false, n: 200,
    n_unknown: 0, minimum: 0, maximum: 199, mean: 99.5 },
  [Float32Array.from({ length: 200 }, (_, k) => k), new Uint32Array(200).fill(1)]
);
await H.painted();
"""
MARK = "H.shown[x[0]].model.set('selected', { label: 'x', marks: x[1] }); await H.painted()"


def plot(views, kind):
    return views.page.get_by_test_id(f"annl-{kind}-plot")


def picked(views, kind):
    return [m["item"] for m in views.sent(kind) if m["kind"] == "select"]


def mark(views, kind, *marks):
    views.run(MARK, [kind, list(marks)])


def read(views, kind):
    return views.run("return H.shown[x].root.querySelector('.annl-readout').textContent", kind)


def test_views_select_and_pictures_zoom(views):
    views.run(GRID)
    a_row_is_clicked_and_marked(views)
    a_cell_is_clicked_and_marked(views)
    a_line_is_clicked(views)
    a_picture_is_zoomed(views)


def a_row_is_clicked_and_marked(views):
    area = plot(views, "raster")
    box = area.bounding_box()
    x, y = box["x"] + box["width"] - 30, box["y"] + 60
    views.page.mouse.click(x, y)
    share = 1 - (60 - 6) / (box["height"] - 6 - 37)
    (row,) = picked(views, "raster")
    assert abs(row - 1000 * share) < 30
    mark(views, "raster", [row])
    line = views.page.get_by_test_id("annl-row")
    assert abs(line.bounding_box()["y"] - y) < 10
    area.press("ArrowUp")
    area.press("Escape")
    assert picked(views, "raster") == [row, row + 1, -1]
    mark(views, "raster")
    assert line.count() == 0
    views.page.mouse.move(x, y)
    views.page.mouse.down()
    views.page.mouse.move(x + 50, y)
    views.page.mouse.up()
    assert len(picked(views, "raster")) == 3  # that was no click
    area.dblclick(position={"x": 70, "y": 8})
    mark(views, "raster", [row])


def a_cell_is_clicked_and_marked(views):
    area = plot(views, "grid")
    area.click(position={"x": 60 + 2, "y": 6 + 2})
    assert picked(views, "grid") == [0]
    mark(views, "grid", [4, 3, 1, 1])
    views.page.mouse.move(5, 5)
    area.press("ArrowRight")
    area.press("ArrowDown")
    assert picked(views, "grid")[1:] == [3 * 20 + 5, 4 * 20 + 5]
    assert read(views, "grid").startswith("(4, 5)")
    area.press("Escape")
    assert picked(views, "grid")[-1] == -1


def a_line_is_clicked(views):
    area = plot(views, "trace")
    box = area.bounding_box()
    area.click(position={"x": 200, "y": 3})  # far from any line
    for y in range(10, int(box["height"]) - 40, 8):
        area.click(position={"x": box["width"] - 60, "y": y})
    assert set(picked(views, "trace")) == {0}


def a_picture_is_zoomed(views):
    area = plot(views, "grid")
    area.scroll_into_view_if_needed()
    views.page.wait_for_timeout(300)  # a wheel that scrolls the page does not zoom
    box = area.bounding_box()
    whole = views.run("return H.colors(H.shown.grid.root)")
    at = box["x"] + 60 + 200, box["y"] + 6 + 100
    views.page.mouse.move(*at)
    before = read(views, "grid")
    for _ in range(8):
        views.page.mouse.wheel(0, -100)
    views.page.wait_for_timeout(100)
    assert read(views, "grid") == before  # what is under the pointer stays there
    views.keep_picture("zoomed")
    assert views.run("return H.colors(H.shown.grid.root)") != whole
    views.page.mouse.down()
    views.page.mouse.move(at[0] - 120, at[1])
    views.page.mouse.up()
    assert read(views, "grid") == before  # and follows the hand
    views.page.mouse.move(*at)
    views.page.wait_for_timeout(50)
    assert read(views, "grid") != before
    follow = views.page.get_by_test_id("annl-follow").nth(1)
    assert "zoomed" in follow.inner_text()
    area.press("0")
    assert read(views, "grid") == before
    assert not follow.is_visible()
    area.press("+")
    follow.click()
    assert read(views, "grid") == before or not follow.is_visible()
