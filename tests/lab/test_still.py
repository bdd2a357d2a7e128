import io

import numpy as np
import pytest
from matplotlib.image import imread

from annarchy_lab.lab.exporting.layout import drawing_of
from annarchy_lab.lab.exporting.page import on_page
from annarchy_lab.lab.exporting.panel import Line, Panel
from annarchy_lab.lab.exporting.pixels import by_hand, encode_png
from annarchy_lab.lab.views.still import still_png

TIMES = np.arange(0.0, 100.0)
DOTS = Line("Exc", 0, TIMES, np.arange(100) % 10)
RASTER = Panel("neuron", 100, (0.0, 100.0), (DOTS,), rows=(10,))
WAVE = Panel("v (mV)", 80, (0.0, 100.0), (Line("_3", 1, TIMES, np.sin(TIMES / 10)),))


def page(panels):
    return on_page(drawing_of(panels), "png")


def hand(panels):
    return by_hand(drawing_of(panels))


WAYS = (page, hand)


def pixels(png):
    return imread(io.BytesIO(png), format="png")[..., :3]


def test_an_image_is_encoded_exactly():
    rng = np.random.default_rng(1)
    image = rng.integers(0, 256, (13, 31, 3)).astype(np.uint8)
    assert (np.rint(pixels(encode_png(image)) * 255) == image).all()


@pytest.mark.parametrize("draw", WAYS)
def test_everything_is_drawn_in_its_colour(draw):
    image = pixels(draw([RASTER, WAVE]))
    blue = (image[..., 2] > image[..., 0] + 0.3).sum()
    vermillion = (image[..., 0] > image[..., 2] + 0.3).sum()
    assert blue > 50
    assert vermillion > 100
    assert (image == 1.0).mean() > 0.8


def test_both_ways_have_everything_in_the_same_place():
    whole, by_itself = (pixels(draw([RASTER, WAVE])) for draw in WAYS)
    assert whole.shape == by_itself.shape
    for image in (whole, by_itself):
        rows = np.flatnonzero((image[..., 2] > image[..., 0] + 0.3).any(axis=1))
        assert (rows.min(), rows.max()) == pytest.approx((11, 138), abs=6)


def test_there_is_no_picture_of_nothing_but_one_of_silence():
    empty = Panel("v", 80, (0.0, 1.0), (Line("a", 0, np.empty(0), np.empty(0)),))
    assert still_png([]) is None
    assert still_png([empty]) is None
    silent = Line("Exc", 0, np.empty(0), np.empty(0))
    assert still_png([Panel("neuron", 80, (0.0, 100.0), (silent,), rows=(5,))]) is not None


@pytest.mark.parametrize("draw", WAYS)
def test_odd_data_can_be_drawn(draw):
    lines = (
        Line("gap", 0, TIMES, np.where(TIMES < 50, np.nan, 1.0)),
        Line("nothing", 1, TIMES, np.full(100, np.nan)),
        Line("$math$ <b>", 2, TIMES, np.zeros(100)),
    )
    assert pixels(draw([Panel("$x_", 80, (0.0, 100.0), lines)])).size


def test_it_works_without_matplotlib(monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.views.still.find_spec", lambda name: None)
    assert pixels(still_png([RASTER])).shape[1] == 860
