"""Live views that JupyterLab shows in tabs of their own.

In: a row of the inspector and which view of it.
Out: a widget, the same one for as long as its network is the same.
Not here: the tabs (the labextension), how views are made (`views`).

A view belongs to the names on the way to its row: where a cell has built its network anew, the view
of the old one is closed and one of the new one takes its place, so that no second tab is needed.
"""

from dataclasses import field
from typing import Any, get_args

from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.inspector.contents import contents
from annarchy_lab.lab.inspector.items import Item
from annarchy_lab.lab.inspector.rows import find
from annarchy_lab.lab.inspector.viewing import make_view, title_of
from annarchy_lab.lab.laboratory import Laboratory
from annarchy_lab.lab.messages import BridgeTab, TabName
from annarchy_lab.lab.session import Session
from annarchy_lab.lightweight import dataclass

__all__ = ["Tabs"]

NAMES = get_args(TabName)
NO_NETWORK = "there is no compiled network: run the cells that build it."


@dataclass(slots=True)
class _Shown:
    session: Session
    view: Any
    title: str
    holders: set[object] = field(default_factory=set)


class Tabs:
    """The live views in tabs of one kernel.

    Parameters
    ----------
    laboratory
        Whose networks they show.
    """

    def __init__(self, laboratory: Laboratory) -> None:
        self._laboratory = laboratory
        self._shown: dict[tuple[str, str], _Shown] = {}

    def open(self, holder: object, number: str, row: str, view: str) -> BridgeTab:
        """Return a live view for a tab.

        Parameters
        ----------
        holder
            The page that shows it.
        number
            The answer repeats it.
        row
            Id of a row; empty for the current network.
        view
            Which view.
        """
        answer: BridgeTab = {
            "kind": "tab",
            "id": number,
            "row": row,
            "view": view if view in NAMES else "live",  # type: ignore[typeddict-item]
            "model": "",
            "title": "",
            "network": "",
            "message": "",
        }
        item = self._item(row)
        if item is None:
            answer["message"] = _missing(row)
            return answer
        answer["row"] = item.id
        try:
            shown = self._view(item, view)
        except ANNarchyException as error:
            answer["message"] = error.message.strip()
            return answer
        shown.holders.add(holder)
        answer |= {
            "model": _widget(shown.view).model_id,
            "title": shown.title,
            "network": item.session.key,
        }
        return answer

    def release(self, holder: object, row: str, view: str) -> None:
        """A page does not show a view any more; it is closed when no page does."""
        shown = self._shown.get((row, view))
        if shown is not None:
            shown.holders.discard(holder)
            if not shown.holders:
                del self._shown[row, view]
                shown.view.close()

    def close(self) -> None:
        """Close all views."""
        for shown in self._shown.values():
            shown.view.close()
        self._shown.clear()

    def _item(self, row: str) -> Item | None:
        items = [item for item in contents(self._laboratory) if item.is_compiled]
        if row:
            return find(items, row)
        current = self._laboratory.current()
        return next((item for item in items if item.session is current), None)

    def _view(self, item: Item, view: str) -> _Shown:
        if view not in item.views:
            raise ANNarchyException(f"there is no view {view!r} of {item.name}.")
        place = (item.id, view)
        shown = self._shown.get(place)
        if shown is not None and shown.session is item.session:
            return shown
        made = _Shown(item.session, make_view(item, view), title_of(item, view))
        if shown is not None:
            made.holders |= shown.holders
            shown.view.close()
        self._shown[place] = made
        return made


def _widget(view: Any) -> Any:  # noqa: ANN401 - a widget, or what holds one
    return getattr(view, "widget", view)


def _missing(row: str) -> str:
    if not row:
        return NO_NETWORK
    from urllib.parse import unquote

    names = [unquote(part) for part in row.split("/")]
    return f"the kernel knows no {names[-1]!r} of {names[0]!r}: run the cells that build it."
