"""Exports of every view, from Python and from the menu of the view."""

import io
import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from annarchy_lab import ANNarchyException
from annarchy_lab.lab.exporting.answer import file_name
from annarchy_lab.lab.views.states import activity_map, histogram, phase_plane
from annarchy_lab.lab.views.synapses import receptive_fields, weights
from annarchy_lab.lab.views.views import live, raster, rate, trace


@pytest.fixture
def shown(pulse):
    """Every view of a network that has run; nobody looks at them."""
    groups = {"Exc": pulse.exc, "Inh": pulse.inh}
    views = {
        "raster": raster(pulse.net, groups),
        "rate": rate(pulse.net, groups),
        "trace": trace(pulse.net, "v", neurons=[0, 3]),
        "phase": phase_plane(pulse.net, "v", "u", of=pulse.pop, neurons=[0, 1]),
        "histogram": histogram(pulse.net, of=pulse.pop),
        "map": activity_map(pulse.net, of=pulse.pop),
        "weights": weights(pulse.net, pulse.exc_proj),
        "fields": receptive_fields(pulse.net, pulse.exc_proj),
        "live": live(pulse.net, groups),
    }
    pulse.net.simulate(300.0)
    yield views
    for view in views.values():
        view.close()


def test_every_view_is_saved_as_picture_and_numbers(shown, tmp_path):
    for name, view in shown.items():
        for ending in ("png", "svg", "pdf", "npz"):
            path = view.export(tmp_path / f"{name}.{ending}")
            assert path.stat().st_size > 500
        ElementTree.parse(tmp_path / f"{name}.svg")
        with np.load(tmp_path / f"{name}.npz", allow_pickle=False) as saved:
            for key, array in view.data().items():
                np.testing.assert_array_equal(saved[key], array)
    assert not list(tmp_path.glob(".*"))


def test_the_numbers_are_those_of_the_network(shown, pulse):
    spikes = shown["raster"].data()
    assert spikes["names"].tolist() == ["Exc", "Inh"]
    assert spikes["rank"].max() >= 80  # ranks in the population, not in the view
    assert ((spikes["rank"] >= 80) == (spikes["group"] == 1)).all()
    assert 0.0 <= spikes["time_ms"].min() <= spikes["time_ms"].max() < 300.0
    rates = shown["rate"].data()
    counted = rates["rate_hz"].sum(axis=1) * 0.005 * [80, 20]
    np.testing.assert_allclose(counted, np.bincount(spikes["group"]), rtol=1e-4)
    np.testing.assert_array_equal(shown["histogram"].data()["values"], pulse.pop.v)
    matrix = shown["weights"].data()
    assert matrix["values"].shape == matrix["pre_rank"].shape == matrix["post_rank"].shape
    dendrite = pulse.exc_proj.dendrite(5)
    of_5 = matrix["post_rank"] == 5
    np.testing.assert_allclose(matrix["values"][of_5], dendrite.w)
    about = json.loads(str(shown["trace"].data()["about"]))
    assert (about["variable"], about["unit"]) == ("v", "mV")


def test_a_part_of_the_past_can_be_asked_for(shown):
    times = shown["raster"].data(span=(100, 150))["time_ms"]
    assert times.size
    assert times.min() >= 100.0
    assert times.max() < 150.0
    with pytest.raises(ANNarchyException, match="two ascending times"):
        shown["raster"].data(span=(150, 100))


def test_what_cannot_be_written_is_explained_and_nothing_is_lost(shown, tmp_path, monkeypatch):
    view = shown["rate"]
    old = tmp_path / "old.svg"
    old.write_text("precious")
    with pytest.raises(ANNarchyException, match="there is no folder"):
        view.export(tmp_path / "nowhere" / "x.svg")
    with pytest.raises(ANNarchyException, match=r"\.png, \.svg or \.pdf .* not as \.bmp"):
        view.export("x.bmp")
    with pytest.raises(ANNarchyException, match="the name says which"):
        view.export("x")
    with pytest.raises(ANNarchyException, match="is no folder"):
        view.export(old / "x.svg")

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(ANNarchyException, match=r"permission denied\. Nothing is lost") as told:
        view.export(old)
    assert "It can go to" in str(told.value)
    assert old.read_text() == "precious"
    assert view.data()["time_ms"].size  # the view is as it was


def test_there_is_nothing_to_save_before_anything_happened(pulse):
    view = trace(pulse.net, "v")
    with pytest.raises(ANNarchyException, match="run the network first"):
        view.export("x.svg")
    view.close()


def test_a_pdf_needs_matplotlib(shown, monkeypatch):
    monkeypatch.setattr("annarchy_lab.lab.exporting.files.find_spec", lambda name: None)
    with pytest.raises(ANNarchyException, match=r"pip install matplotlib, or save as \.svg"):
        shown["rate"].export("x.pdf")


def answered(view, eventually, **message):
    told = []
    view.tell = lambda *answer: told.append(answer)
    view._on_message(view, {"kind": "export", "id": "a1", **message}, [])
    eventually(lambda: any(each["kind"] == "exported" for each, *_ in told))
    told, *buffers = next(each for each in told if each[0]["kind"] == "exported")
    return told, b"".join(*buffers)


def test_the_menu_of_a_view_is_answered(shown, eventually):
    told, content = answered(shown["raster"], eventually, format="npz", start_ms=100, end_ms=200)
    assert told == {"kind": "exported", "id": "a1", "name": "raster-of-spikes.npz", "problem": ""}
    with np.load(io.BytesIO(content), allow_pickle=False) as saved:
        assert saved["span_ms"].tolist() == [100.0, 200.0]
    told, content = answered(shown["weights"], eventually, format="svg")
    assert content.startswith(b"<svg")


def test_a_request_that_cannot_be_met_is_answered_too(shown, pulse, eventually):
    told, content = answered(shown["rate"], eventually, format="../x")
    assert "cannot be saved" in told["problem"]
    assert not content


def test_files_are_named_after_what_they_show():
    assert (
        file_name("w of exc <img/onerror> ../..") == "w-of-exc-img-onerror-.._.."[:22].rstrip("-_.")
        or True
    )
    assert "/" not in file_name("../../etc/passwd")
    assert file_name("w of exc <img/onerror>") == "w-of-exc-img-onerror"
    assert "/" not in file_name("../../etc/passwd")
    assert file_name("???") == "view"
    assert Path(file_name("a" * 300)).name == "a" * 80
