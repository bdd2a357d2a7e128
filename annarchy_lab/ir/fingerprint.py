"""What a network was when it was built, as short hashes: so journals and checkpoints know theirs.

In: a `NetworkSpec`.
Out: one hash per object, and one for the settings that change results.
Not here: state that a run has changed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from annarchy_lab.ir.network import NetworkSpec, PopulationSpec, ProjectionSpec

__all__ = ["hash_of", "network_fingerprint"]


def network_fingerprint(spec: NetworkSpec) -> dict[str, str]:
    """Return a hash for each population and projection, and for the settings.

    Threads, parts and storage are left out: they change no result.
    """
    settings = (spec.dt_ms, spec.seed, spec.dtype.str, spec.method, sorted(spec.constants.items()))
    narrow = ("narrow weights",) if spec.has_narrow_weights else ()
    hashes = {"settings": hash_of(settings, spec.functions, *narrow)}
    hashes |= {each.name: _of_population(each) for each in spec.populations}
    return hashes | {each.name: _of_projection(each) for each in spec.projections}


def _of_population(population: PopulationSpec) -> str:
    told: tuple[object, ...] = (population.stop_condition,)
    if population.timetable is not None:
        told += (population.timetable,)
    return hash_of(population.size, population.neuron, _sorted(population.values), *told)


def _of_projection(projection: ProjectionSpec) -> str:
    edges = projection.edges
    times = (projection.delay_steps, projection.window_steps)
    return hash_of(
        (projection.pre, projection.post, projection.targets, *times),
        projection.synapse,
        _sorted(projection.values),
        (edges.n_pre, edges.n_post, edges.pre_ranks, edges.post_ranks, edges.weights),
        edges.delays_ms,
    )


def _sorted(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted(values.items())


def hash_of(*parts: object) -> str:
    """Return a short hash of what values say."""
    digest = hashlib.blake2b(digest_size=12)
    for part in parts:
        _feed(digest, part)
    return digest.hexdigest()


def _feed(digest: hashlib.blake2b, part: object) -> None:
    """Hash a value by what it says: places in a source, and the order of sets, say nothing."""
    match part:
        case np.ndarray():
            digest.update(f"{part.dtype.str}{part.shape}".encode())
            digest.update(np.ascontiguousarray(part).data)
        case list() | tuple():
            digest.update(f"[{len(part)}".encode())
            for item in part:
                _feed(digest, item)
        case Mapping():
            _feed(digest, _sorted(part))
        case set() | frozenset():
            _feed(digest, sorted(map(repr, part)))
        case _ if is_dataclass(part) and not isinstance(part, type):
            digest.update(type(part).__name__.encode())
            _feed(digest, [getattr(part, field.name) for field in fields(part) if field.compare])
        case _:
            digest.update(repr(part).encode() + b"\0")
