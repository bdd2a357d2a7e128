"""Help in model cells: what fits, what it means, what is wrong, and how the browser asks for it."""

import pytest

from annarchy_lab import Neuron
from annarchy_lab.lab.assist.answers import answer
from annarchy_lab.lab.assist.completion import completions
from annarchy_lab.lab.assist.inspection import as_html, as_text, meaning
from annarchy_lab.lab.assist.problems import problems

NEURON = '''%%neuron LIF
"""Leaky, reset: none."""
parameters:
    tau = 20.0 in 5..50      # membrane time constant (ms)
    threshold = 1.0          # of a spike
functions: gain(x, y) = x*y
equations:
    noise = Normal(0.0, 1.0)
    tau * dv/dt + v = g_ampa + noise : init=0.0
    # ta
spike: v > threshold
'''
SYNAPSE = """%%synapse S
equations:
    tau * dx/dt = -x : event-driven
pre_spike:
    g_target += w
post_spike:
    w += 0.1 * x
"""


def fits(text, variables=None):
    """The words that fit where the text has a bar, as they are typed."""
    offset = text.index("|")
    start, entries = completions(text.replace("|", "", 1), offset, variables or {})
    assert all(e.word.lower().startswith(text[start:offset].lower()) for e in entries)
    return [entry.typed for entry in entries]


def after(line, text=NEURON, section="equations"):
    """The words that fit at the end of a line put at the top of a section."""
    return fits(text.replace(f"{section}:\n", f"{section}:\n    {line}|\n", 1))


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("x = t", ["tau", "threshold"]),
        ("x = no", ["noise", "norm1", "norm2", "Normal", "not"]),
        ("x = g_a", ["g_ampa"]),
        ("x = ga", ["gain", "Gamma"]),
        ("x = sum(", ["ampa", "exc", "inh"]),
        ("x = 1 : m", ["min=", "max=", "midpoint"]),
        ("x = 1 : init=0.0, exp", ["explicit", "exponential"]),
        ("x = 1 : event-", []),
        ("x = 1 : init=thr", ["threshold"]),
        ("x = if v > 1: th", ["threshold"]),
        ("x = if v > 1: 2 else: 3 : glo", ["global"]),
        ("x = 1 # t", []),
    ],
)
def test_what_fits_in_an_equation(line, first):
    assert after(line)[: len(first) or None] == first


def test_a_line_begins_with_sections_that_are_missing():
    assert fits(f"{NEURON}re|") == ["reference:", "reset:", "refractory:"]
    assert fits(f"{SYNAPSE}p|") == ["parameters:", "psp:", "pre_axon_spike:", "pruning:"]


def test_nothing_fits_in_prose_and_elsewhere():
    assert fits(NEURON.replace("Leaky", "Leaky t|")) == []
    assert fits(NEURON.replace("LIF", "LIF|")) == []
    assert fits(NEURON.replace("20.0", "20.0 in |")) != fits(NEURON.replace("v >", "v > |"))
    assert completions("x = t", 5, {}) == (5, ())


@pytest.mark.parametrize(
    ("section", "line", "first"),
    [
        ("equations", "x = pre.", ["tau", "r", "sum("]),
        ("equations", "y = x : event", ["event-driven"]),
        ("equations", "y = x : po", ["postsynaptic"]),
        ("equations", "y = p", ["pre.", "post."]),
        ("equations", "y = g_", []),
        ("pre_spike", "g_", ["g_target"]),
        ("pre_spike", "x += 1 : un", ["unless_post"]),
        ("post_spike", "x += Uni", []),
    ],
)
def test_what_fits_in_a_synapse(section, line, first):
    text = SYNAPSE.replace(f"{section}:\n", f"{section}:\n    {line}|\n", 1)
    models = {"N": Neuron(parameters="tau = 10.0", equations="tau*dr/dt = sum(nmda) - r")}
    assert fits(text, models)[: len(first) or None] == first
    if line.endswith("pre."):
        assert "nmda" in fits(text.replace("pre.|", "pre.sum(|"), models)


