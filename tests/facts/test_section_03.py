"""§3: operators, built-in functions, conditionals, names of time and of the other end."""

import math

import pytest
from fact_tools import CLOCK, SUMMER, evaluated, refusal, spiker, traces

import annarchy_lab as ann


def values(net, parameters="", n_steps=1, **texts):
    """The last value of each of these right sides."""
    lines = "\n".join(f"{name} = {text}" for name, text in texts.items())
    found = evaluated(net, lines, parameters, n_steps)
    return {name: found[name] for name in texts}


# Operators


@pytest.mark.proves("3-arithmetic", "3-powers", "3-unary-minus")
def test_arithmetic(net):
    assert values(
        net,
        "a = 7.0\nb = 2.0",
        x0="a + b * 3 - 1",
        x1="a - b - 1",
        x2="a / b / 2",
        x3="(a + b) * 3",
        x4="a ^ b",
        x5="a ** b",
        x6="-a ^ b",
        x7="b ^ 3 ^ 2",
        x8="a * -b",
        x9="b ^ -1",
        y0="2 ^ 0.5 * 3",
        y1="--a",
    ) == dict(x0=12.0, x1=4.0, x2=1.75, x3=27.0, x4=49.0, x5=49.0, x6=-49.0, x7=512.0, x8=-14.0,
              x9=0.5, y0=pytest.approx(3 * math.sqrt(2), rel=1e-15), y1=7.0)  # fmt: skip


@pytest.mark.proves("3-comparisons", "3-logic", "3-is", "3-truth-words")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(f"a {op} {b}", e) for op, e in (("==", "FTF"), ("!=", "TFT"), ("<", "FFT"),
                                           ("<=", "FTT"), (">", "TFF"), (">=", "TTF"))
          for b, e in zip(("1.0", "2.0", "3.0"), e, strict=True)],
        *[(f"{x} and {y}", "FT"[x and y]) for x in (True, False) for y in (True, False)],
        *[(f"{x} or {y}", "FT"[x or y]) for x in (True, False) for y in (True, False)],
        ("not True", "F"), ("not a == 3.0", "T"), ("not False and False", "F"),
        ("True or False and False", "T"), ("a is 2.0", "T"), ("a is 1.0", "F"),
        ("a is not 2.0", "F"), ("a is not 1.0", "T"), ("True is not False", "T"),
    ],
)  # fmt: skip
def test_comparisons_and_logic(text, expected):
    net = ann.Network()
    net.config(backend="reference")
    found = evaluated(net, f"x = {text} : bool\ny = ite({text}, 1.0, 2.0)", "a = 2.0")
    assert (found["x"], found["y"]) == ((True, 1.0) if expected == "T" else (False, 2.0))


@pytest.mark.proves("3-comparisons", "3-logic")
def test_comparisons_and_logic_in_one_model(net):
    found = values(
        net,
        "a = 2.0",
        x="ite(a < 3 and not(a >= 2.5) or a == 7, 1.0, 0.0)",
        y="ite(a <= 1 or a > 2, 1.0, 0.0)",
        z="ite(a != 2, 1.0, 0.0)",
    )
    assert found == dict(x=1.0, y=0.0, z=0.0)


@pytest.mark.proves("3-assignments")
def test_assignments(net):
    text = """
        a = 6.0
        b += 2.0 : init=1.0
        c -= 2.0 : init=1.0
        d *= 3.0 : init=2.0
        e /= 4.0 : init=2.0
    """
    found = evaluated(net, text, n_steps=2)
    assert [found[name] for name in "abcde"] == [6.0, 5.0, -3.0, 18.0, 0.125]


@pytest.mark.proves("3-real-division")
def test_division_is_real(net):
    found = evaluated(net, "x = 1/2\nn = 7 : int\nm = 2 : int\ny = n / m\nz = 3/2*2")
    assert (found["x"], found["y"], found["z"]) == (0.5, 3.5, 3.0)


# Built-in functions

SAMPLES = (-1.5, -0.3, 0.0, 0.4, 0.9, 2.5)


