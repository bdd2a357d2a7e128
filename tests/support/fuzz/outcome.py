"""What becomes of a case: a model that runs, or mistakes that explain themselves; or a finding.

A model that is accepted must go all the way: level 1, loops, C++ text, and some steps on the
reference backend.  Whatever else happens is a finding.
"""

import ast
import contextlib
import io
import re
import time
import warnings
from collections.abc import Callable

import numpy as np

import annarchy_lab as ann
from annarchy_lab.api.compile import build_spec
from annarchy_lab.codegen.cpu.module import print_module
from annarchy_lab.diagnostics import ANNarchyException, Diagnostic, ModelError
from annarchy_lab.ir.build import NetworkModel, build_network
from annarchy_lab.ir.lower_neuron import lower_neuron
from annarchy_lab.ir.lower_synapse import SynapseContext, is_post_major, lower_synapse
from annarchy_lab.ir.printer import show_model, show_module
from annarchy_lab.ir.verify import verify_model, verify_module
from annarchy_lab.lab.journals.as_python import as_python
from annarchy_lab.language.declare import Neuron, Synapse
from annarchy_lab.language.latex import latex_statement
from annarchy_lab.runtime.cpu.arrays import real_name
from annarchy_lab.runtime.cpu.laying import uniform_attributes
from annarchy_lab.runtime.cpu.simulator import CpuSimulator
from annarchy_lab.runtime.module_source import assemble
from annarchy_lab.runtime.reference.simulator import ReferenceSimulator
from fuzz.cases import Case, declare

__all__ = ["LONGEST_S", "Finding", "compare", "outcome"]

LONGEST_S = 2.0
"""CPU time for one case, everything included; usual are some ms."""
N_STEPS = 3
DEFAULTS = (*("explicit",) * 4, "midpoint", "rk4", "exponential", "semiimplicit", "implicit")
PLACELESS = frozenset(("ANN120",))
"""Mistakes that are an absence: no text shows them."""
INTERNALS = re.compile(
    r"object at 0x|<class|Traceback|NoneType|annarchy_lab|dataclass|\b(Type|Key|Value|Index|"
    r"Attribute|Assertion|Recursion|Overflow|Memory)Error|\b(Number|Name|Binary|Span|Source|Const|"
    r"Ref)\("
)
RATE = Neuron(
    parameters="n = 2.0\nk = 1.5 : population",
    equations="v = sum(exc) + 0.5\nu = v - sum(inh) + sum(in)\nx = u\nr = pos(v + t)",
    name="Host",
)
SPIKING = Neuron(
    parameters="n = 2.0\nk = 1.5 : population",
    equations="dv/dt = 0.6 + g_exc + g_inh\nu = v\nx = u\ndg_inh/dt = -g_inh",
    spike="v > 1.0",
    reset="v = 0.0",
    name="Host",
)


class Finding(Exception):  # noqa: N818 - a fault of ours that was found
    """Something that must not happen, in words."""


def outcome(case: Case, accepted: Callable[[NetworkModel], None] = lambda _: None) -> str:
    """Return ``built``, or ``refused`` if the case holds mistakes and all of them are explained.

    Parameters
    ----------
    accepted
        Gets the network of a case that is built, and may compile it.

    Raises
    ------
    Finding
        If anything else happens.
    """
    start = time.process_time()
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("error")
            found = _outcome(case, accepted)
    except Finding:
        raise
    except Exception as error:
        raise Finding(f"{type(error).__name__}: {error}") from error
    finally:
        ann.clear()
    elapsed = time.process_time() - start
    if elapsed > LONGEST_S:
        raise Finding(f"took {elapsed:.1f} s")
    return found


def _outcome(case: Case, accepted: Callable[[NetworkModel], None]) -> str:
    try:
        model = declare(case)
        _show(model)
        network = _network(case, model)
        spec = build_spec(network)
        built = build_network(spec)
    except ModelError as error:
        for diagnostic in error.diagnostics:
            _check(diagnostic, case)
        return "refused"
    except ANNarchyException as error:
        _check_words(str(error), case)
        return "refused"
    _print(built)
    ReferenceSimulator(built).run(N_STEPS)
    accepted(built)
    return "built"


