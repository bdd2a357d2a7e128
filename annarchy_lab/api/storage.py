"""How a user wants synapses to be stored: accepted by every connector method, never in the result.

In: keywords of a connector method.  Out: `Storage`, checked.
Not here: the storage itself (the backends).
"""

from typing import TypedDict

from annarchy_lab.api.config import FORMATS
from annarchy_lab.api.messages import did_you_mean
from annarchy_lab.diagnostics import ANNarchyException

__all__ = ["Storage", "check_storage"]

ORDERS = ("post_to_pre", "pre_to_post")
KEYWORDS = ("delays", "allow_self_connections")


class Storage(TypedDict, total=False):
    """Keywords that every connector method takes besides its own."""

    force_multiple_weights: bool
    storage_format: str | None
    storage_order: str | None


def check_storage(pattern: str, storage: Storage) -> None:
    """Refuse formats and orders that do not exist.

    Raises
    ------
    ANNarchyException
        If there is no such format or order.
    TypeError
        If a keyword is none of a connector method.
    """
    known = Storage.__annotations__
    for keyword in storage:
        if keyword not in known:
            hint = did_you_mean(keyword, [*KEYWORDS, *known])
            raise TypeError(f"{pattern}() got an unexpected keyword argument {keyword!r}.{hint}")
    for keyword, choices in (("storage_format", FORMATS), ("storage_order", ORDERS)):
        given = storage.get(keyword)
        if given is not None and given not in choices:
            raise ANNarchyException(
                f"{pattern}: {keyword} must be one of {', '.join(choices)}, not {given!r}."
            )