@pytest.mark.proves("3-trigonometric", "3-exponential-functions", "3-absolute", "3-floor-ceil")
def test_functions_of_one_number(net):
    names = [
        "cos",
        "sin",
        "tan",
        "acos",
        "asin",
        "atan",
        "cosh",
        "sinh",
        "tanh",
        "asinh",
        "acosh",
        "atanh",
        "exp",
        "log",
        "ln",
        "log10",
        "sqrt",
        "abs",
        "fabs",
        "floor",
        "ceil",
    ]
    pop = net.create(
        len(SAMPLES),
        ann.Neuron("a = 0.0", "\n".join([*(f"f_{n} = {n}(a)" for n in names), "r = 0.0"])),
    )
    pop.a = SAMPLES
    net.compile(silent=True)
    net.step()
    for name in names:
        python = getattr(math, {"ln": "log", "abs": "fabs"}.get(name, name))
        for x, found in zip(SAMPLES, pop.get(f"f_{name}").tolist(), strict=True):
            try:
                assert found == pytest.approx(python(x), rel=1e-14, abs=1e-15), (name, x)
            except ValueError:  # Python refuses what is no number, or infinite
                assert math.isnan(found) or (x == 0.0 and found == -math.inf), (name, x)


@pytest.mark.proves("3-isnan-isfinite")
def test_isnan_and_isfinite(net):
    found = values(net, "a = 0.0", x="ite(isnan(a/a), 1.0, 0.0)", y="ite(isnan(1/a), 1.0, 0.0)",
                   z="ite(isfinite(a), 1.0, 0.0)", u="ite(isfinite(1/a), 1.0, 0.0)",
                   v="ite(isfinite(a/a), 1.0, 0.0)")  # fmt: skip
    assert found == dict(x=1.0, y=0.0, z=1.0, u=0.0, v=0.0)


@pytest.mark.proves("3-max-min-of-two-refused")
@pytest.mark.parametrize("text", ["max(r, 1.0)", "min(r, 1.0)", "Max(r, 1.0)", "Min(r, 1.0)"])
def test_there_is_no_maximum_of_two(text):
    refusal(lambda: ann.Neuron("", f"r = {text}"), "error[ANN")


@pytest.mark.proves("3-pos", "3-neg", "3-clip", "3-round")
def test_pieces(net):
    text = """
        p = pos(a)
        p2 = positive(a)
        n = neg(a)
        n2 = negative(a)
        c = clip(a, -1.0, 2.0)
        q = round(a)
        r = 0.0
    """
    pop = net.create(6, ann.Neuron("a = 0.0", text))
    pop.a = [-2.5, -1.0, -0.4, 0.5, 2.0, 2.5]
    net.compile(silent=True)
    net.step()
    assert pop.p.tolist() == pop.p2.tolist() == [0.0, 0.0, 0.0, 0.5, 2.0, 2.5]
    assert pop.n.tolist() == pop.n2.tolist() == [-2.5, -1.0, -0.4, 0.0, 0.0, 0.0]
    assert pop.c.tolist() == [-1.0, -1.0, -0.4, 0.5, 2.0, 2.0]
    assert pop.q.tolist() == [-3.0, -1.0, 0.0, 1.0, 2.0, 3.0]


@pytest.mark.proves("3-modulo", "3-modulo-zero")
def test_modulo(net):
    found = values(net, "a = -4.7\nb = 5.9\nz = 0.5", u="modulo(a, 3)", v="modulo(b, 3.9)",
                   w="modulo(b, -3)", x="modulo(b, z)", y="modulo(-4.7, 3)")  # fmt: skip
    assert found == dict(u=-1, v=2, w=2, x=0, y=-1)


@pytest.mark.proves("3-pow", "3-power")
def test_pow_and_power(net):
    found = values(net, "a = 1.1\nb = 2.5", x="pow(b, a)", y="power(a, 3)", z="pow(4, -0.5)",
                   n="power(-2, 3)")  # fmt: skip
    assert found["x"] == pytest.approx(2.5**1.1, rel=1e-15)
    assert (found["y"], found["z"], found["n"]) == (1.1 * 1.1 * 1.1, 0.5, -8.0)


# Conditionals


@pytest.mark.proves("3-ite")
def test_ite_anywhere(net):
    found = values(net, "a = 3.0", x="1 + ite(a > 2, 10, 20) * 2",
                   y="ite(a > 5, 1, ite(a > 2, 2, 3))", z="exp(ite(a < 0, 1.0, 0.0))")  # fmt: skip
    assert found == dict(x=21.0, y=2.0, z=1.0)


@pytest.mark.proves("3-if-else", "3-if-else-augmented", "3-if-else-ode")
def test_if_statements(net):
    text = """
        a = if t > 1.0: 2.0 else: 1.0
        b += if t > 1.0: 2.0 else: 1.0
        dc/dt = if t > 1.0: 2.0 else: 1.0
        r = 0.0
    """
    pop = net.create(1, ann.Neuron(equations=text))
    found = traces(net, 4, a=(pop, "a"), b=(pop, "b"), c=(pop, "c"))
    sums = [1.0, 2.0, 4.0, 6.0]
    assert found == dict(a=[1.0, 1.0, 2.0, 2.0], b=sums, c=sums)


