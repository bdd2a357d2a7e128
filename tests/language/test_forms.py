"""Sentences of language.md, sections 2 and 3, tried one by one: how a definition may be written."""

import pytest

from annarchy_lab.diagnostics import ModelError
from annarchy_lab.language.declaration import Kind, ValueType
from annarchy_lab.language.declare import Neuron, Parameter, Synapse, Variable
from annarchy_lab.language.printer import print_expression, print_statement


def statements(equations, parameters="a = 1.0\nb = 2.0\nc = True\nv_t = 0.0"):
    """The statements of a neuron, printed by us."""
    neuron = Neuron(parameters, f"r = 0.0\n{equations}").declaration
    return [print_statement(e.statement) for e in neuron.equations[1:]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # lines
        (";; x = a ;; y = b ;", ["x = a", "y = b"]),
        ("x = a +\n\n  # between\n  b\ny = x", ["x = a + b", "y = x"]),
        ("x = a\n  + b : # flags\n min=0.0,\n\n max=1.0", ["x = a + b"]),
        ("x = a\r\ny = b\r\n", ["x = a", "y = b"]),
        ("x = a\u00a0+ b", ["x = a + b"]),  # pasted from a page
        ("x\t=\ta", ["x = a"]),
        ("x = (a\n+\nb)", ["x = a + b"]),
        # conditionals
        ("x = if c: a else: b", ["x = ite(c, a, b)"]),
        ("x = if c :\n  a\nelse :\n  b", ["x = ite(c, a, b)"]),
        ("x = if c: if a > b: 1 else: 2 else: 3", ["x = ite(c, ite(a > b, 1, 2), 3)"]),
        ("x = if c: (if a > b: 1 else: 2)\n else: (if c:\n 3\n else: 4)",
         ["x = ite(c, ite(a > b, 1, 2), ite(c, 3, 4))"]),
        ("x += if c: a else: b : min=0", ["x += ite(c, a, b)"]),
        ("dx/dt = if c: -x else: a : exponential", ["dx/dt = ite(c, -x, a)"]),
        ("x = 1 + (if c: a else: b)", ["x = 1 + ite(c, a, b)"]),
        ("x = ite(not c, ite(c, a, b), 2)*2", ["x = ite(not c, ite(c, a, b), 2) * 2"]),
        ("x = if c: a else: (init)\ninit = a", ["x = ite(c, a, init)", "init = a"]),
        ("x = if c: a else: min(r)", ["x = ite(c, a, min(r))"]),
        # logic
        ("x = not(c)", ["x = not c"]),
        ("x = (not(c) and not (c))", ["x = not c and not c"]),
        ("x = ite(\nnot(c),\na, b)", ["x = ite(not c, a, b)"]),
        ("x = c and\nnot(a > b)", ["x = c and not a > b"]),
        ("x = c is True or c is not False", ["x = c == True or c != False"]),
        ("x = a is not b and not c is True", ["x = a != b and not c == True"]),
        ("x = ((((((a))))))", ["x = a"]),
        # arithmetic
        ("x = a**b**2 - -a^-b", ["x = a^b^2 - -a^-b"]),
        ("x = - a + + b", ["x = -a + b"]),
        ("x = ln(a) + fabs(b) + positive(a) + negative(b)",
         ["x = log(a) + abs(b) + pos(a) + neg(b)"]),
        # gradients and names that begin with d
        ("d = a\ndd = d\nddt = dd", ["d = a", "dd = d", "ddt = dd"]),
        ("dx = 1.0\ndx / dt = dx", ["dx = 1.0", "dx/dt = dx"]),
        ("dopamine = a / dt\ndelta = dopamine/2", ["dopamine = a / dt", "delta = dopamine / 2"]),
        ("tau = a\ntau * dx / dt + x - a = b", ["tau = a", "tau * dx/dt + x - a = b"]),
        ("da_1/dt = 1", ["da_1/dt = 1"]),
        # targets
        ("x = sum(in) + sum(for) + sum(if) + sum(True)",
         ["x = sum(in) + sum(for) + sum(if) + sum(True)"]),
        ("x = sum ( exc ) + sum(__all__) + sum()", ["x = sum(exc) + sum() + sum()"]),
    ],
)  # fmt: skip
def test_statements(text, expected):
    assert statements(text) == expected


