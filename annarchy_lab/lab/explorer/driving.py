"""What a neuron model can be driven through.

In: a neuron declaration.
Out: names of parameters, conductances and sums, the likeliest one first.
Not here: the waveform (`waveforms`).
"""

from typing import Final

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.language.declaration import Kind, NeuronDeclaration, ValueType

__all__ = ["check_driven", "drivable"]

CURRENTS: Final = (
    *("I", "I_ext", "Iext", "i_ext", "I_e", "i_offset", "I_offset", "I_app", "i_app", "I_inj"),
    *("I_stim", "I_in", "I0", "current", "drive", "input", "inp", "stimulus", "B", "baseline"),
)
"""Names that scientists give to what they inject, the likeliest first."""
EXCITING: Final = ("exc", "ampa", "AMPA", "e", "in", "input", "ff")


def drivable(declaration: NeuronDeclaration) -> tuple[str, ...]:
    """Return everything that can be driven: a current, targets, the other parameters."""
    parameters = [
        a.name
        for a in declaration.attributes
        if a.kind is Kind.PARAMETER and a.type is ValueType.FLOAT
    ]
    known = [name for name in CURRENTS if name in parameters]
    form = "g_{}" if declaration.is_spiking else "sum({})"
    targets = sorted(declaration.targets, key=lambda name: name not in EXCITING)
    if declaration.sums_all_targets and not targets:
        targets = ["exc"]
    return tuple(dict.fromkeys((*known, *map(form.format, targets), *parameters)))


def check_driven(declaration: NeuronDeclaration, name: str | None) -> str | None:
    """Return what is driven: as named, else the likeliest; None if the model takes no input.

    Raises
    ------
    ANNarchyException
        If the model has no such parameter or target.
    """
    names = drivable(declaration)
    if name is None:
        return names[0] if names else None
    if name not in names:
        raise ANNarchyException(
            f"{declaration.name or 'the model'} cannot be driven through {name!r}: it has "
            f"{', '.join(names) or 'no parameter and no target'}."
        )
    return name
