"""§12: the errors and warnings that belong to no other section."""

import pytest
from fact_tools import CLOCK, LISTENER, SUMMER, refusal, spiker

import annarchy_lab as ann


@pytest.mark.proves("12-unknown-type", "12-flag-value")
def test_an_unknown_type():
    refusal(
        lambda: ann.Neuron({"a": ann.Parameter(1.0, type="double")}, "r = a"), "ANN130", "double"
    )
    refusal(lambda: ann.Neuron("", [ann.Variable("r = t", type=complex)]), "ANN130", "complex")


@pytest.mark.proves("12-flag-value")
@pytest.mark.parametrize(
    "flags", ["init", "min=", "max=1 2", "init=2*x", "exponential=1", "min=0, 3", "exponentail"]
)
def test_flags_that_cannot_be(flags):
    refusal(lambda: ann.Neuron("x = 1.0", f"r = t : {flags}"), "error[ANN1")


@pytest.mark.proves("12-kind-mismatch")
def test_kinds_that_do_not_fit(net):
    rates, cells = net.create(1, CLOCK, name="Rates"), net.create(1, LISTENER, name="Cells")
    spiking, plain = ann.Synapse(pre_spike="g_target += w"), ann.Synapse(psp="w * pre.r")
    for pre, post, synapse in (
        (rates, cells, None), (cells, rates, None), (rates, rates, spiking),
        (cells, cells, ann.Synapse("", "w = t")),
    ):  # fmt: skip
        refusal(lambda e=(pre, post, "exc", synapse): net.connect(*e), pre.name, post.name)
    net.connect(rates, net.create(1, SUMMER), "exc", plain)
    net.connect(cells, spiker(net), "exc", spiking)


@pytest.mark.proves("12-shapes")
def test_wrong_sizes_and_shapes(net):
    pop = net.create((2, 3), ann.Neuron("a = 1.0", "r = a"))
    post = net.create(2, SUMMER)
    proj = net.connect(pop, post, "exc", ann.Synapse("b = 1.0", "w = b")).all_to_all(1.0)
    for assign in (
        lambda: setattr(pop, "a", [1.0, 2.0]),
        lambda: setattr(pop, "a", [[1.0] * 2] * 3 + [[1.0]]),
        lambda: setattr(pop[:2, 0], "a", [1.0] * 3),
        lambda: setattr(proj, "b", [1.0] * 5),
        lambda: setattr(proj, "b", [[1.0] * 6, [1.0] * 5]),
        lambda: setattr(proj[0], "b", [1.0] * 2),
        lambda: setattr(pop, "a", "one"),
    ):
        refusal(assign)
    assert pop.a.tolist() == [[1.0] * 3] * 2
    assert proj.b == [[1.0] * 6] * 2


@pytest.mark.proves("12-unknown-setup-key")
def test_an_unknown_key_of_setup_is_a_warning(capsys):
    ann.setup(dt=0.5, quality="high")
    assert "WARNING" in (out := capsys.readouterr().out)
    assert "'quality'" in out
    assert ann.dt() == 0.5


@pytest.mark.proves("12-record-each-step-warning")
def test_recording_a_projection_in_each_step_is_a_warning(net, capsys):
    proj = net.connect(net.create(1, CLOCK), net.create(1, SUMMER), "exc").one_to_one(1.0)
    net.monitor(proj, "w", period=10.0)
    assert capsys.readouterr().out == ""
    net.monitor(proj, "w")
    assert "WARNING" in capsys.readouterr().out


@pytest.mark.proves("12-unconnected-warning", "4.1-no-projection")
def test_a_target_that_leads_nowhere_is_a_warning(net, capsys):
    post = net.create(1, ann.Neuron(equations="r = sum(exc) + sum(inh) + 1.0"))
    net.connect(net.create(1, CLOCK), post, "exc").one_to_one(1.0)
    net.connect(net.create(1, CLOCK), post, "other").one_to_one(1.0)
    net.compile(silent=True)
    warnings = [line for line in capsys.readouterr().out.splitlines() if "WARNING" in line]
    assert len(warnings) == 2
    assert "sum(other)" in warnings[0]
    assert "sum(inh)" in warnings[1]
    net.step()
    assert post.r[0] == 1.0
