"""The built documentation: every link leads somewhere, nothing is fetched from elsewhere."""

import re
import tomllib
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from source_tree import ROOT

NOT_FETCHED = {"a", "meta"}
"""Elements whose addresses a browser visits only when asked to."""
ADDRESSES = {"href", "src", "srcset", "data", "poster", "action", "xlink:href"}
REMOTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
IN_STYLES = re.compile(r"url\(\s*[\"']?([^)\"']+)|@import\s+[\"']([^\"']+)", re.IGNORECASE)
# what a script would have to call; the theme's scripts name addresses in comments only
IN_SCRIPTS = re.compile(
    r"(?:fetch|import|importScripts|open|src\s*=|href\s*=)\s*\(?\s*[\"'`](?:https?:)?//", re.I
)


@dataclass
class Page(HTMLParser):
    """Links, fetched addresses and anchors of a page."""

    text: str
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)
        styles = re.findall(r"<style.*?</style>", self.text, re.DOTALL)
        self.fetched += [a or b for style in styles for a, b in IN_STYLES.findall(style)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in ADDRESSES and value is not None:
                (self.links if tag in NOT_FETCHED else self.fetched).append(value)
            elif name == "style" and value:
                self.fetched += [a or b for a, b in IN_STYLES.findall(value)]


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[Path, Page]:
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(built.rglob("*.html"))}


def lost(path: Path, link: str, pages: dict[Path, Page]) -> str | None:
    """What is wrong with a link, None if nothing is."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return f"{path.name}: {link} leads nowhere"
    if parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
        return f"{path.name}: {link} has no such place"
    return None


def test_every_link_inside_leads_somewhere(pages: dict[Path, Page]) -> None:
    found = [
        lost(path, link, pages)
        for path, page in pages.items()
        for link in page.links + page.fetched
    ]
    assert [what for what in found if what] == []
    assert len(found) > 1000


def test_a_lost_link_is_found(tmp_path: Path) -> None:
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    texts = {one: "<a href='two.html#here'>", two: "<p id='there'>"}
    for path, text in texts.items():
        path.write_text(text)
    pages = {path: Page(text) for path, text in texts.items()}
    assert lost(one, "two.html#there", pages) is None
    assert lost(one, "two.html#here", pages) == "one.html: two.html#here has no such place"
    assert lost(one, "three.html", pages) == "one.html: three.html leads nowhere"


def test_every_page_is_reached(pages: dict[Path, Page], built: Path) -> None:
    made_by_sphinx = {built / name for name in ("search.html", "genindex.html", "py-modindex.html")}
    reached, waiting = {built / "index.html"}, [built / "index.html"]
    while waiting:
        path = waiting.pop()
        links = [urlsplit(link) for link in pages[path].links]
        targets = {
            (path.parent / unquote(link.path)).resolve() for link in links if not link.scheme
        }
        waiting += (targets & pages.keys()) - reached
        reached |= targets & pages.keys()
    assert {path.name for path in pages.keys() - reached - made_by_sphinx} == set()


def test_pages_load_nothing_from_elsewhere(pages: dict[Path, Page]) -> None:
    fetched = [(path.name, link) for path, page in pages.items() for link in page.fetched]
    assert [(name, link) for name, link in fetched if REMOTE.match(link)] == []


def test_styles_and_scripts_load_nothing_from_elsewhere(built: Path) -> None:
    styles = {path.name: path.read_text(encoding="utf-8") for path in built.rglob("*.css")}
    named = [(name, a or b) for name, text in styles.items() for a, b in IN_STYLES.findall(text)]
    assert [(name, link) for name, link in named if REMOTE.match(link)] == []
    scripts = {path.name: path.read_text(encoding="utf-8") for path in built.rglob("*.js")}
    assert [name for name, text in scripts.items() if IN_SCRIPTS.search(text)] == []
    assert styles
    assert scripts


@pytest.mark.parametrize(
    "text",
    [
        "<script src='https://cdn.example/x.js'></script>",
        "<link rel='stylesheet' href='//fonts.example/css'>",
        "<img src='http://example/x.png'>",
        "<style>@font-face { src: url(https://fonts.example/x.woff2) }</style>",
        "<style>@import 'https://fonts.example/x.css';</style>",
    ],
)
def test_something_remote_is_found(text: str) -> None:
    assert [link for link in Page(text).fetched if REMOTE.match(link)] != []


def test_every_room_is_in_the_picture() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = {room for layer in layers for room in layer.split(" | ")}
    picture = (ROOT / "docs/pictures/architecture.svg").read_text(encoding="utf-8")
    beside_the_path = {"distributions", "diagnostics", "lightweight"}
    drawn = set(re.findall(r'class="name"[^>]*>(\w+)<', picture))
    assert drawn == rooms - beside_the_path
