"""The mean of each distribution, as an expression of its arguments.

In: nodes of equations.
Out: nodes of which none is random.
Not here: distributions that were clipped are taken as if they were not.
"""

from collections.abc import Callable
from typing import Final

from annarchy_lab.language import syntax as s
from annarchy_lab.numerics.trees import add, call, divide, multiply

__all__ = ["mean_of_draw"]

TWO: Final = s.Number(2.0)

MEANS: Final[dict[str, Callable[..., s.Expr]]] = {
    "Uniform": lambda low, high: divide(add(low, high), TWO),
    "DiscreteUniform": lambda low, high: divide(add(low, high), TWO),
    "Normal": lambda mu, _sigma: mu,
    "LogNormal": lambda mu, sigma: call("exp", add(mu, divide(multiply(sigma, sigma), TWO))),
    "Exponential": lambda rate: divide(s.Number(1.0), rate),
    "Gamma": lambda alpha, beta: multiply(alpha, beta),
    "Binomial": lambda n, p: multiply(n, p),
}
N_ARGUMENTS: Final = {"Exponential": 1}


def mean_of_draw(node: s.Expr) -> s.Expr:
    """Return the mean in the place of a random call; other nodes as they are."""
    if not isinstance(node, s.Draw):
        return node
    arguments = node.arguments[: N_ARGUMENTS.get(node.distribution, 2)]
    return MEANS[node.distribution](*arguments)
