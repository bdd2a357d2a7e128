"""Which numerical methods exist: the one place to add a line for a new one."""

from types import MappingProxyType

from annarchy_lab.numerics.explicit import Explicit
from annarchy_lab.numerics.exponential import Exponential
from annarchy_lab.numerics.implicit import Implicit
from annarchy_lab.numerics.method import Method
from annarchy_lab.numerics.midpoint import Midpoint
from annarchy_lab.numerics.rk4 import RungeKutta4
from annarchy_lab.numerics.semi_implicit import SemiImplicit

__all__ = ["METHODS"]

METHODS: MappingProxyType[str, Method] = MappingProxyType(
    {
        method.name: method
        for method in (
            Explicit(),
            Exponential(),
            Implicit(),
            Midpoint(),
            RungeKutta4(),
            SemiImplicit(),
        )
    }
)
"""Method by the flag that chooses it.  ``event-driven`` is not among them: it has no step."""
