"""Running a model cell once more exchanges the model of networks that have it."""

import time

import pytest
from IPython.core.interactiveshell import InteractiveShell

from annarchy_lab import Network, Neuron
from annarchy_lab.lab.cards.card import text as shown_text
from annarchy_lab.lab.cards.diff import diff_bundle
from annarchy_lab.lab.magics.live_models import LiveModels


def leaky(equation="tau * dr/dt = 1.0 - r", name="Leaky"):
    return Neuron("tau = 10.0", equation, name=name)


@pytest.fixture
def shown():
    return []


@pytest.fixture
def live(shown, laboratory):
    return LiveModels(shown.append)


def network(model):
    net = Network(seed=1)
    net.pop = net.create(2, model)
    net.compile(silent=True)
    return net


def test_a_network_gets_the_new_model(live, shown):
    old, new = leaky(), leaky("tau * dr/dt = 2.0 - r")
    net = network(old)
    assert live.renew("Leaky", None, old) is old
    assert live.renew("Leaky", old, new) is new
    assert net.pop.neuron_type is new
    (diff,) = shown
    assert [item.what for item in diff.changed] == ["equation of r"]


def test_the_same_text_is_the_same_model(live, shown):
    old = leaky()
    net = network(old)
    assert live.renew("Leaky", old, leaky()) is old
    assert net.pop.neuron_type is old
    assert not shown


def test_the_same_text_reaches_a_network_that_went_back(live, shown):
    old, new = leaky(), leaky("tau * dr/dt = 2.0 - r")
    net = network(old)
    net.keyframes()
    net.simulate(2.0)
    live.renew("Leaky", old, new)
    net.rewind(0.0)
    assert net.pop.neuron_type is old
    assert live.renew("Leaky", new, leaky("tau * dr/dt = 2.0 - r")) is new
    assert net.pop.neuron_type is new
    assert len(shown) == 2


def test_a_network_that_cannot_have_it_keeps_its_own_and_is_reached_later(live, shown):
    old, spiking = leaky(), Neuron("I = 1.0", "v = I", spike="v > 2.0", reset="v = 0")
    net = network(old)
    assert live.renew("Leaky", old, spiking) is spiking
    assert net.pop.neuron_type is old
    assert "keeps the model it has" in shown[0]
    assert "spiking" in shown[0]
    again = leaky("tau * dr/dt = 3.0 - r")
    live.renew("Leaky", spiking, again)
    assert net.pop.neuron_type is again


def test_the_card_escapes_what_users_wrote():
    net = Network(seed=1)
    pop = net.create(2, leaky())
    evil = "<img src=x>"
    diff = net.replace(pop, leaky("tau * dr/dt = 2.0 - r", name=evil))
    page = diff_bundle(diff)["text/html"]
    assert "<img" not in page
    assert shown_text("tau * dr/dt = 2.0 - r") in page
    assert diff_bundle(diff)["text/plain"] == str(diff)


CELL = """%%neuron Leaky
parameters:
    tau = 10.0
equations:
    tau * dr/dt = {} - r
"""


@pytest.fixture
def cell(capsys):
    """Runs a cell in a shell with the lab; returns what it printed."""
    shell = InteractiveShell()
    shell.colors = "nocolor"
    shell.extension_manager.load_extension("annarchy_lab")

    def run(text):
        shell.run_cell(text)
        printed = capsys.readouterr()
        return printed.out + printed.err

    run.space = shell.user_ns
    yield run
    shell.extension_manager.unload_extension("annarchy_lab")
    shell.history_manager.end_session()


def test_a_cell_that_is_run_again_changes_a_live_network(cell):
    cell(CELL.format("1.0"))
    net = network(cell.space["Leaky"])
    with net.start(speed=None) as run:
        told = cell(CELL.format("5.0"))
        assert "changed equation of r" in told
        assert net.pop.neuron_type is cell.space["Leaky"]
        kept = cell.space["Leaky"]
        mistaken = cell(CELL.format("foo"))
        assert "'foo'" in mistaken
        assert "^^^" in mistaken
        assert cell.space["Leaky"] is net.pop.neuron_type is kept
        time.sleep(0.05)
        run.pause()
        run.step(2000)
    assert abs(net.pop.r[0] - 5.0) < 1e-6
