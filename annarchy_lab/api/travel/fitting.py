"""Which network a checkpoint belongs to: one with the same models, sizes and steps.

In: the description of a network as it was compiled.
Out: a short description to keep, and what differs between two of them, in words.
Not here: values, and how synapses were drawn: a checkpoint brings its own.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.fingerprint import hash_of
from annarchy_lab.ir.network import NetworkSpec

__all__ = ["about", "models_of", "require_fit"]

About = Mapping[str, Any]


def about(spec: NetworkSpec) -> dict[str, Any]:
    """Return what a network must have in common with another to take over its state."""
    populations = {
        each.name: {
            "size": each.size,
            "model": hash_of(each.neuron, each.stop_condition),
            "timetable": each.timetable is not None,
        }
        for each in spec.populations
    }
    projections = {
        each.name: {
            "pre": each.pre,
            "post": each.post,
            "target": list(each.targets),
            "model": hash_of(each.synapse),
            "structural_plasticity": each.is_rewirable,
            "window_steps": each.window_steps,
        }
        for each in spec.projections
    }
    return {
        "dt": spec.dt_ms,
        "precision": spec.dtype.name,
        "precision of weights": "float32" if spec.has_narrow_weights else spec.dtype.name,
        "method": spec.method,
        "functions": hash_of(spec.functions),
        "populations": populations,
        "projections": projections,
    }


def models_of(told: About) -> dict[str, str]:
    """Return the hash of the model of each population and projection."""
    parts = {**told["populations"], **told["projections"]}
    return {name: part["model"] for name, part in parts.items()}


def require_fit(then: About, now: About, but: Container[str] = ()) -> None:
    """Refuse the state of another network.

    Parameters
    ----------
    but
        Objects that will have the models of then.

    Raises
    ------
    ANNarchyException
        Naming everything that differs.
    """
    found = list(_differences(then, now, but))
    if found:
        raise ANNarchyException(f"the checkpoint is of another network: {'; '.join(found)}.")


def _differences(then: About, now: About, but: Container[str]) -> Iterator[str]:
    for key in ("dt", "precision", "precision of weights", "method"):
        # Checkpoints of early releases know one precision.
        there = then.get(key, then["precision"])
        if there != now[key]:
            yield f"{key} was {there} there and is {now[key]} here"
    if then["functions"] != now["functions"]:
        yield "functions of add_function() are others"
    for kind in ("populations", "projections"):
        yield from _differences_of(kind[:-1], then[kind], now[kind], but)


def _differences_of(kind: str, then: About, now: About, but: Container[str]) -> Iterator[str]:
    for name in sorted(then.keys() - now.keys()):
        yield f"there is no {kind} {name} here"
    for name in sorted(now.keys() - then.keys()):
        yield f"there was no {kind} {name}"
    for name in sorted(then.keys() & now.keys()):
        for key, value in then[name].items():
            if value == now[name].get(key) or (key == "model" and name in but):
                continue
            if key == "model":
                yield f"the equations of {name} are others"
            else:
                yield f"{key} of {name} was {value} there and is {now[name].get(key)} here"
