"""§6: reading an ODE, and one step of each numerical method, to the last digits."""

import math

import pytest
from fact_tools import CLOCK, SUMMER, evaluated, refusal, spiker, traces

import annarchy_lab as ann


def one_step(net, equation, parameters="tau = 10.0\nA = 1.0", n_steps=1, variable="x"):
    return evaluated(net, equation, parameters, n_steps)[variable]


# 6.1 Reading


@pytest.mark.proves("6.1-linear-left", "6.1-solved")
@pytest.mark.parametrize(
    "equation",
    [
        "dx/dt = (A - x) / tau",
        "tau*dx/dt = A - x",
        "tau*dx/dt + x = A",
        "dx/dt + x/tau = A/tau",
        "tau*dx/dt + x - A = 0",
        "x + tau * dx/dt = A",
        "-tau*dx/dt = x - A",
        "2*(tau*dx/dt + x) = 2*A",
        "tau*(dx/dt + x/tau) = A",
    ],
)
@pytest.mark.parametrize("method", ["explicit", "exponential"])
def test_every_form_of_one_equation(net, equation, method):
    found = one_step(net, f"{equation} : init=0.5, {method}")
    step = {"explicit": 0.1, "exponential": 1.0 - math.exp(-0.1)}[method]
    assert found == pytest.approx(0.5 + step * 0.5, rel=1e-14)


@pytest.mark.proves("6.1-left-only", "6.1-gradient-right")
@pytest.mark.parametrize("text", ["r = dr/dt", "tau*dr/dt = dr/dt - r", "x = 2*dr/dt\ndr/dt = 1.0"])
def test_a_gradient_on_the_right(text):
    refusal(lambda: ann.Neuron("tau = 10.0", text), "ANN")


@pytest.mark.proves("6.1-one-gradient")
@pytest.mark.parametrize(
    "text", ["dr/dt + dv/dt = 1.0\ndv/dt = 1.0", "d2r/dt2 = 1.0", "dr/dt * dr/dt = 1.0"]
)
def test_one_gradient_of_first_order(text):
    refusal(lambda: compile_neuron(text), "ANN")


def compile_neuron(text, parameters="tau = 10.0"):
    net = ann.Network()
    net.create(1, ann.Neuron(parameters, text))
    net.compile(silent=True, backend="reference")


# 6.2 Methods


@pytest.mark.proves("6.2-implicit", "13-implicit")
def test_implicit(make):
    """x' = x + dt f(x'), here for dx/dt = (A - x)/tau and dx/dt = A - t*x."""
    assert one_step(make(), "tau*dx/dt + x = A : implicit") == pytest.approx(1 / 11, abs=1e-16)
    x = 0.0
    for t in (0.0, 0.5, 1.0):
        x = (x + 0.5) / (1.0 + 0.5 * t)
    found = one_step(make(dt=0.5), "dx/dt = A - t*x : implicit", n_steps=3)
    assert found == pytest.approx(x, rel=1e-15)


@pytest.mark.proves("6.2-implicit-coupled")
@pytest.mark.parametrize("between", ["", "m = 0.0\n"])
def test_implicit_equations_form_one_system(make, between):
    """Linear, and with a product of both variables; each satisfies x' = x + dt f(x', y')."""
    text = f"dx/dt = y - x : init=1.0, implicit\n{between}dy/dt = -2*x : implicit"
    found = evaluated(make(dt=0.5), text)
    assert found["x"] == pytest.approx(1.0 + 0.5 * (found["y"] - found["x"]), rel=1e-15)
    assert found["y"] == pytest.approx(-0.5 * 2.0 * found["x"], rel=1e-15)
    text = f"dx/dt = -x*y : init=1.0, implicit\n{between}dy/dt = x*y - y : init=2.0, implicit"
    found = evaluated(make(dt=0.5), text)
    x, y = found["x"], found["y"]
    assert x == pytest.approx(1.0 - 0.5 * x * y, rel=1e-15)
    assert y == pytest.approx(2.0 + 0.5 * (x * y - y), rel=1e-15)


@pytest.mark.proves("6.2-implicit-nonlinear")
def test_one_implicit_equation_must_be_linear():
    refusal(lambda: compile_neuron("dr/dt = 1.0 - r^2 : implicit"), "ANN201", "implicit")
    several = "dr/dt = v - r^3 : implicit\ndv/dt = -r : implicit"
    refusal(lambda: compile_neuron(several), "ANN202", "no solution in closed form")


@pytest.mark.proves("6.2-explicit")
@pytest.mark.parametrize("flag", ["", " : explicit"])
def test_explicit(make, flag):
    net = make(dt=0.5)
    found = one_step(net, f"dx/dt = A - x^2 + t{flag}", n_steps=3)
    x = 0.0
    for k in range(3):
        x = x + 0.5 * (1.0 - x * x + 0.5 * k)
    assert found == pytest.approx(x, rel=1e-15)