@pytest.mark.proves("3-if-else-nested")
def test_if_statements_nest(net):
    text = """
        a = if t > 0.0: if t > 1.0: 3.0 else: 2.0 else: 1.0
        b = if t > 0.0: (if t > 1.0: 3.0 else: 2.0) else: 1.0
        c = if t > 1.0:
                3.0
            else:
                if t > 0.0:
                    2.0
                else:
                    1.0
        r = 0.0
    """
    pop = net.create(1, ann.Neuron(equations=text))
    found = traces(net, 3, a=(pop, "a"), b=(pop, "b"), c=(pop, "c"))
    assert found == {name: [1.0, 2.0, 3.0] for name in "abc"}


@pytest.mark.proves("3-if-else-malformed")
@pytest.mark.parametrize("text", ["if t > 1: 2.0", "if t > 1 2.0 else: 1.0", "if t > 1: 2 else 1",
                                  "1 + if t > 1: 2 else: 1"])  # fmt: skip
def test_malformed_conditionals(text):
    refusal(lambda: ann.Neuron("", f"r = {text}"), "ANN104")


@pytest.mark.proves("3-not-anywhere")
def test_not_after_a_parenthesis_and_at_the_start(net):
    text = """
        a = (not(t > 0.0)) : bool
        b = ite((not(t > 0.0) and True), 1.0, 2.0)
        c = if t > 5.0
            or
            not(t > 0.0): 1.0 else: 2.0
        r = 0.0
    """
    pop = net.create(1, ann.Neuron(equations=text))
    found = traces(net, 2, a=(pop, "a"), b=(pop, "b"), c=(pop, "c"))
    assert found == dict(a=[True, False], b=[1.0, 2.0], c=[1.0, 2.0])
    cells = ann.Network(seed=1)
    pop = cells.create(1, ann.Neuron(equations="v = t", spike="not(v < 2.0)"))
    assert traces(cells, 4, s=(pop, "spike"))["s"] == {0: [2, 3]}


# Time


@pytest.mark.proves("3-t", "3-dt", "13-rate-t")
@pytest.mark.parametrize("dt", [1.0, 0.5, 0.1])
def test_t_is_zero_in_the_first_step(make, dt):
    net = make(dt=dt)
    pop = net.create(1, ann.Neuron(equations="r = t\nd = dt"))
    found = traces(net, 5, r=(pop, "r"), d=(pop, "d"))
    assert found == dict(r=[k * dt for k in range(5)], d=[dt] * 5)


@pytest.mark.proves("3-t-last", "3-t-last-start", "3-t-last-in-reset")
def test_t_last(make):
    net = make(dt=0.5)
    neuron = ann.Neuron(
        equations="v = t_last\nu = u", spike="t == 1.0 or t == 2.5", reset="u = t_last"
    )
    pop = net.create(1, neuron)
    found = traces(net, 7, v=(pop, "v"), u=(pop, "u"))
    never = -10000 * 0.5
    assert found["v"] == [never, never, never, 1.0, 1.0, 1.0, 2.5]
    assert found["u"][2:5] == [never] * 3
    assert found["u"][5:] == [1.0, 1.0]


@pytest.mark.proves("3-t-pre-post", "3-t-pre-post-start", "8.1-not-post")
@pytest.mark.parametrize("delay", [0.0, 2.0])
def test_t_pre_and_t_post_are_emission_times(net, delay):
    synapse = ann.Synapse("", "a = t_pre\nb = t_post", pre_spike="")
    proj = net.connect(spiker(net, 1.0), spiker(net, 2.0), "exc", synapse).one_to_one(
        1.0, delays=delay
    )
    found = traces(net, 5, a=(proj, "a"), b=(proj, "b"))
    assert found["a"] == [-10000.0, 1.0, 1.0, 1.0, 1.0]
    assert found["b"] == [-10000.0, -10000.0, 2.0, 2.0, 2.0]


@pytest.mark.proves("3-spiked", "9.9-names", "9.9-any")
def test_a_run_ends_with_the_first_spike(net):
    pop = net.create(
        2, ann.Neuron("at = 0.0", "v = t", spike="v == at"), stop_condition="spiked and v < 5.0"
    )
    pop.at = [7.0, 3.0]
    net.compile(silent=True)
    assert net.simulate_until(20.0, pop) == 4.0
    assert pop.spike.tolist() == [1]
    assert net.simulate_until(20.0, pop) == 20.0
    refusal(lambda: ann.Neuron(equations="r = spiked"), "unknown name 'spiked'")


