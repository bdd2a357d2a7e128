"""What stands in a picture, as its SVG says."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from annarchy_lab.lab.exporting.layout import drawing_of
from annarchy_lab.lab.exporting.panel import CellPanel, Line, Panel
from annarchy_lab.lab.exporting.svg import svg
from annarchy_lab.lab.exporting.ticks import around, number, time_ticks

SVG = "{http://www.w3.org/2000/svg}"
TIMES = np.arange(1000.0, 2000.0)
HOSTILE = "<img src=x onerror=alert(1)>&\x00 $a_b$"


def parts(panels, **options):
    text = svg(drawing_of(panels, **options))
    root = ElementTree.fromstring(text)
    return root, [element.text for element in root.iter(f"{SVG}text")]


def raster(n=2000, name="Exc"):
    rng = np.random.default_rng(2)
    line = Line(name, 0, np.sort(rng.uniform(1000, 2000, n)), rng.integers(0, 100, n))
    return Panel("neuron", 200, (1000.0, 2000.0), (line,), "spikes", rows=(100,))


def wave(name="neuron 0", n=1000):
    x = np.linspace(1000.0, 2000.0, n)
    line = Line(name, 1, x, 30.0 * np.sin(x / 50))
    return Panel("v (mV)", 100, (1000.0, 2000.0), (line,), "v of Exc")


def cells(**more):
    means = np.arange(12, dtype=np.float32).reshape(3, 4)
    fixed = {"limits": (0.0, 12.0), "colors": ("#440154", "#fde725"), "size": (4, 3)}
    words = {"x_label": "column", "y_label": "row", "label": "rate (Hz)", "title": "rate of retina"}
    return CellPanel(height=300, means=means, dark_colors=("#000000", "#ffffff"), **fixed, **words)


def test_a_picture_names_its_axes_units_and_lines():
    _, texts = parts([raster(), wave()])
    assert {"spikes", "Exc", "neuron", "v of Exc", "neuron 0", "v (mV)", "time (s)"} <= set(texts)
    assert texts.count("time (s)") == 1  # plots that share their time have one axis of it
    assert {"1.2", "1.4", "−40", "40"} <= set(texts)


def test_different_times_have_axes_of_their_own():
    later = Panel("v", 80, (0.0, 500.0), wave().lines)
    _, texts = parts([wave(), later])
    assert {"time (s)", "time (ms)"} <= set(texts)


def test_cells_have_places_and_a_legend_of_values():
    root, texts = parts([cells()])
    assert {"rate of retina", "column", "row", "rate (Hz)", "10"} <= set(texts)
    assert len(list(root.iter(f"{SVG}image"))) == 2
    assert float(root.get("width")) < 860


def test_names_are_text_whatever_they_are():
    text = svg(drawing_of([raster(name=HOSTILE), wave(name=HOSTILE)]))
    assert "<img" not in text
    root = ElementTree.fromstring(text)
    said = "".join(root.itertext())
    assert "<img src=x onerror=alert(1)>& $a_b$" in said


def test_many_spikes_become_an_image_in_a_drawing():
    few, many = parts([raster(2000)])[0], parts([raster(50_000)])[0]
    assert not list(few.iter(f"{SVG}image"))
    assert len(list(many.iter(f"{SVG}image"))) == 1


def test_a_long_line_keeps_its_peaks_and_little_else():
    panel = wave(n=100_000)
    panel.lines[0].y[50_000] = 400.0
    text = svg(drawing_of([panel]))
    assert len(text) < 200_000
    data = max(re.findall(r'd="([^"]*)"', text), key=len)
    heights = [float(y) for y in re.findall(r"[ML]\S+ (\S+)", data)]
    assert len(heights) < 10_000
    assert min(heights) < min(sorted(heights)[10:]) - 30.0  # the one peak stands out


@pytest.mark.parametrize("name", ["x" * 40, "Exc"])
def test_long_names_stay_inside(name):
    lines = tuple(Line(f"{name}{k}", k, TIMES, TIMES) for k in range(9))
    panel = Panel("v", 80, (1000.0, 2000.0), lines, "v of something")
    drawing = drawing_of([panel])
    texts = [mark for mark in drawing.marks if type(mark).__name__ == "Text"]
    starts = [mark for mark in texts if mark.anchor == "start" and not mark.is_turned]
    assert all(mark.x + 0.56 * mark.size * len(mark.text) <= drawing.width for mark in starts)


def test_a_dark_picture_is_dark():
    assert 'fill="#111111"' in svg(drawing_of([raster()], is_dark=True))


def test_ticks_are_round_and_say_their_unit():
    assert around(-78.0, 31.0, 4) == (-100.0, 50.0, 50.0)
    assert number(-0.001, 1) == "0.0"
    assert number(-12345.6, 1) == "−12\u2009345.6"
    assert time_ticks(0.0, 500.0, 5) == ("ms", [(k * 100.0, str(k * 100)) for k in range(6)])
    assert time_ticks(1000.0, 2000.0, 2)[0] == "s"
