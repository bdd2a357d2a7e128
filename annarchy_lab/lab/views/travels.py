"""Views of time itself: the timeline, and the journal as a table.

In: a network.
Out: widgets.
Not here: how they work (`widgets.timeline`, `widgets.journal`).
"""

from annarchy_lab.api.network import Network
from annarchy_lab.lab.views.views import WINDOW_MS, session_of
from annarchy_lab.lab.widgets.journal import JournalTable
from annarchy_lab.lab.widgets.timeline import TimelineView

__all__ = ["journal_table", "timeline"]


def timeline(network: Network | None = None, *, window: float = WINDOW_MS) -> TimelineView:
    """Show the time of a network: changes, keyframes, branches, and the way back.

    Dragging back shows the past in all plots of the network and changes nothing in it.  *Continue
    from here* rewinds to exactly that step, *branch here* keeps the old future, which rate and
    trace plots then draw beneath; see `Network.rewind` and `Network.switch`.

    Parameters
    ----------
    network
        The network.  Default: the one of the 4.8 style.
    window
        Time that the plots show, in ms.
    """
    return TimelineView(session_of(network), window)


def journal_table(network: Network | None = None) -> JournalTable:
    """Show the journal of a network as a table that grows, with the script that does the same.

    Parameters
    ----------
    network
        The network.  Default: the one of the 4.8 style.
    """
    return JournalTable(session_of(network))