def compare(model: NetworkModel) -> None:
    """Compile a network, and find attributes that differ from those of the reference backend."""
    compiled, reference = CpuSimulator(model), ReferenceSimulator(build_network(model.spec))
    for simulator in (compiled, reference):
        simulator.run(N_STEPS)
    objects = [*((p.name, p.neuron) for p in model.spec.populations)]
    objects += [(p.name, p.synapse) for p in model.spec.projections]
    for name, declaration in objects:
        for attribute in declaration.attributes:
            own, other = (s.read(name, attribute.name) for s in (compiled, reference))
            if not np.array_equal(own, other, equal_nan=own.dtype.kind == "f"):
                raise Finding(f"backends differ: {name}.{attribute.name} is {own} and {other}")


def _show(model: Neuron | Synapse) -> None:
    declaration = model.declaration
    str(model), repr(model), hash(declaration), ast.parse(as_python(declaration))
    for equation in declaration.equations:
        latex_statement(equation)


def _network(case: Case, model: Neuron | Synapse) -> ann.Network:
    texts = "".join(case.texts.values())
    network = ann.Network(seed=1)
    network.config(method=DEFAULTS[len(texts) % len(DEFAULTS)])
    network.config(dtype="float32" if len(texts) % 3 == 0 else "float64")
    network.config(weight_dtype="float32" if len(texts) % 2 else None)
    if isinstance(model, Neuron):
        pop = network.create(3, model, stop_condition=case.texts.get("stop_condition"), name="P")
        for target in model.declaration.targets[:2]:
            network.connect(pop, pop, target).all_to_all(0.5)
        return network
    psp, operation = model.declaration.psp, model.declaration.operation
    fits_both = psp is not None and operation == "sum"
    is_spiking = model.is_spiking or (fits_both and len(texts) % 2 == 0)
    pop = network.create(3, SPIKING if is_spiking else RATE, name="P")
    network.connect(pop, pop, "exc", model).all_to_all(ann.Uniform(0.0, 1.0), delays=2.0)
    network.connect(pop, pop, "inh").all_to_all(0.5)
    return network


def _print(model: NetworkModel) -> None:
    """Print a network at both levels and as C++; each level must be legal."""
    real = real_name(model.spec.dtype)
    modules = [lower_neuron(neuron, real) for neuron in model.neurons.values()]
    for spec in model.spec.projections:
        synapse = model.synapses[spec.name]
        uniform = uniform_attributes(spec, synapse)
        context = SynapseContext(real, is_post_major(synapse), uniform)
        modules.append(lower_synapse(synapse, context))
    for level_1 in (*model.neurons.values(), *model.synapses.values()):
        verify_model(level_1)
        show_model(level_1)
    for module in modules:
        verify_module(module)
        show_module(module)
        if module.functions:
            assemble(print_module(module))


def _check(diagnostic: Diagnostic, case: Case) -> None:
    """Check that a mistake has a code, a remedy and a place in what was typed."""
    shown = diagnostic.render()
    if not re.fullmatch(r"ANN\d{3}", diagnostic.code):
        raise Finding(f"no code:\n{shown}")
    if not diagnostic.hint:
        raise Finding(f"no remedy:\n{shown}")
    _check_words(f"{diagnostic.message}\n{diagnostic.hint}", case)
    span = diagnostic.span
    if span is None:
        if diagnostic.code not in PLACELESS:
            raise Finding(f"no place:\n{shown}")
        return
    text = span.source.text
    is_typed = any(text == typed or repr(typed)[1:-1] in text for typed in case.texts.values())
    if not is_typed:
        raise Finding(f"the place is in no text of the user:\n{shown}")
    # An end that comes too early is shown just behind the text.
    if not 0 <= span.start < span.stop <= len(text) + 1:
        raise Finding(f"no place in the text: {span.start}..{span.stop}\n{shown}")
    if shown.count("\n") > 4 or "^" not in shown.split("\n")[3]:
        raise Finding(f"no caret:\n{shown}")


def _check_words(words: str, case: Case) -> None:
    """Check that a message speaks of the model and not of this package."""
    found = INTERNALS.search(words)
    if found is not None and not any(found[0] in text for text in case.texts.values()):
        raise Finding(f"speaks of '{found[0]}':\n{words}")
