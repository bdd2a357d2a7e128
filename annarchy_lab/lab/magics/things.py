"""What a word behind a magic names: a population, a view of one, a projection.

In: a word such as ``pop`` or ``pop[10:20]``; the user's variables; the current network.
Out: the object.
Not here: anything evaluated: the word is no Python, only these two forms exist.
"""

import re
from collections.abc import Mapping
from typing import Final

from IPython.core.error import UsageError

from annarchy_lab.api.messages import did_you_mean
from annarchy_lab.api.network import Network
from annarchy_lab.api.population import Population
from annarchy_lab.api.recordable import Recordable, as_recordable
from annarchy_lab.api.view import PopulationView

__all__ = ["recordable"]

_FORM: Final = re.compile(r"(?P<name>\w+)(?:\[(?P<index>[-\d:\s]+)\])?")


def recordable(word: str, variables: Mapping[str, object], network: Network) -> Recordable:
    """Return what a word names: a variable's value, else what `network` calls so.

    Raises
    ------
    UsageError
        If there is nothing of that name, or only a population has such parts.
    ANNarchyException
        If it cannot be recorded.
    """
    match = _FORM.fullmatch(word.strip())
    if match is None:
        raise UsageError(f"{word!r} names nothing to record: write pop or pop[0:10].")
    whole = _whole(match["name"], variables, network)
    return whole if match["index"] is None else _part(word, whole, match["index"])


def _whole(name: str, variables: Mapping[str, object], network: Network) -> Recordable:
    if name in variables:
        return as_recordable(variables[name])
    things = [*network.get_populations(), *network.get_projections()]
    own = {thing.name: as_recordable(thing) for thing in things}
    if name in own:
        return own[name]
    known = [*own, *(n for n, value in variables.items() if isinstance(value, Recordable))]
    raise UsageError(f"there is nothing called {name!r} to record.{did_you_mean(name, known)}")


def _part(word: str, whole: Recordable, index: str) -> Recordable:
    numbers = [part.strip() for part in index.split(":")]
    is_index = len(numbers) <= 3 and all(re.fullmatch(r"-?\d+|", number) for number in numbers)
    if not isinstance(whole, Population | PopulationView) or not is_index or numbers == [""]:
        raise UsageError(f"{word!r} names nothing to record: write pop[3] or pop[0:10].")
    if len(numbers) == 1:
        return as_recordable(whole[int(numbers[0])])
    return as_recordable(whole[slice(*(int(each) if each else None for each in numbers))])
