"""Dashboards for others: pages of a Panel server in which visitors watch a network of this process.

In: networks; who may come, and what they may do.
Out: a server, on this computer only unless somebody says otherwise, and then with authentication.
Not here: running a notebook in order to serve it (`annarchy_lab.lab.serve`).

Every visitor has views of their own on the same network.  They watch; ``control=True`` lets them
steer, too.  Which pages may speak to the server (origins) and how sessions are signed is the
business of Bokeh and Panel, and stays as they have it.
"""

import ipaddress
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from annarchy_lab.api.network import Network
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.dashboards.dashboard import open_dashboards
from annarchy_lab.lab.dashboards.layout import Layout, LayoutSource
from annarchy_lab.lab.laboratory import LABORATORY
from annarchy_lab.lab.views.shown import Groups
from annarchy_lab.lab.views.views import session_of

if TYPE_CHECKING:
    from annarchy_lab.lab.dashboards.served import ServedDashboard

__all__ = ["check_access", "panel_dashboard", "serve"]

LOOPBACK: Final = "127.0.0.1"
LEAST_PASSWORD: Final = 8
LOGIN: Final = Path(__file__).parent / "login.html"
"""Panel's own page would fetch a picture from elsewhere."""
Served: TypeAlias = "Network | Sequence[Network] | None"


def panel_dashboard(
    network: Network | None = None,
    views: Groups = None,
    *,
    layout: LayoutSource | None = None,
    control: bool = False,
) -> "ServedDashboard":
    """Return the dashboard of a network as a component of Panel, for one visitor.

    Call it in the function that makes a page, so that each visitor gets one; it goes when their
    session ends.

    Parameters
    ----------
    network, views
        As for `dashboard`.
    layout
        As for `dashboard`.  Default: that of the open dashboard of the network, else the usual one.
    control
        Whether the visitor may steer the network and change the layout of their page.  Otherwise
        the server drops all that such a page asks for.

    Returns
    -------
    ServedDashboard
        A component of Panel: ``panel_dashboard(net).servable()``.

    Raises
    ------
    ANNarchyException
        As `dashboard`.
    """
    from annarchy_lab.lab.dashboards.served import ServedDashboard

    session = session_of(network)
    if not session.network.get_populations():
        raise ANNarchyException("there is nothing to show: the network has no populations.")
    chosen = _layout_of(session.network) if layout is None else Layout.read(layout)
    return ServedDashboard(session, views, chosen, may_control=control)


def serve(
    networks: Served = None,
    *,
    port: int = 5006,
    address: str = LOOPBACK,
    password: str | None = None,
    oauth: Mapping[str, str] | None = None,
    origins: Sequence[str] = (),
    control: bool = False,
    wait: bool = False,
) -> Any:  # noqa: ANN401 - Panel's server or its thread
    """Let others watch networks of this process in their browsers.

    Parameters
    ----------
    networks
        One or several.  Default: those with an open dashboard, else the current one.
    port
        Of the server; 0 for any that is free.
    address
        Where it listens.  Default: on this computer only.  Any other demands a password or OAuth.
    password
        What visitors must know, at least 8 signs; or a JSON file of names and passwords, as for
        ``panel serve --basic-auth``.
    oauth
        Panel's options ``oauth_provider``, ``oauth_key``, ``oauth_secret`` ... instead of a
        password.
    origins
        Hosts under which the pages are reached, such as ``lab.example.org:5006``.  Default: only
        this computer; from elsewhere nobody can connect then.
    control
        Whether visitors may steer; otherwise they watch.
    wait
        Whether to return only when the server ends.

    Returns
    -------
    object
        The thread of the server, with ``stop()``; None after waiting.

    Raises
    ------
    ANNarchyException
        If there is nothing to serve, or others could come in without authentication.

    Examples
    --------
    In a notebook, for the browsers of this computer::

        server = serve(net)
    """
    access = check_access(address, password, oauth)
    pages = _pages(networks, control=control)
    import panel as pn

    return pn.serve(  # type: ignore[no-untyped-call] # the library is not typed
        pages,
        port=port,
        address=address,
        websocket_origin=list(origins) or None,
        title={name: _title(name) for name in pages},
        threaded=not wait,
        show=False,
        verbose=False,
        **access,
    )


def check_access(
    address: str, password: str | None, oauth: Mapping[str, str] | None
) -> dict[str, Any]:
    """Return how visitors prove who they are, as Panel takes it.

    Raises
    ------
    ANNarchyException
        If others could come in without doing so.
    """
    if oauth is not None:
        needed = ("oauth_provider", "oauth_key", "oauth_secret")
        missing = [name for name in needed if not oauth.get(name)]
        if missing:
            raise ANNarchyException(f"OAuth needs {', '.join(missing)}.")
        keys = {"cookie_secret": secrets.token_hex(32)}
        return keys | dict(oauth)
    if password is not None:
        if len(password) < LEAST_PASSWORD:
            raise ANNarchyException(f"a password needs at least {LEAST_PASSWORD} signs.")
        keys = {"cookie_secret": secrets.token_hex(32), "login_template": str(LOGIN)}
        return keys | {"basic_auth": password}
    if not _is_loopback(address):
        raise ANNarchyException(
            f"at the address {address} others can reach this network: give a password or OAuth, or "
            f"listen at {LOOPBACK} only."
        )
    return {}


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return False


def _pages(networks: Served, *, control: bool) -> dict[str, Any]:
    """Return a function for each page, by its name in addresses."""
    pages: dict[str, Any] = {}
    for network in _networks(networks):
        name = LABORATORY.title_of(network).replace(" ", "-")
        slug = name if name not in pages and name.isidentifier() else f"network-{network.id}"
        pages[slug] = _Page(network, control).make  # Panel calls functions and methods only
    return pages


class _Page:
    """Makes the page of one visitor."""

    def __init__(self, network: Network, control: bool) -> None:
        self.network, self.control = network, control

    def make(self) -> "ServedDashboard":
        """Return a dashboard of the visitor's own."""
        return panel_dashboard(self.network, control=self.control)


def _networks(networks: Served) -> list[Network]:
    if isinstance(networks, Network):
        return [networks]
    found = list(networks or ()) or [each.network for each in open_dashboards()]
    current = LABORATORY.current()
    if not found and current is not None:
        found = [current.network]
    if not found:
        raise ANNarchyException("there is nothing to serve: no network is compiled.")
    return found


def _title(name: str) -> str:
    return f"{name} – annarchy_lab"


def _layout_of(network: Network) -> Layout | None:
    """Return the layout that somebody chose for the dashboard of a network here."""
    for found in open_dashboards():
        if found.network is network and found.is_own:
            return Layout.read(found.layout)
    return None
