"""Parameters and constants as JSON, to be read and changed by people.

In: a network; a file with the keys ``populations``, ``projections``, ``constants``, ``network``.
Out: the file; or the network with other values, set at one step edge.
Not here: variables, connectivity (`states`).
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from annarchy_lab.api.messages import did_you_mean, say, warn
from annarchy_lab.api.saving.container import Filename, as_path, written
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.attributes import ModelObject
    from annarchy_lab.api.network import Network

__all__ = ["load_parameters", "save_parameters"]

SECTIONS = ("populations", "projections", "network", "constants")


def save_parameters(network: "Network", filename: Filename) -> None:
    """Write the parameters that are one number, and the constants.

    Raises
    ------
    ANNarchyException
        If the file cannot be written.
    """
    data = {
        "populations": {p.name: _parameters(p) for p in network.get_populations()},
        "projections": {p.name: _parameters(p) for p in network._projections.values()},
        "network": {},
        "constants": {name: constant.value for name, constant in network.constants.items()},
    }
    with written(filename) as file:
        file.write(json.dumps(data, indent=4).encode())


def load_parameters(
    network: "Network", filename: Filename, *, global_only: bool = True, verbose: bool = False
) -> dict[str, Any]:
    """Set what a file says and return what it says of the network; see `Network.load_parameters`.

    Raises
    ------
    ANNarchyException
        If the file is missing or not of this form, or a value does not fit.
    """
    data = _read(filename)
    populations = {p.name: p for p in network.get_populations()}
    changes = [
        *_changes(data["populations"], "population", populations, global_only=global_only),
        *_changes(data["projections"], "projection", network._projections, global_only=global_only),
    ]
    made = [owner._change(name, value) for owner, name, value in changes]
    constants = dict(_constants(data["constants"], network))
    with network._steady():
        network.write(made)
        for name, value in constants.items():
            # In the 4.8 style there is one network: what a script holds in hand changes, too.
            is_only = network.id == 0
            found = network.constants[name] if is_only else network.get_constant(name)
            found.set(value)
    if verbose:
        told = [(f"{owner.name}.{name}", value) for owner, name, value in changes]
        for label, value in (*told, *constants.items()):
            say(f"{label} = {value}")
    return dict(data["network"])


def _parameters(owner: "ModelObject") -> dict[str, Any]:
    return {name: owner._single(name) for name in owner.parameters if _is_global(owner, name)}


def _is_global(owner: "ModelObject", name: str) -> bool:
    """Whether an attribute is one number, for users too; the weight of synapses never is."""
    return name != "w" and owner._is_single(name)


def _changes(
    section: Mapping[str, Any],
    what: str,
    owners: "Mapping[str, ModelObject]",
    *,
    global_only: bool,
) -> "Iterator[tuple[ModelObject, str, Any]]":
    for name, parameters in section.items():
        if name not in owners:
            warn(f"there is no {what} {name!r}; it is left out.{did_you_mean(name, owners)}")
            continue
        owner = owners[name]
        if not isinstance(parameters, dict):
            raise ANNarchyException(f"the parameters of {name} in the file are no JSON object.")
        for parameter, value in parameters.items():
            if parameter not in owner.parameters:
                known = did_you_mean(parameter, owner.parameters)
                warn(f"{name} has no parameter {parameter!r}; it is left out.{known}")
            elif global_only and not _is_global(owner, parameter):
                warn(f"{parameter} of {name} is not global; it is left out.")
            else:
                yield owner, parameter, _number(f"{parameter} of {name}", value)


def _constants(section: Mapping[str, Any], network: "Network") -> Iterator[tuple[str, Any]]:
    for name, value in section.items():
        if name in network.constants:
            yield name, _number(f"the constant {name}", value, one=True)
        else:
            warn(f"there is no constant {name!r}; it is left out.")


def _number(label: str, value: object, *, one: bool = False) -> Any:  # noqa: ANN401 - or a list
    if isinstance(value, bool | int | float) or (isinstance(value, list) and not one):
        return value
    raise ANNarchyException(f"{label} in the file is no number, but {json.dumps(value)}.")


def _read(filename: Filename) -> dict[str, dict[str, Any]]:
    path = as_path(filename)
    try:
        data = json.loads(path.read_text(encoding="utf-8"), parse_constant=_constant)
    except FileNotFoundError:
        raise ANNarchyException(f"there is no file {path}.") from None
    except OSError as error:
        raise ANNarchyException(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise ANNarchyException(f"{path} is no file of parameters: {error}.") from None
    if not isinstance(data, dict):
        raise ANNarchyException(f"{path} is no file of parameters: it holds no JSON object.")
    sections = {key: data.get(key, {}) for key in SECTIONS}
    for key, section in sections.items():
        if not isinstance(section, dict):
            raise ANNarchyException(f"{path}: {key} is no JSON object.")
    return sections


def _constant(text: str) -> float:
    if text == "NaN":
        raise ValueError("NaN is no parameter")
    return float(text)