@pytest.mark.proves("6.2-semiimplicit", "13-semiimplicit")
def test_semiimplicit(net):
    assert one_step(net, "tau*dx/dt + x = A : semiimplicit") == pytest.approx(1 / 11, abs=1e-15)


@pytest.mark.proves("6.2-exponential", "13-exponential")
def test_exponential(net):
    found = one_step(net, "tau*dx/dt + x = A : exponential")
    assert found == pytest.approx(0.0951625820, abs=5e-11)
    assert found == pytest.approx(-math.expm1(-0.1), rel=1e-14)


@pytest.mark.proves("6.2-midpoint", "13-midpoint")
def test_midpoint(net):
    assert one_step(net, "tau*dx/dt + x = A : midpoint") == pytest.approx(0.095, abs=1e-16)


@pytest.mark.proves("6.2-rk4", "13-rk4")
@pytest.mark.parametrize("flag", ["rk4", "runge-kutta4"])
def test_rk4(net, flag):
    assert one_step(net, f"tau*dx/dt + x = A : {flag}") == pytest.approx(0.0951625, abs=1e-15)


@pytest.mark.proves("6.2-midpoint", "6.2-rk4")
def test_midpoint_and_rk4_of_a_nonlinear_equation(make):
    def f(x):
        return 1.0 - x**3

    k1 = f(0.5)
    k2 = f(0.5 + 0.05 * k1)
    k3 = f(0.5 + 0.05 * k2)
    k4 = f(0.5 + 0.1 * k3)
    expected = {"midpoint": 0.5 + 0.1 * k2, "rk4": 0.5 + 0.1 / 6 * (k1 + 2 * k2 + 2 * k3 + k4)}
    for method, value in expected.items():
        found = one_step(make(dt=0.1), f"dx/dt = A - x^3 : init=0.5, {method}")
        assert found == pytest.approx(value, rel=1e-15)


@pytest.mark.proves("6.2-exponential-linear")
@pytest.mark.parametrize("method", ["exponential", "semiimplicit"])
def test_methods_that_need_a_linear_equation(method):
    refusal(lambda: compile_neuron(f"dr/dt = 1.0 - r^2 : {method}"), "ANN201", method)


@pytest.mark.proves("6.2-exponential-linear")
def test_event_driven_needs_a_linear_equation(net):
    synapse = ann.Synapse("", "dx/dt = 1.0 - x^2 : event-driven", pre_spike="x += 1.0")
    net.connect(spiker(net), spiker(net), "exc", synapse).one_to_one(1.0)
    refusal(lambda: net.compile(silent=True), "ANN201", "event-driven")


@pytest.mark.proves("6.2-exponential-current")
@pytest.mark.parametrize("method", ["exponential", "semiimplicit"])
def test_tau_and_the_steady_state_are_those_of_the_step(net, method):
    found = one_step(
        net, f"tau2 = 2.0 + t\nA2 = 4.0 * t\ntau2*dx/dt + x = A2 : {method}", n_steps=3
    )
    x = 0.0
    for t in range(3):
        s = 1.0 / (2.0 + t)
        x += {"exponential": -math.expm1(-s), "semiimplicit": s / (1.0 + s)}[method] * (4.0 * t - x)
    assert found == pytest.approx(x, rel=1e-14)


OSCILLATOR = "dx/dt = y : init=1.0, {0}\n{1}dy/dt = -2*x : {0}"


@pytest.mark.proves("6.2-midpoint-coupled", "6.2-rk4-coupled")
@pytest.mark.parametrize("method", ["midpoint", "rk4"])
def test_equations_of_a_neuron_form_one_system(make, method):
    def f(x, y):
        return y, -2.0 * x

    def shifted(x, y, h, k):
        return x + h * k[0], y + h * k[1]

    h, x, y = 0.5, 1.0, 0.0
    for _ in range(2):
        k1 = f(x, y)
        k2 = f(*shifted(x, y, h / 2, k1))
        k3 = f(*shifted(x, y, h / 2, k2))
        k4 = f(*shifted(x, y, h, k3))
        mean = [(a + 2 * b + 2 * c + d) / 6 for a, b, c, d in zip(k1, k2, k3, k4, strict=True)]
        x, y = shifted(x, y, h, k2 if method == "midpoint" else mean)
    found = evaluated(make(dt=0.5), OSCILLATOR.format(method, ""), n_steps=2)
    assert (found["x"], found["y"]) == (pytest.approx(x, rel=1e-14), pytest.approx(y, rel=1e-14))


