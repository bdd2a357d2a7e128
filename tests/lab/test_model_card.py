from dataclasses import replace
from html.parser import HTMLParser

import pytest
from lab_networks import izhikevich

from annarchy_lab import (
    Creating,
    Neuron,
    Parameter,
    Pruning,
    Synapse,
    Uniform,
    Variable,
    list_standard_neurons,
    list_standard_synapses,
)
from annarchy_lab.lab.cards.card import number, table
from annarchy_lab.lab.cards.model import model_bundle, model_html, model_latex
from annarchy_lab.lab.journals.as_python import as_python

EVIL = "<img src=x onerror=alert(1)> $x$ \\(y\\) & \"'"

LEAKY = Neuron(
    {
        "tau": Parameter(10.0, range=(1.0, 100.0), unit="ms", description="time constant"),
        "noise": Uniform(0.0, 1.0),
        "n": Parameter(3, type=int),
    },
    [
        Variable("tau * dv/dt + v = sum(exc) + noise", init=0.5, method="exponential"),
        Variable("r = f(v)", min=0.0, max="n"),
    ],
    functions="f(x) = x^2",
    name="Leaky",
)
STDP = Synapse(
    "tau = 20.0 : projection\nw_max = 1.0",
    "tau * dx/dt = -x : event-driven",
    pre_spike="g_target += w\nx += 1.0",
    post_spike="w = clip(w + 0.01 * x, 0.0, w_max)",
    name="STDP",
)
HEBB = Synapse(
    {"eta": 0.1},
    "dw/dt = eta * pre.r * post.r",
    psp="w * pre.r^2",
    operation="max",
    pruning=Pruning("w < 0.01", proba=0.5),
    creating=Creating("pre.r * post.r > 1.0", proba=0.1, w=0.05),
    name="Hebb",
    description="Hebbian, with a turnover.",
)


class Reader(HTMLParser):
    """Tags, and the text that is outside of style sheets."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self):
        return "".join(self.words)


@pytest.mark.parametrize("model", [izhikevich(), LEAKY, STDP, HEBB])
def test_every_tag_is_closed(model):
    reader = Reader(model_html(model))
    assert reader.open == []
    assert model.name in reader.text


def test_the_whole_model_is_there():
    text = Reader(model_html(izhikevich())).text
    for piece in (
        "Simple spiking neuron, Izhikevich (2003).",
        "spiking neuron",
        r"$\displaystyle \frac{dv}{dt} = 0.04 \, {v}^{2} + 5 \, v + 140 - u + I$",
        r"$\displaystyle v \geq 30$",
        r"$\displaystyle u \leftarrow u + d$",
        "from −65",
        "at least $-100$",
        "membrane potential (mV)",
        "amplitude of the input noise",
        "0 … 20",
        "1/ms",
        "inputs: exc, inh",
    ):
        assert piece in text


def test_events_and_rules_have_their_rows():
    stdp, hebb = (Reader(model_html(model)).text for model in (STDP, HEBB))
    assert "at a pre-synaptic spike" in stdp
    assert "at a post-synaptic spike" in stdp
    assert "event-driven" in stdp
    assert "pruned when" in hebb
    assert "probability 0.5" in hebb


def test_columns_that_would_be_empty_are_left_out():
    plain = Neuron({"tau": 10.0}, "tau * dr/dt = -r", name="Plain")
    text = Reader(model_html(plain)).text
    assert "value" in text
    assert "unit" not in text
    assert "range" not in text


def test_text_of_users_is_neither_markup_nor_a_formula():
    model = Neuron(
        {"tau": Parameter(1.0, unit=EVIL, description=EVIL)},
        Variable("tau * dr/dt = -r", unit=EVIL, description=EVIL),
        name=EVIL,
        description=EVIL,
    )
    page = model_html(model)
    reader = Reader(page)
    assert "img" not in reader.tags
    assert reader.text.count(EVIL) >= 4
    outside = page.replace("\n", " ")
    while (start := outside.find('<span class="mathjax_ignore')) >= 0:
        outside = outside[:start] + outside[outside.index("</span>", start) :]
    outside = outside[: outside.index("<pre")]
    assert "$x$" not in outside
    assert "\\(y" not in outside


def test_a_neuron_of_the_user_has_a_button_that_explores_it():
    assert "annl-card-explore" not in model_html(LEAKY).partition("</style>")[2]
    html = model_html(LEAKY, "Leaky").partition("</style>")[2]
    assert 'data-annl-explore="Leaky"' in html
    assert ">Explore</button>" in html
    assert EVIL not in model_html(LEAKY, EVIL)
    assert "<button" not in model_html(STDP, "STDP")


def test_colours_come_from_the_theme():
    style = model_html(LEAKY).partition("<style>")[2].partition("</style>")[0]
    colours = [line for line in style.replace("}", "\n").split(";") if "color" in line]
    assert len(colours) > 3
    assert all("var(--jp-" in line or "border-collapse" in line for line in colours)


def test_the_bundle_is_readable_everywhere():
    bundle = model_bundle(LEAKY)
    assert set(bundle) == {"text/html", "text/latex", "text/plain"}
    assert bundle["text/plain"].startswith("Neuron 'Leaky': rate-coded")
    assert bundle["text/latex"] == model_latex(LEAKY.declaration)
    assert model_latex(LEAKY.declaration).startswith("$$\\begin{aligned}\n")


KEYWORDS = Neuron("lambda = 0.5\nin = 2.0", "r = lambda * in", name="Keywords")
STANDARD = [cls() for cls in (*list_standard_neurons(), *list_standard_synapses())]


@pytest.mark.parametrize("model", [izhikevich(), LEAKY, STDP, HEBB, KEYWORDS, *STANDARD])
def test_the_python_twin_declares_the_same_model(model):
    import annarchy_lab

    space = {"ann": annarchy_lab}
    exec(as_python(model.declaration), space)
    twin = space[model.name].declaration
    assert without_wording(twin) == without_wording(model.declaration)


def without_wording(declaration):
    """A declaration without the user's own spacing, and without what stands in prose only."""
    equations = tuple(replace(each, text="") for each in declaration.equations)
    return replace(declaration, equations=equations, reference="")


@pytest.mark.parametrize(
    ("value", "text"), [(5.0, "5"), (-65.0, "−65"), (1e-5, "1e−05"), (0.1, "0.1"), (True, "True")]
)
def test_numbers_are_short(value, text):
    assert number(value) == text


def test_a_table_without_rows_is_nothing():
    assert table(("a", "b"), []) == ""
