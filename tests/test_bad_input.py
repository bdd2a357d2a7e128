"""What users see when they slip, word for word, and that nothing is lost then.

The mistakes that a model's text can hold are in ``tests/errors``; here are those of a session.
"""

import ast
import re

import numpy as np
import pytest

import annarchy_lab as ann
from annarchy_lab.lab.cards.model import model_bundle
from annarchy_lab.lab.cards.network import NetworkCard
from annarchy_lab.lab.journals.as_python import as_python
from annarchy_lab.runtime import toolchain

RATE = ann.Neuron(
    parameters="tau = 10.0 : population\nb = 1.0",
    equations="tau * dr/dt = b - r + sum()",
    name="Rate",
)
EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _fresh():
    ann.clear()
    yield
    ann.clear()


@pytest.fixture
def net():
    """A network of six neurons in two rows, each connected to the other five."""
    made = ann.Network(dt=1.0, seed=1)
    pop = made.create((2, 3), RATE, name="P")
    made.connect(pop, pop, "exc", name="W").all_to_all(0.1)
    return made


@pytest.fixture
def running(net):
    """The same network, running at the pace of the clock."""
    net.compile(silent=True)
    with net.start(speed=1.0):
        yield net


def message_of(error, call, *arguments, **named):
    """The text of the error that a call raises."""
    with pytest.raises(error) as raised:
        call(*arguments, **named)
    return str(raised.value)


# Models


def test_an_unknown_name():
    assert message_of(ann.ModelError, ann.Neuron, "baseline = 1.0", "r = basline", name="Rate") == (
        """
error[ANN102]: unknown name 'basline' in the equation of 'r'
  --> Neuron 'Rate', equations, line 1
 1 | r = basline
   |     ^^^^^^^
   = help: did you mean 'baseline'? Otherwise declare it in parameters."""
    )


def test_no_rate():
    assert message_of(ann.ModelError, ann.Neuron, equations="v = 1.0", name="N") == (
        """
error[ANN120]: Neuron 'N': a rate-coded neuron needs a variable or parameter 'r'
   = help: add an equation such as r = pos(v), or give spike= to make it a spiking neuron"""
    )


def test_no_spike():
    given = dict(equations="r = 1.0", reset="r = 0.0", name="N")
    assert message_of(ann.ModelError, ann.Neuron, **given) == (
        """
error[ANN144]: Neuron 'N': reset without spike
  --> Neuron 'N', reset, line 1
 1 | r = 0.0
   | ^^^^^^^
   = help: give spike= a condition, or remove reset"""
    )


# Values


