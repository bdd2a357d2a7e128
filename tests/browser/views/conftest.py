"""The live views on a page of their own, with a fake kernel behind them (``harness.js``).

Nothing is served from outside this checkout, so a view that asked another host would fail.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import VIEWPORT
from playwright.sync_api import Browser, Page, Route
from source_tree import PACKAGE

HERE = Path(__file__).parent
ARTEFACTS = HERE.parent / "artefacts"
ORIGIN = "http://views.test/"
TYPES = {".js": "text/javascript", ".css": "text/css"}
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/light.css">
<body data-jp-theme-light="true" style="margin: 0; background: var(--jp-layout-color0)">
<main style="padding: 12px 16px"></main>"""
USE_THEME = """name => new Promise(done => {
  const link = document.querySelector('link');
  if (link.href.endsWith(`/${name}.css`)) return done();
  link.onload = () => setTimeout(done, 50);
  link.href = `/${name}.css`;
  document.body.dataset.jpThemeLight = String(name === 'light');
})"""


def _themes() -> dict[str, Path]:
    import jupyterlab

    share = Path(jupyterlab.__file__).parents[4] / "share/jupyter/lab/themes/@jupyterlab"
    return {name: share / f"theme-{name}-extension/index.css" for name in ("light", "dark")}


class ViewPage:
    """A page with views; ``run`` evaluates JavaScript with the harness as ``H``."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self._name = page, name
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: self._note(message.type, message.text))
        page.route("**/*", self._serve)
        page.goto(ORIGIN)

    def run(self, script: str, argument: Any = None) -> Any:
        """Evaluate the body of an async function of ``H`` and ``x``."""
        body = f"async x => {{ const H = await import('/harness.js'); {script} }}"
        return self.page.evaluate(body, argument)

    def show(self, name: str, kind: str, **options: Any) -> None:
        """Put a view on the page."""
        self.run("await H.show(...x)", [name, kind, options])

    def data(self, name: str) -> dict[str, str]:
        """What the root element of a view says of itself."""
        return self.run("return {...H.shown[x].root.dataset}", name)

    def sent(self, name: str) -> list[dict[str, Any]]:
        """All custom messages that a view has sent."""
        return self.run("return H.shown[x].model.sent", name)

    def use_theme(self, name: str) -> None:
        self.page.evaluate(USE_THEME, name)

    def keep_picture(self, suffix: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"views-{self._name}-{suffix}.png")

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(text)

    def _serve(self, route: Route) -> None:
        if not route.request.url.startswith(ORIGIN):
            self.problems.append(f"asked for {route.request.url}")
            route.abort()
            return
        path = route.request.url.removeprefix(ORIGIN)
        if not path:
            route.fulfill(body=PAGE, content_type="text/html")
            return
        file = _themes().get(path.removesuffix(".css")) or self._file(path)
        route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])

    def _file(self, path: str) -> Path:
        return (PACKAGE / "lab" if path.startswith("static/") else HERE) / path


@pytest.fixture
def views(browser: Browser, request: pytest.FixtureRequest) -> Iterator[ViewPage]:
    """An empty page for views; in the end it must have been free of errors."""
    options = getattr(request, "param", {})
    page = browser.new_page(viewport=VIEWPORT, **options)
    views = ViewPage(page, request.node.name.split("[")[0].removeprefix("test_"))
    yield views
    page.close()
    assert views.problems == []