@pytest.mark.proves("6.2-rk4-synapse")
def test_every_rk4_equation_of_a_synapse_stands_for_itself(make):
    """y is held within the step, so that x moves on a straight line."""
    net = make(dt=0.5)
    synapse = ann.Synapse(equations="dx/dt = y : rk4\ndy/dt = -y : init=2.0, rk4")
    pre, post = net.create(1, CLOCK), net.create(1, SUMMER)
    proj = net.connect(pre, post, "exc", synapse).all_to_all(0.0)
    found = traces(net, 2, x=(proj, "x"), y=(proj, "y"))
    z = -0.5
    decay = 1.0 + z + z**2 / 2 + z**3 / 6 + z**4 / 24
    assert found["y"] == pytest.approx([2.0 * decay, 2.0 * decay**2], rel=1e-15)
    assert found["x"] == pytest.approx([1.0, 1.0 + decay], rel=1e-15)


@pytest.mark.proves("6.2-event-driven", "13-event-driven-start", "9.5-initial-relaxed")
def test_event_driven_relaxes_by_the_time_between_events(net):
    synapse = ann.Synapse(
        "tau = 4.0", "tau*dx/dt = 1.0 - x : event-driven, init=0.5", pre_spike="y = x\nx += 2.0"
    )
    proj = net.connect(spiker(net, 0.0, 3.0), spiker(net), "exc", synapse).one_to_one(1.0)
    found = traces(net, 5, x=(proj, "x"), y=(proj, "y"))
    assert found["x"][:4] == [0.5, 3.0, 3.0, 3.0]
    assert found["y"][1] == 1.0
    assert found["y"][4] == pytest.approx(1.0 + 2.0 * math.exp(-3.0 / 4.0), rel=1e-14)
    assert found["x"][4] == found["y"][4] + 2.0


@pytest.mark.proves("6.2-event-driven-spiking")
def test_event_driven_belongs_to_spiking_synapses():
    refusal(lambda: ann.Neuron("", "dr/dt = -r : event-driven"), "ANN136")
    refusal(lambda: ann.Synapse("", "dx/dt = -x : event-driven"), "ANN136")


@pytest.mark.proves("6.2-event-driven-independent")
@pytest.mark.parametrize(
    "right", ["y - x", "pre.v - x", "t - x", "w*y - x", "Uniform(0.0, 1.0) - x"]
)
def test_event_driven_depends_on_nothing_that_changes(right):
    text = f"y = 2*t\ndx/dt = {right} : event-driven"
    refusal(lambda: ann.Synapse("", text, pre_spike="w += x"), "ANN136")


@pytest.mark.proves("6.2-inputs-held")
@pytest.mark.parametrize("method", ["midpoint", "rk4"])
def test_inputs_are_held_within_a_step(net, method):
    """An ODE of pure input goes up by dt times the input at the start, whatever the stages."""
    found = one_step(net, f"I = 3.0 * t\ndx/dt = t + I : {method}", n_steps=4)
    assert found == pytest.approx(0.0 + 4.0 + 8.0 + 12.0, rel=1e-15)


@pytest.mark.proves("6.2-no-mixing")
@pytest.mark.parametrize(
    ("one", "other"), [("midpoint", "rk4"), ("implicit", "rk4"), ("implicit", "midpoint")]
)
def test_coupled_methods_do_not_mix(one, other):
    text = f"dr/dt = -v : {one}\ndv/dt = r : {other}"
    refusal(lambda: ann.Neuron("", text), "ANN139", "cannot mix")


@pytest.mark.proves("6.2-mixing")
def test_other_methods_mix_with_all_and_use_old_values(net):
    text = """
        dx/dt = y : init=1.0, rk4
        dy/dt = -x : init=2.0
        dz/dt = y - z : exponential
        du/dt = y - u : semiimplicit
    """
    found = evaluated(net, text)
    expected = dict(x=3.0, y=1.0, z=2.0 * -math.expm1(-1.0), u=1.0)
    assert {name: found[name] for name in "xyzu"} == pytest.approx(expected, rel=1e-15)


@pytest.mark.proves("6.2-default-method")
def test_the_default_method_is_a_setting(make, backend):
    assert one_step(make(method="exponential"), "tau*dx/dt + x = A") == pytest.approx(
        -math.expm1(-0.1), rel=1e-14
    )
    found = one_step(make(method="exponential"), "tau*dx/dt + x = A : explicit")
    assert found == pytest.approx(0.1, rel=1e-15)
    ann.setup(method="midpoint", backend=backend)
    pop = ann.Population(1, ann.Neuron("", "10.0*dr/dt + r = 1.0"))
    ann.compile(silent=True)
    ann.step()
    assert pop.r[0] == pytest.approx(0.095, abs=1e-16)


@pytest.mark.proves("6.2-unknown-method", "12-flag-value")
def test_an_unknown_method():
    variable = ann.Variable("dr/dt = -r", method="euler")
    refusal(lambda: ann.Neuron("", [variable]), "ANN127", "'euler'")
    refusal(lambda: ann.Neuron("", "dr/dt = -r : eulr"), "eulr")
    refusal(lambda: ann.setup(method="euler"), "'euler'")
    refusal(lambda: ann.Network().config(method="euler"), "'euler'")