@pytest.mark.parametrize(
    ("place", "name", "value", "message"),
    [
        ("P", "b", [0.0] * 5, "b of P: expected 1 or 6 values of shape (2, 3), got 5."),
        ("P", "b", np.zeros((3, 3)), "b of P: expected 1 or 6 values of shape (2, 3), got 9 of"
         " shape (3, 3)."),
        ("P", "tau", [1.0, 2.0], "tau of P is one value for all; it cannot be set to 2 values."
         " Each neuron has its own if the model says tau=Parameter(..., 'local')."),
        ("P", "b", "high", "b of P: 'high' is not the name of a constant."),
        ("W", "w", [0.0] * 4, "w of W: expected 6 lists, one per dendrite, got 4."),
        ("P", "taau", 1.0, "P has no attribute 'taau'. Did you mean 'tau'?"),
        ("P", "zebra", 1.0, "P has no attribute 'zebra'."),
        ("Q", "b", 1.0, "there is no population or projection 'Q'."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("state", ["net", "running"])
def test_what_cannot_be_written(request, state, place, name, value, message):
    net = request.getfixturevalue(state)
    pop = net.get_population("P")
    before = [array.tolist() for array in (pop.b, np.asarray(pop.tau))]
    changes = [("P", "b", 7.0), (place, name, value)]
    assert message_of(ann.ANNarchyException, net.write, changes) == message
    assert [array.tolist() for array in (pop.b, np.asarray(pop.tau))] == before
    if state == "running":
        assert net.live_run.state == "running"


def test_a_view_of_another_size(running):
    view = running.get_population("P")[:2]
    assert message_of(ann.ANNarchyException, setattr, view, "b", [1.0, 2.0, 3.0]) == (
        "b of P: expected 1 or 2 values, got 3."
    )


def test_a_misspelt_assignment_to_a_running_network_is_pointed_out(running, capsys):
    pop, proj = running.get_population("P"), running.get_projection("W")
    pop.taau = 1.0
    pop[:2].taau = 1.0
    pop.neuron(0).taau = 1.0
    proj.ww = 1.0
    proj.dendrite(0).ww = 1.0
    nothing = "nothing in the network was changed. Did you mean"
    assert capsys.readouterr().out.splitlines() == [
        f"WARNING: P has no attribute 'taau'; {nothing} 'tau'?",
        f"WARNING: P[0:2] has no attribute 'taau'; {nothing} 'tau'?",
        f"WARNING: P[0] has no attribute 'taau'; {nothing} 'tau'?",
        f"WARNING: W has no attribute 'ww'; {nothing} 'w'?",
        f"WARNING: Dendrite has no attribute 'ww'; {nothing} 'w'?",
    ]
    pop.label = "input"  # nothing like it in the model: the script's own
    pop.label = proj.label = "again"
    assert capsys.readouterr().out == ""


# Compiling


def test_a_second_compile_changes_nothing(net, capsys):
    net.compile(silent=True)
    net.get_population("P").b = 3.0
    net.simulate(5.0)
    net.compile()
    assert capsys.readouterr().out == (
        f"WARNING: network {net.id} is already compiled; nothing was done.\n"
    )
    assert (net.current_step, net.get_population("P").b.max()) == (5, 3.0)


def test_a_second_compile_of_a_script(capsys):
    ann.Population(1, RATE)
    ann.compile()
    ann.compile()
    assert capsys.readouterr().out == (
        "Compiling ...  OK\nWARNING: the network is already compiled; nothing was done.\n"
    )


def test_a_new_population_in_a_compiled_network(net):
    net.compile(silent=True)
    assert message_of(ann.StateError, net.create, 1, RATE) == (
        "a population cannot be created after compile(): make a new network, or call clear() first."
    )


def test_no_compiler(net, monkeypatch):
    monkeypatch.setenv("CXX", "no-such-compiler")
    toolchain.find_toolchain.cache_clear()
    try:
        missing = (
            "no C++ compiler was found (CXX, g++, clang++, c++): install one, for instance "
            "'apt install g++', or 'pip install ziglang'"
        )
        assert message_of(ann.BackendError, net.compile, backend="cpu") == missing
        assert not net.compiled
        slow = f"{missing}. The network runs on the reference backend, which is slow."
        with pytest.warns(UserWarning, match=f"^{re.escape(slow)}$") as notices:
            net.compile(silent=True)
        assert [notice.filename for notice in notices] == [__file__]
    finally:
        toolchain.find_toolchain.cache_clear()
    net.simulate(10.0)
    assert net.get_population("P").r.max() > 0.5


def test_a_backend_that_does_not_exist(net):
    assert message_of(ann.BackendError, net.compile, backend="gpu") == (
        "there is no backend 'gpu'; there are 'cpu' and 'reference'"
    )
    assert not net.compiled


# Names


def test_a_name_is_text_and_nothing_else():
    model = ann.Neuron("a = 1.0", "r = a", name=f"{EVIL}\nint x;\\", description=EVIL)
    net = ann.Network(seed=1)
    pop = net.create(2, model, name=EVIL)
    net.connect(pop, pop, "exc", name=f"{EVIL} 2").all_to_all(0.1)
    net.compile(silent=True)
    for html in (model_bundle(model)["text/html"], NetworkCard(net, EVIL)._repr_html_()):
        assert "<img" not in html
        assert "&lt;img src=x onerror=alert(1)&gt;" in html
    named = [line for line in net.source(pop).splitlines() if "img" in line or "int x;" in line]
    assert len(named) == 1
    assert named[0].startswith("// ")
    assert named[0][-1] != "\\"
    assert ast.parse(as_python(model.declaration))


def test_a_mistake_in_a_model_of_that_name_is_still_explained():
    assert message_of(ann.ModelError, ann.Neuron, equations="r = x", name=EVIL) == (
        f"""
error[ANN102]: unknown name 'x' in the equation of 'r'
  --> Neuron '{EVIL}', equations, line 1
 1 | r = x
   |     ^
   = help: declare it in parameters"""
    )
