"""What the pictures of a model leave out or take for granted, in words.

In: a subject and how it is driven.
Out: sentences.
Not here: mistakes; they are exceptions.
"""

from annarchy_lab.lab.explorer.subject import Driven, Subject
from annarchy_lab.language import syntax as s

__all__ = ["notes"]


def notes(subject: Subject, driven: Driven) -> tuple[str, ...]:
    """Return what one has to know to read the pictures."""
    return tuple(text for text in _all(subject, driven) if text)


def _all(subject: Subject, driven: Driven) -> tuple[str, ...]:
    kept = driven.field.kept
    return (
        "Noise: traces and rates have it; the plane shows the equations with each random number "
        "at its mean."
        if subject.is_noisy
        else "",
        "Values over the whole population are those of this one neuron."
        if subject.reads_population
        else "",
        f"In the plane, {_listed(kept)} keep{'s' * (len(kept) == 1)} the value at the start: "
        "each new value depends on the last one."
        if kept
        else "",
        _of_drive(subject, driven),
        "" if driven.field.states else "No differential equation: there is no phase plane.",
        "In the plane, t is 0." if _names_time(driven) else "",
    )


def _of_drive(subject: Subject, driven: Driven) -> str:
    if driven.name is None:
        return "Nothing drives this model: it has neither parameters nor targets."
    attribute = subject.attribute(driven.name)
    has_equation = any(q.assigned == driven.name for q in subject.declaration.equations)
    if attribute is not None and has_equation:
        return f"{driven.name} is given from outside: its own equation is left out."
    return ""


def _names_time(driven: Driven) -> bool:
    equations = driven.declaration.equations
    odes = (q.statement for q in equations if isinstance(q.statement, s.Ode))
    return any("t" in s.names(ode.right) for ode in odes)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
