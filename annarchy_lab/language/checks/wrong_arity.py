"""A call with too few or too many arguments."""

from collections.abc import Iterator, Mapping
from typing import Final

from annarchy_lab.diagnostics import Diagnostic
from annarchy_lab.language.model import Model
from annarchy_lab.language.syntax import Call, Draw, Expr, walk
from annarchy_lab.language.vocabulary import DISTRIBUTIONS, FUNCTIONS, Arity

CODE: Final = "ANN124"


def wrong_arity(model: Model) -> Iterator[Diagnostic]:
    """Report calls of functions and distributions with the wrong number of arguments.

    A missing argument has no default, and one too many would silently be lost.

    Example: ``r = clip(v, 0.0)``.
    """
    own = {function.name: function for function in model.declaration.functions}
    forms = {name: f.arguments for name, f in {**model.surroundings.functions, **own}.items()}
    bodies = [function.body for function in model.declaration.functions]
    for expr in (*(site.expr for site in model.sites()), *bodies):
        for node in walk(expr):
            yield from _node(node, forms)


def _node(node: Expr, forms: Mapping[str, tuple[str, ...]]) -> Iterator[Diagnostic]:
    match node:
        case Call(function=name, arguments=arguments):
            n = len(forms.get(name, ()))
            arity = FUNCTIONS.get(name) or (Arity(n, n) if name in forms else None)
        case Draw(distribution=name, arguments=arguments):
            arity = DISTRIBUTIONS[name]
        case _:
            return
    if arity is not None and not arity.admits(len(arguments)):
        yield Diagnostic(
            CODE,
            f"'{name}' takes {arity}, not {len(arguments)}",
            node.span,
            f"write {_FORMS.get(name) or _form(name, forms.get(name, ('x',)))}",
        )


def _form(name: str, arguments: tuple[str, ...]) -> str:
    return f"{name}({', '.join(arguments)})"


_FORMS: Final = {
    "clip": "clip(x, lowest, highest)",
    "ite": "ite(condition, a, b)",
    "modulo": "modulo(a, b)",
    "pow": "pow(x, exponent)",
    "power": "power(x, n)",
    "Uniform": "Uniform(min, max)",
    "DiscreteUniform": "DiscreteUniform(min, max)",
    "Normal": "Normal(mu, sigma) or Normal(mu, sigma, min, max)",
    "LogNormal": "LogNormal(mu, sigma) or LogNormal(mu, sigma, min, max)",
    "Exponential": "Exponential(rate) or Exponential(rate, min, max)",
    "Gamma": "Gamma(alpha, beta) or Gamma(alpha, beta, min, max)",
    "Binomial": "Binomial(n, p)",
}