def test_letters_of_algebra_and_words_of_programs_are_plain_names():
    names = "E I S N O Q C beta gamma Lambda zoo oo lambda int float class while in_ init min exp d"
    neuron = Neuron("\n".join(f"{name} = 1.0" for name in names.split()), "r = E + I + min + exp")
    found = [a.name for a in neuron.declaration.attributes if a.kind is Kind.PARAMETER]
    assert found == names.split()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1/2.46", 1 / 2.46),
        ("40/1000.", 0.04),
        ("-2*(3 + 1)", -8.0),
        ("2**-1", 0.5),
        ("pi/2", 1.5707963267948966),
        ("True", True),
        ("1e-3", 0.001),
        (".5", 0.5),
        ("5.", 5.0),
    ],
)
@pytest.mark.parametrize("form", ["text", "dict", "object"])
def test_arithmetic_of_constants(form, value, expected):
    given = {
        "text": f"a = {value} # one",
        "dict": {"a": value},
        "object": {"a": Parameter(value)},
    }[form]
    attribute = Neuron(given, "r = a").declaration.attribute("a")
    assert attribute.initial == expected
    assert attribute.type is (ValueType.BOOL if expected is True else ValueType.FLOAT)


def test_flags_may_stand_anywhere_behind_their_colon():
    neuron = Neuron(
        "a = 3 : int, population\nb = False : population\nf = 1 : bool",
        "r = a : max = 2.0*a, init = Uniform(0.0, 1.0) , min=-a,int\nm = b : population, bool",
    ).declaration
    r, m = neuron.attribute("r"), neuron.attribute("m")
    assert (r.type, m.type) == (ValueType.INT, ValueType.BOOL)
    assert (print_expression(r.lower), print_expression(r.upper)) == ("-a", "2.0 * a")
    assert [neuron.attribute(name).initial for name in "abf"] == [3, False, True]


def test_functions_are_written_as_definitions():
    (f, g, h) = Neuron(
        "",
        "r = f(1.0, 2.0) + g() + h(1)",
        functions="""
            f(x, y) = if x > y: x
                else: y : float, float, int   # the larger one

            g() = 2.0; h(n) = n + g()
        """,
    ).declaration.functions
    assert print_expression(f.body) == "ite(x > y, x, y)"
    assert f.argument_types == (ValueType.FLOAT, ValueType.INT)
    assert (g.arguments, h.arguments) == ((), ("n",))


def test_lists_mix_texts_and_variables_in_their_order():
    synapse = Synapse(
        {"tau": 10.0},
        ["a = 1; b = 2", Variable("tau*dx/dt + x = a", type=float), "c = x\nd = c"],
        pre_spike=["g_target += w", "x += 1; a = 0"],
    ).declaration
    assert [e.assigned for e in synapse.equations] == ["a", "b", "x", "c", "d"]
    assert [e.assigned for e in synapse.pre_spike] == ["g_target", "x", "a"]


@pytest.mark.parametrize(
    "text", ["\u03c4 = 1.0", "x\u0301 = 1.0", "\u91cd = 1.0", "x\u00b2 = 1.0", "\uff58 = 1.0"]
)
def test_names_are_ascii(text):
    with pytest.raises(ModelError) as error:
        Neuron("", f"r = 0.0\n{text}")
    assert {d.code for d in error.value.diagnostics} == {"ANN101"}


def test_the_gradient_of_time_is_no_equation():
    with pytest.raises(ModelError) as error:
        Neuron("", "r = 1.0\ndt/dt = 1.0")
    (diagnostic,) = error.value.diagnostics
    assert "time" in diagnostic.message


def test_flags_in_a_dict_are_refused_with_the_form_of_5_0():
    with pytest.raises(ModelError, match=r"in a dict, write Parameter\(value, locality=...\)"):
        Neuron({"tau": "10.0 : population"}, "r = tau")
