"""Doing once more what a journal tells, in the same or another process.

In: a journal, and the network as it was built (the same script or cells, the same seed).
Out: the network in the same state, to the bit; or a plain script that does it.
Not here: writing journals (`journaling`).

A replay starts at the network as built plus its seed, or at the checkpoint that the header names.
What a rewind has undone is left out.  Changes that a callback made are written,
and no callback is called: what was journaled is what happens.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from annarchy_lab.api.network import Network
from annarchy_lab.api.travel.checkpoint import Checkpoint
from annarchy_lab.api.travel.keyframes import Note
from annarchy_lab.api.travel.travelling import do_again
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.ir.fingerprint import network_fingerprint
from annarchy_lab.lab.journals.arrays import load_array
from annarchy_lab.lab.journals.journaling import CHECKPOINTS
from annarchy_lab.lab.journals.reading import Record, read_journal

__all__ = ["replay", "to_script"]

CHANGES: Final = frozenset(
    (
        *("set", "set_at", "scale", "scale_at", "flag", "control", "timetable"),
        *("stimulate", "calm"),
        *("create", "prune", "connect", "replace", "seed"),
    )
)
"""Kinds that `Network.apply` does once more."""


def replay(path: Path | str, network: Network, until_ms: float | None = None) -> int:
    """Do what a journal tells.

    Parameters
    ----------
    path
        The journal.
    network
        Built as it was then, compiled, at time 0.
    until_ms
        Where to stop.  Default: at the end of the journal.

    Returns
    -------
    int
        The step that comes next.

    Raises
    ------
    ANNarchyException
        If the journal does not belong to this network, or cannot be replayed.
    """
    path = Path(path)
    header, records = read_journal(path)
    _check(header, network)
    if "checkpoint" in header:
        network.restore(_checkpoint(path.parent, header["checkpoint"]))
    records = list(_effective(records))
    last = None if until_ms is None else round(until_ms / network.dt)
    for record in records:
        if last is not None and record["step"] > last:
            break
        _run_to(network, record["step"])
        _apply(network, record, path.parent)
    if last is not None:
        _run_to(network, last)
    return network.current_step


def to_script(path: Path | str) -> str:
    """Return a plain script that does what a journal tells; it needs no lab.

    Parameters
    ----------
    path
        The journal.

    Raises
    ------
    ANNarchyException
        If it is no journal, or one of a version that this one cannot read; the file stays as it is.
    """
    path = Path(path)
    header, records = read_journal(path)
    return "\n".join(_script(path, header, records)) + "\n"


# Replaying


def _check(header: Record, network: Network) -> None:
    if header["cannot_replay"]:
        raise ANNarchyException(f"this journal cannot be replayed: {header['cannot_replay']}.")
    if "checkpoint" in header:
        return  # which knows its network
    if network.current_step != 0:
        raise ANNarchyException("a replay begins at time 0: build the network anew.")
    then, now = header["fingerprint"], network_fingerprint(network.spec)
    different = sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
    if different:
        raise ANNarchyException(
            f"the journal belongs to another network: {', '.join(different)} "
            f"{'is' if len(different) == 1 else 'are'} not as it was (seed {header['seed']}). "
            "Build it as it was then; to_script(path) shows what was done."
        )


def _run_to(network: Network, step: int) -> None:
    missing = step - network.current_step
    if missing > 0:
        network.simulator.run(missing)


def _effective(records: list[Record]) -> Iterator[Record]:
    """Yield what happened in the end: without what was undone by going back."""
    happened: list[Record] = []
    for record in records:
        if record["kind"] == "rewind":
            n_left = len(happened) - record["value"]["n_undone"]
            del happened[n_left:]
        elif record["kind"] not in ("time", "end"):
            happened.append(record)
    yield from happened
    if records:
        last = records[-1]
        step = last["value"]["step"] if last["kind"] == "rewind" else last["step"]
        if last["kind"] not in ("step", "reset", "restore"):
            yield {"kind": "time", "step": step}


def _apply(network: Network, record: Record, folder: Path) -> None:
    match record["kind"]:
        case "step":
            network.current_step = record["value"]
        case "reset":
            network.reset(**record["value"])
        case "restore":
            network.restore(_checkpoint(folder, record["value"]["checkpoint"]), models=True)
        case kind if kind in CHANGES:
            _apply_change(network, record, folder / "arrays")
        case _:
            pass  # a line that only says how far the network has come


def _checkpoint(folder: Path, name: str) -> Checkpoint:
    if Path(name).name != name:
        raise ANNarchyException(f"{name!r} is no name of a checkpoint.")
    return Checkpoint.load(folder / CHECKPOINTS / name)


def _apply_change(network: Network, record: Record, arrays: Path) -> None:
    value = _value(record["value"], arrays)
    if "indices" in record:
        value = (_indices(record["indices"], arrays), value)
    place = (record["object"], record["attribute"], record["kind"])
    do_again(network, Note(record["step"], *place, value), "replay")


def _value(value: Any, arrays: Path) -> Any:  # noqa: ANN401 - as journaled
    if isinstance(value, dict):
        if "array" in value:
            return load_array(arrays, value["array"])
        if "number" in value:
            return float(value["number"])
        return {name: _value(each, arrays) for name, each in value.items()}
    return value


def _indices(value: Record, arrays: Path) -> Any:  # noqa: ANN401 - an array of integers
    if "array" in value:
        return load_array(arrays, value["array"])
    return np.arange(value["start"], value["stop"])


# The script


def _script(path: Path, header: Record, records: list[Record]) -> Iterator[str]:
    yield repr(f"What happened to a network of seed {header['seed']} on {header['created']}.")
    yield ""
    yield "import numpy as np"
    yield ""
    yield "from annarchy_lab import Checkpoint, Network"
    yield ""
    yield f"ARRAYS = {str(path.parent / 'arrays')!r}"
    yield ""
    yield ""
    yield "def load(name: str) -> np.ndarray:"
    yield '    return np.load(f"{ARRAYS}/{name}.npy", allow_pickle=False)'
    yield ""
    yield ""
    yield "def play(net: Network) -> None:"
    yield '    """Take a network, built as it was then and compiled, through all of it."""'
    step = 0
    if "checkpoint" in header:
        where = path.parent / CHECKPOINTS / header["checkpoint"]
        yield f"    net.restore(Checkpoint.load({str(where)!r}))"
        step = header["step"]
    for record in _effective(records):
        if record["step"] > step:
            span = (record["step"] - step) * header["dt_ms"]
            yield f"    net.simulate({span!r}, callbacks=False)"
        step = record["step"]
        yield from _script_lines(record, path.parent / CHECKPOINTS)
        if record["kind"] in ("step", "reset"):
            step = record["value"] if record["kind"] == "step" else 0
        elif record["kind"] == "restore":
            step = record["value"]["step"]


def _script_lines(record: Record, checkpoints: Path) -> Iterator[str]:
    kind, name, attribute = record["kind"], record.get("object"), record.get("attribute")
    value = _literal(record.get("value"))
    match kind:
        case kind if kind in CHANGES and "indices" not in record:
            yield f"    net.apply({name!r}, {attribute!r}, {kind!r}, {value})"
        case kind if kind in CHANGES:
            indices = _literal(record["indices"])
            yield f"    net.apply({name!r}, {attribute!r}, {kind!r}, ({indices}, {value}))"
        case "step":
            yield f"    net.current_step = {value}"
        case "reset":
            yield f"    net.reset(**{record['value']!r})"
        case "restore":
            where = checkpoints / record["value"]["checkpoint"]
            yield f"    net.restore(Checkpoint.load({str(where)!r}), models=True)"
        case _:
            pass


def _literal(value: object) -> str:
    if not isinstance(value, dict):
        return repr(value)
    if "array" in value:
        return f"load({value['array']!r})"
    if "start" in value:
        return f"np.arange({value['start']}, {value['stop']})"
    if "number" in value:
        return f"float({value['number']!r})"
    return f"{{{', '.join(f'{name!r}: {_literal(each)}' for name, each in value.items())}}}"
