"""The complete text of a module: pasted headers, then what was printed.

In: `codegen.cpu.module.PrintedModule`.
Out: one header-free translation unit and its fingerprint.
Not here: compiling it.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from annarchy_lab.codegen.cpu.module import PrintedModule
from annarchy_lab.lightweight import dataclass

__all__ = ["ABI_VERSION", "CORE", "ModuleSource", "assemble"]

CORE = Path(__file__).parent / "core"
ABI_VERSION = int(
    re.search(r"#define ANNL_ABI_VERSION (\d+)", (CORE / "annl_abi.h").read_text())[1]  # type: ignore[index]
)
_SECTION = re.compile(r"// \[annl:(\w+)\] needs:([\w ]*)\n(.*?)// \[annl:end\]\n", re.DOTALL)
_GUARDS = re.compile(r"#(ifndef|define) ANNL_\w+_H\n|#include [^\n]*\n|/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """A translation unit.

    Attributes
    ----------
    text
        All of it; includes nothing.
    printed
        The part that is the model's own, for people to read.
    fingerprint
        Digest of the text.
    """

    text: str
    printed: str
    fingerprint: str


def assemble(module: PrintedModule) -> ModuleSource:
    """Return the translation unit of `module`."""
    parts = (
        _header("annl_types.h"),
        f"typedef {module.real} real;\n",
        _math(module.sections),
        _header("annl_abi.h"),
        _header("annl_module.h"),
        module.text,
    )
    body = "\n".join(part for part in parts if part)
    fingerprint = hashlib.blake2b(body.encode(), digest_size=16).hexdigest()
    text = f'#define ANNL_FINGERPRINT "{fingerprint}"\n{body}'
    return ModuleSource(text, module.text, fingerprint)


@cache
def _header(name: str) -> str:
    """Return a header without its include guard, includes and block comments."""
    text = _GUARDS.sub("", (CORE / name).read_text())
    # The guard's own #endif is the last one of the file.
    head, _, _ = text.rpartition("#endif")
    return re.sub(r"\n{3,}", "\n\n", head).strip() + "\n"


@cache
def _math_sections() -> dict[str, tuple[tuple[str, ...], str]]:
    text = (CORE / "annl_math.h").read_text()
    return {name: (tuple(needs.split()), body) for name, needs, body in _SECTION.findall(text)}


def _math(wanted: frozenset[str]) -> str:
    """Return the wanted sections and all that they need, in the order of the header."""
    sections = _math_sections()
    needed: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting.extend(sections[name][0])
    return "\n".join(body for name, (_, body) in sections.items() if name in needed)
