"""Whatever a user types ends in a model or in messages, never in another exception."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from annarchy_lab.diagnostics import ModelError, Source
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.functions import parse_function
from annarchy_lab.language.model_cell import parse_model_cell

WORDS = """
a v r w t dt dv tau g_exc g_target pre post sum mean min max if else not and or is in True ite clip
exp Uniform init exponential event-driven population proba 1 2.5 .5 1e3 = += == < : . .. , ; ( ) + -
* / ^ ** # parameters equations spike reset \N{GREEK SMALL LETTER TAU} % &
"""
words = st.sampled_from([*WORDS.split(), "\n"])
texts = st.lists(words, max_size=25).map(" ".join) | st.text(max_size=30)


@settings(max_examples=150, deadline=None)
@given(texts, texts, texts)
def test_neurons(parameters, equations, spike):
    with suppress(ModelError):
        Neuron(parameters, f"r = 1.0\n{equations}", spike=spike, reset=equations, functions=spike)


@settings(max_examples=150, deadline=None)
@given(texts, texts)
def test_synapses(equations, event):
    with suppress(ModelError):
        Synapse("", equations, psp=event, pre_spike=event, creating=event, pruning=equations)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_cells_and_functions(text):
    with suppress(ModelError):
        parse_model_cell("neuron", "N", Source(text))
    with suppress(ModelError):
        parse_function(text)
