"""Grammar: what binds how, what each construct becomes, where carets stand."""

import pytest

from annarchy_lab.diagnostics import Source
from annarchy_lab.language.definitions import split_definitions
from annarchy_lab.language.faults import Mistake
from annarchy_lab.language.parser import parse_expression, parse_statement
from annarchy_lab.language.printer import print_expression
from annarchy_lab.language.syntax import (
    Assign,
    Binary,
    Boolean,
    Call,
    Compare,
    Conditional,
    Draw,
    GlobalOperation,
    Gradient,
    Logical,
    Member,
    Name,
    Number,
    Ode,
    Unary,
    WeightedSum,
    walk,
)

A, B, C, D = (Name(letter) for letter in "abcd")


def statement(text):
    (definition,) = split_definitions(Source(text))
    return parse_statement(definition, definition.tokens)


def code(text, parse=parse_expression):
    with pytest.raises(Mistake) as error:
        parse(text)
    return error.value.diagnostic.code


@pytest.mark.proves("3-arithmetic", "3-powers", "3-unary-minus", "3-logic", "3-is")
@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a + b * c", Binary("+", A, Binary("*", B, C))),
        ("a - b - c", Binary("-", Binary("-", A, B), C)),
        ("a / b * c", Binary("*", Binary("/", A, B), C)),
        ("-a^b", Unary("-", Binary("^", A, B))),
        ("a ** b ^ c", Binary("^", A, Binary("^", B, C))),
        ("a^-b*c", Binary("*", Binary("^", A, Unary("-", B)), C)),
        ("-a * b", Binary("*", Unary("-", A), B)),
        ("+a", A),
        ("not a == b", Unary("not", Compare("==", A, B))),
        ("not a and b", Logical("and", Unary("not", A), B)),
        ("a or b and c", Logical("or", A, Logical("and", B, C))),
        ("a and not(b)", Logical("and", A, Unary("not", B))),
        ("(not(a))", Unary("not", A)),
        ("a is b", Compare("==", A, B)),
        ("a is not b", Compare("!=", A, B)),
        ("a + b > c", Compare(">", Binary("+", A, B), C)),
        ("True", Boolean(True)),
        ("2", Number(2.0, True)),
        ("2.", Number(2.0)),
        ("1e3", Number(1000.0)),
    ],
)
def test_binding(text, tree):
    assert parse_expression(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("sum(exc)", WeightedSum("exc")),
        ("sum()", WeightedSum(None)),
        ("sum(__all__)", WeightedSum(None)),
        ("sum(in)", WeightedSum("in")),
        ("sum(lambda) ", WeightedSum("lambda")),
        ("sum(not)", WeightedSum("not")),
        ("post.sum(exc)", WeightedSum("exc", "post")),
        ("pre.r", Member("pre", "r")),
        ("mean(pre.v)", GlobalOperation("mean", "pre", "v")),
        ("max(v)", GlobalOperation("max", None, "v")),
        ("ln(a)", Call("log", (A,))),
        ("fabs(a)", Call("abs", (A,))),
        ("positive(a) ", Call("pos", (A,))),
        ("negative(a)", Call("neg", (A,))),
        ("f()", Call("f", ())),
        ("Uniform(-1, b)", Draw("Uniform", (Unary("-", Number(1.0, True)), B))),
        ("ite(a, b, c)", Conditional(A, B, C)),
        ("1 + ite(a, b, c)", Binary("+", Number(1.0, True), Conditional(A, B, C))),
        ("if a: b else: c", Conditional(A, B, C)),
        ("(if a: b else: c)", Conditional(A, B, C)),
        ("if a: if b: c else: d else: c", Conditional(A, Conditional(B, C, D), C)),
        ("if a: (if b: c else: d) else: c", Conditional(A, Conditional(B, C, D), C)),
        ("if a: b else: if c: d else: a", Conditional(A, B, Conditional(C, D, A))),
        ("if a:\n  b\nelse:\n  c", Conditional(A, B, C)),
        ("lambda + E", Binary("+", Name("lambda"), Name("E"))),
    ],
)
def test_constructs(text, tree):
    assert parse_expression(text) == tree


