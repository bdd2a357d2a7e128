"""A journal of a session with rewinds, branches, undo and exchanged models gives the same bits."""

import json

import pytest
from lab_journals import REPLAY, SCRIPT, digest, elsewhere
from lab_networks import IZHIKEVICH, build_pulse

from annarchy_lab import ANNarchyException, Neuron, Scale
from annarchy_lab.diagnostics import Source
from annarchy_lab.lab import replay, to_script
from annarchy_lab.lab.journals.reading import read_records
from annarchy_lab.lab.views.views import journal
from annarchy_lab.language.model_cell import parse_model_cell


def steeper() -> Neuron:
    """The model of the network with another equation."""
    text = IZHIKEVICH.replace("a*(b*v - u)", "1.5*a*(b*v - u)")
    return parse_model_cell("neuron", "Izhikevich", Source(text, "Neuron 'Izhikevich'"))


@pytest.fixture
def lived(pulse, laboratory):
    net = pulse.net
    run = net.start(speed=None)
    run.pause()
    net.write([(pulse.exc_proj, "w", Scale(1.2))], "control")
    run.step(20)
    pulse.exc.noise = 8.0
    run.step(20)
    net.undo()
    pulse.exc_proj.plasticity = False
    run.step(10)
    net.undo()
    net.redo()
    net.rewind(25.0, keep=True)
    pulse.inh.noise = 4.0
    net.start(15.0, speed=None).wait()
    net.switch("main")
    pulse.inh.noise = 1.0
    net.start(10.0, speed=None).wait()
    net.rewind(30.0)
    net.start(5.0, speed=None).wait()
    net.switch("branch 1")
    net.replace(pulse.pop, steeper())
    net.start(12.0, speed=None).wait()
    net.rewind(45.0)
    net.start(3.0, speed=None).wait()
    net.rewind(38.0, keep="before")  # behind the exchange
    net.start(4.0, speed=None).wait()
    net.switch("branch 1")
    net.start(2.0, speed=None).wait()
    net.switch("before")
    net.start(1.0, speed=None).wait()
    path, state = journal(net).path, digest(pulse)
    laboratory.close()
    return path, state


def test_in_a_new_process(lived):
    path, state = lived
    assert elsewhere(REPLAY.format(path=str(path))) == state


def test_as_a_plain_script(lived):
    path, state = lived
    assert elsewhere(SCRIPT.format(script=to_script(path))) == state


def test_a_journal_of_another_version_is_explained(lived, tmp_path):
    path, _ = lived
    header, *records = read_records(path)
    newer = tmp_path / "newer.jsonl"
    lines = [header | {"schema": 99, "annarchy_lab": "9.9"}, *records]
    newer.write_text("".join(json.dumps(each) + "\n" for each in lines))
    before = newer.read_bytes()
    for read in (lambda: replay(newer, build_pulse().net), lambda: to_script(newer)):
        with pytest.raises(ANNarchyException, match=r"schema 99 \(annarchy_lab 9\.9\).*reads 1"):
            read()
    assert newer.read_bytes() == before


@pytest.mark.parametrize("text", ["", "{", "[1]\n", '{"kind": "time", "step": 3}\n', "\x00\n"])
def test_what_is_no_journal_is_refused(tmp_path, text):
    path = tmp_path / "odd.jsonl"
    path.write_text(text)
    with pytest.raises(ANNarchyException, match=r"odd\.jsonl"):
        replay(path, build_pulse().net)


def test_a_line_that_is_damaged_is_named(lived, tmp_path):
    path, _ = lived
    lines = path.read_text().splitlines(keepends=True)
    damaged = tmp_path / "damaged.jsonl"
    damaged.write_text("".join([*lines[:3], "{oops\n", *lines[3:]]))
    with pytest.raises(ANNarchyException, match=r"damaged\.jsonl: line 4"):
        to_script(damaged)


def test_another_model_is_named_with_what_to_do(lived):
    path, _ = lived
    other = build_pulse(seed=8)
    with pytest.raises(ANNarchyException, match="to_script"):
        replay(path, other.net)
