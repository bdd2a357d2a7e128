"""What a network shows of itself in a notebook; whoever can show it registers for that.

In: nothing of the lab, which stands above this room: it is handed in by `WORKSPACE.open_dashboard`.
Out: `Showing`, the part of a network that is asked for a dashboard.
Not here: dashboards.
"""

from typing import TYPE_CHECKING, Any, cast

from annarchy_lab.api.workspace import WORKSPACE
from annarchy_lab.diagnostics import ANNarchyException

if TYPE_CHECKING:
    from annarchy_lab.api.network import Network

__all__ = ["Showing"]


class Showing:
    """Asking for views of a network."""

    def dashboard(self, views: Any = None, *, layout: Any = None) -> Any:  # noqa: ANN401 - the lab's
        """Show all of this network on one page, while it runs; see `annarchy_lab.lab.dashboard`.

        Parameters
        ----------
        views
            Populations and views to show, by name or plainly.  Default: all populations.
        layout
            A layout as JSON, or the path of a file that holds one.  Default: the usual one.

        Returns
        -------
        Dashboard
            Displays itself in a notebook; the same object every time.

        Raises
        ------
        ANNarchyException
            If the packages that show something in a notebook are not installed; also as
            `annarchy_lab.lab.dashboard`.
        """
        if WORKSPACE.open_dashboard is None:
            raise ANNarchyException("there is nothing here that could show a dashboard.")
        return WORKSPACE.open_dashboard(cast("Network", self), views, layout)
