"""Running a notebook or a script once and letting others watch its networks.

``python -m annarchy_lab.lab.serve notebook.ipynb``

In: a file, and options of the command line.
Out: pages with the dashboards of its networks, until somebody presses Ctrl+C.
Not here: the server (`dashboards.serving`).

The file runs once, in this process; all visitors watch the same networks.  Layouts that a notebook
has kept are used.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from annarchy_lab.api.network import Network
from annarchy_lab.diagnostics import ANNarchyException
from annarchy_lab.lab.dashboards.serving import LOOPBACK, check_access, serve
from annarchy_lab.lab.laboratory import LABORATORY

__all__ = ["main"]

PASSWORD: Final = "ANNARCHY_LAB_PASSWORD"  # the name of a variable


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a file; return the exit status."""
    given = _parser().parse_args(arguments)
    try:
        password = _password(given.password_file)
        check_access(given.address, password, _oauth())
        space, layouts = _run(Path(given.file))
        networks = _chosen(space, given.network)
        _arrange(networks, layouts)
        where = given.origin[0] if given.origin else f"{given.address}:{given.port}"
        print(f"http://{where}/ (Ctrl+C ends it)", flush=True)
        serve(
            list(networks.values()),
            port=given.port,
            address=given.address,
            password=password,
            oauth=_oauth(),
            origins=given.origin,
            control=given.control,
            wait=True,
        )
    except ANNarchyException as error:
        print(str(error).strip(), file=sys.stderr)
        return 1
    finally:
        LABORATORY.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m annarchy_lab.lab.serve", description=__doc__)
    parser.add_argument("file", help="a notebook (.ipynb) or a script (.py)")
    parser.add_argument("--port", type=int, default=5006)
    parser.add_argument("--address", default=LOOPBACK, help="default: this computer only")
    parser.add_argument(
        "--password-file", help=f"file with the password of visitors; else ${PASSWORD}"
    )
    parser.add_argument(
        "--origin", action="append", default=[], help="host:port under which pages are reached"
    )
    parser.add_argument("--control", action="store_true", help="visitors may steer")
    parser.add_argument("--network", action="append", default=[], help="which variables to serve")
    return parser


def _password(path: str | None) -> str | None:
    """Return the password: never from the command line, which others can read."""
    if path is None:
        return os.environ.get(PASSWORD) or None
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ANNarchyException(f"cannot read {path}: {error.strerror}.") from None


def _oauth() -> dict[str, str] | None:
    """Return Panel's own variables for OAuth, if they are set."""
    names = ("provider", "key", "secret", "redirect_uri", "encryption_key", "jwt_user")
    found = {f"oauth_{name}": os.environ.get(f"PANEL_OAUTH_{name.upper()}") for name in names}
    given = {name: value for name, value in found.items() if value}
    return given or None


def _run(path: Path) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Run a file as a notebook does; return its variables and the layouts that it has kept."""
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    cells, layouts = _read(path)
    shell = InteractiveShell.instance()
    os.chdir(path.resolve().parent)
    sys.path.insert(0, str(path.resolve().parent))
    LABORATORY.namespace = lambda: shell.user_ns
    for cell in cells:
        with capture_output() as captured:  # displays have no notebook here
            result = shell.run_cell(cell)  # type: ignore[no-untyped-call]
        if not result.success:
            print(captured.stdout, captured.stderr, file=sys.stderr)
            raise ANNarchyException(f"{path} did not run to its end; a cell failed:\n{cell}")
    return shell.user_ns, layouts


def _read(path: Path) -> tuple[list[str], Mapping[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ANNarchyException(f"cannot read {path}: {error.strerror}.") from None
    if path.suffix != ".ipynb":
        return [text], {}
    import nbformat

    try:
        notebook = nbformat.reads(text, 4)  # type: ignore[no-untyped-call] # the library's own
    except (json.JSONDecodeError, nbformat.reader.NotJSONError, nbformat.ValidationError):
        raise ANNarchyException(f"{path} is no notebook.") from None
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    kept = notebook.metadata.get("annarchy_lab", {}).get("dashboards", {})
    return cells, kept if isinstance(kept, Mapping) else {}


def _chosen(space: Mapping[str, Any], names: Sequence[str]) -> dict[str, Network]:
    networks = {
        name: value
        for name, value in tuple(space.items())
        if isinstance(value, Network) and not name.startswith("_") and value.compiled
    }
    for name in names:
        if name not in networks:
            known = ", ".join(networks) or "none"
            raise ANNarchyException(f"there is no compiled network called {name!r}: {known}.")
    return {name: networks[name] for name in names or networks}


def _arrange(networks: Mapping[str, Network], layouts: Mapping[str, Any]) -> None:
    """Give the dashboards the layouts that the notebook has kept for them."""
    from annarchy_lab.lab.dashboards.dashboard import dashboard

    for name, network in networks.items():
        layout = layouts.get(name)
        made = dashboard(network)
        if layout is not None and not made.is_own:
            made.layout = layout


if __name__ == "__main__":
    sys.exit(main())