# The other end


@pytest.mark.proves("3-pre-post-attributes")
def test_any_attribute_of_both_ends(net):
    neuron = ann.Neuron(
        "k = 0.5\nc = 0.25 : population", "v = 2*t\ng_exc = g_exc * 0.5", spike="False"
    )
    pre, post = net.create(1, neuron), net.create(1, neuron)
    text = "a = pre.v + post.v\nb = pre.k + post.c\nc = post.g_exc\nd = pre.r + post.r"
    proj = net.connect(pre, post, "exc", ann.Synapse("", text, psp="w")).one_to_one(8.0)
    found = traces(net, 3, **{name: (proj, name) for name in "abcd"})
    assert found == dict(a=[0.0, 4.0, 8.0], b=[0.75] * 3, c=[4.0, 6.0, 7.0], d=[0.0] * 3)


@pytest.mark.proves("3-pre-post-sum")
def test_sums_of_both_ends(net):
    clock, pre, post = net.create(1, CLOCK), net.create(1, SUMMER), net.create(1, SUMMER)
    net.connect(clock, pre, "exc").one_to_one(1.0)
    net.connect(clock, post, "exc").one_to_one(10.0)
    synapse = ann.Synapse("", "a = pre.sum(exc)\nb = post.sum(exc)", psp="0.0")
    proj = net.connect(pre, post, "exc", synapse).one_to_one(1.0)
    assert traces(net, 4, a=(proj, "a"), b=(proj, "b")) == {
        "a": [0.0, 0.0, 1.0, 2.0],
        "b": [0.0, 0.0, 10.0, 20.0],
    }


@pytest.mark.proves("3-pre-post-sum")
def test_a_sum_that_nothing_feeds_is_an_error(net):
    pre, post = net.create(1, CLOCK, name="Clocks"), net.create(1, SUMMER)
    net.connect(pre, post, "exc", ann.Synapse("", "a = pre.sum(exc)")).one_to_one(1.0)
    refusal(lambda: net.compile(silent=True), "exc", "pre.sum(exc)")


@pytest.mark.proves("3-unknown-pre-post")
@pytest.mark.parametrize("text", ["pre.rr", "post.u", "max(pre.rr)"])
def test_an_unknown_attribute_of_an_end_is_named(net, text):
    pre, post = net.create(1, CLOCK, name="Clocks"), net.create(1, SUMMER, name="Sums")
    net.connect(pre, post, "exc", ann.Synapse("", f"a = {text}")).one_to_one(1.0)
    attribute, population = ("u", "Sums") if "post" in text else ("rr", "Clocks")
    refusal(lambda: net.compile(silent=True), f"'{attribute}'", population)


UNKNOWN = {
    "equation": lambda: ann.Neuron("", "r = nowhere"),
    "function": lambda: ann.Neuron("", "r = nowhere(t)"),
    "bound": lambda: ann.Neuron("", "r = t : max=nowhere"),
    "spike": lambda: ann.Neuron("", "v = t", spike="v > nowhere"),
    "reset": lambda: ann.Neuron("", "v = t", spike="v > 1", reset="v = nowhere"),
    "target of reset": lambda: ann.Neuron("", "v = t", spike="v > 1", reset="nowhere = 1.0"),
    "refractory": lambda: ann.Neuron("", "v = t", spike="v > 1", refractory="nowhere"),
    "synapse": lambda: ann.Synapse("", "x = nowhere"),
    "psp": lambda: ann.Synapse(psp="w * nowhere"),
    "pre_spike": lambda: ann.Synapse(pre_spike="w = nowhere"),
    "post_spike": lambda: ann.Synapse(post_spike="w = nowhere"),
}


@pytest.mark.proves("3-unknown-symbol")
@pytest.mark.parametrize("place", UNKNOWN)
def test_unknown_names_are_errors_of_the_declaration(place):
    refusal(UNKNOWN[place], "unknown", "nowhere")


@pytest.mark.proves("3-unknown-symbol")
def test_names_of_time_belong_to_their_kind_of_model():
    refusal(lambda: ann.Synapse("", "x = t_last"), "unknown name 't_last'")
    refusal(lambda: ann.Neuron("", "r = t_pre"), "unknown name 't_pre'")
    refusal(lambda: ann.Neuron("", "r = t_last"), "unknown name 't_last'")