def test_statements():
    assert statement("x += 1.0") == Assign(Name("x"), "+=", Number(1.0))
    assert statement("post.nb -= a") == Assign(Member("post", "nb"), "-=", A)
    assert statement("dv = a") == Assign(Name("dv"), "=", A)
    assert statement("x = if a: b else: c").value == Conditional(A, B, C)


def test_odes():
    ode = statement("tau * dv / dt + v - B = I")
    assert isinstance(ode, Ode)
    assert ode.state == "v"
    assert print_expression(ode.left) == "tau * dv/dt + v - B"
    assert statement("dopamine/dt = 1.0").state == "opamine"


def test_only_the_exact_pattern_is_a_gradient():
    assert Gradient("v") in set(walk(parse_expression("a + dv/dt")))
    for text in ("(dv)/dt", "d/dt", "v/dt", "dt/dt", "dv/dt2"):
        assert not any(isinstance(node, Gradient) for node in walk(parse_expression(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a % b", "ANN101"),
        ("(a", "ANN103"),
        ("a)", "ANN103"),
        ("if a: b", "ANN104"),
        ("if a b else: c", "ANN104"),
        ("if a: b else c", "ANN104"),
        ("1 + if a: b else: c", "ANN104"),
        ("a else: b", "ANN104"),
        ("2 a", "ANN105"),
        ("a (b)", None),
        ("2 (b)", "ANN105"),
        ("a +", "ANN105"),
        ("", "ANN105"),
        ("* a", "ANN105"),
        ("f(a,)", "ANN105"),
        ("a, b", "ANN105"),
        ("a == not b", "ANN105"),
        ("np.exp(a)", "ANN105"),
        ("pre.", "ANN105"),
        ("pre.f(a)", "ANN105"),
        ("a = b", "ANN106"),
        ("f(a=b)", "ANN106"),
        ("a < b < c", "ANN108"),
        ("mean(a + b)", "ANN110"),
        ("max(a, b)", "ANN110"),
        ("sum(a + b)", "ANN111"),
        ("sum(pre.r)", "ANN111"),
    ],
)
def test_faults(text, expected):
    if expected is None:
        parse_expression(text)
    else:
        assert code(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = b = c", "ANN106"),
        ("a + b", "ANN107"),
        ("tau * v = 1", "ANN109"),
        ("2 = a", "ANN109"),
        ("= a", "ANN109"),
        ("dv/dt + du/dt = 1", "ANN109"),
        ("dv/dt += 1", "ANN109"),
        ("a =", "ANN105"),
        ("dv/dt =", "ANN105"),
    ],
)
def test_faults_of_statements(text, expected):
    assert code(text, statement) == expected


def test_deep_nesting_is_refused_not_crashed():
    assert code("(" * 5000 + "a" + ")" * 5000) == "ANN114"
    assert code("-" * 5000 + "a") == "ANN114"
    assert code("not " * 5000 + "a") == "ANN114"
    assert code("a" + "^a" * 5000) == "ANN114"
    assert code("a" + " + a" * 5000) == "ANN114"
    assert code("if a: " * 5000) == "ANN114"
    assert parse_expression("a" + " + a" * 149)


def test_spans_cover_the_text_of_each_node():
    source = Source("x + clip(v, 0, 1) * (a - b)", "here")
    tree = parse_expression(source)
    assert tree.span.text == source.text
    assert tree.right.left.span.text == "clip(v, 0, 1)"
    assert tree.right.right.span.text == "(a - b)"


def test_trees_compare_by_meaning():
    assert parse_expression("a+b") == parse_expression("  a  +  (b)")
    assert hash(parse_expression("a+b")) == hash(parse_expression("(a) + b"))