def test_operation_and_rules():
    assert fits("%%synapse S\noperation: m|") == ["max", "min", "mean"]
    assert fits("%%synapse S\ncreating: pre.r > 1 : |") == ["proba=", "w=", "d="]


@pytest.mark.parametrize(
    ("place", "form", "told"),
    [
        ("g_ampa + noi|se", "noise = Normal(0.0, 1.0)", "variable"),
        ("ta|u * dv", "tau = 20.0 in 5..50", "membrane time constant (ms)"),
        ("tau * d|v/dt", "tau * dv/dt + v = g_ampa + noise : init=0.0", "variable"),
        ("Nor|mal(0.0", "Normal(mu, sigma[, min, max])", "standard deviation"),
        ("in|it=0.0", "init=0.0", "value at the start"),
        ("g_am|pa", "g_ampa", "target ampa"),
        ("spi|ke: v", "spike", "condition of a spike"),
    ],
)
def test_what_a_word_means(place, form, told):
    before, behind = place.split("|")
    found = meaning(NEURON, NEURON.index(before + behind) + len(before), {})
    assert found is not None
    assert (found[0].written, found[1]) == (form, -1)
    assert told in as_text(*found)


def test_the_argument_that_is_written():
    entry, argument = meaning(NEURON, NEURON.index("1.0)") + 3, {})
    assert (entry.word, argument) == ("Normal", 1)
    assert "> sigma" in as_text(entry, argument)
    assert "<strong><code>sigma</code></strong>" in as_html(entry, argument)
    own, argument = meaning(
        NEURON.replace("v > thr", "gain(v, 1) > thr"), NEURON.index("> thr"), {}
    )
    assert (own.written, argument) == ("gain(x, y)", -1)


def test_help_is_escaped():
    text = NEURON.replace("membrane", "<img src=x onerror=alert(1)>")
    entry, _ = meaning(text, text.index("tau * dv"), {})
    assert "<img" not in as_html(entry)


def test_problems_have_a_place_a_remedy_and_a_fix():
    (found,) = problems(NEURON.replace("v > thr", "v > tre"))
    assert NEURON.replace("v > thr", "v > tre")[found.start : found.stop] == "treeshold"
    assert (found.severity, found.code, found.fix) == ("error", "ANN102", "threshold")
    (section,) = problems(NEURON.replace("spike:", "spikes:"))
    assert section.fix == "spike"


def test_problems_of_the_first_line_and_of_no_cell():
    (found,) = problems(NEURON.replace("LIF", "3x", 1))
    assert (found.start, found.stop, found.code) == (9, 11, "ANN190")
    assert problems(NEURON) == problems("x = 1") == problems("%%neuron --help") == ()
    (notice,) = problems(
        "%%synapse S\nequations:\n    dx/dt = -x : exact\npre_spike:\n    x += w\n"
    )
    assert notice.severity == "warning"


@pytest.mark.parametrize("cut", range(12, len(NEURON), 3))
def test_an_unfinished_cell_is_no_trouble(cut):
    text = NEURON[:cut]
    completions(text, cut, {})
    meaning(text, cut, {})
    for found in problems(text):
        assert 0 <= found.start <= found.stop <= max(1, len(text))


def test_the_browser_counts_utf_16():
    text = NEURON.replace("Leaky", "Leaky 🧠").replace("threshold\n", "treshold\n")
    told = answer({"id": "q", "about": "problems", "text": text, "cursor": 0}, {})
    (found,) = told["problems"]
    units = text.encode("utf-16-le")
    assert units[2 * found["start"] : 2 * found["stop"]].decode("utf-16-le") == "treshold"
    cursor = found["stop"] - 5
    told = answer({"id": "q", "about": "completions", "text": text, "cursor": cursor}, {})
    assert (told["start"], [w["word"] for w in told["words"]]) == (found["start"], [])


def test_questions_that_make_no_sense_have_empty_answers():
    for odd in ({}, {"text": 3, "cursor": 0}, {"text": NEURON, "cursor": 9, "about": "weather"}):
        told = answer({"id": "q", **odd}, {})
        assert (told["words"], told["problems"]) == ([], [])
