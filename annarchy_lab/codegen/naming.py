"""Users' names as identifiers of the C family, one to one.

In: names of buffers and locals, such as ``v``, ``pre.r``, ``sum(exc)``, ``v next``, ``int``.
Out: distinct identifiers that stay as close to the user's name as the target language lets them.
Not here: which names exist.
"""

import re

__all__ = ["Namer", "comment_text"]

# Words of C++ and CUDA, and the names that printed functions use themselves.
_TAKEN = frozenset(
    """
    alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t
    char16_t char32_t class compl concept const consteval constexpr constinit const_cast
    continue co_await co_return co_yield decltype default delete do double dynamic_cast else
    enum explicit export extern false float for friend goto if inline int long mutable
    namespace new noexcept not not_eq nullptr operator or or_eq private protected public
    register reinterpret_cast requires return short signed sizeof static static_assert
    static_cast struct switch template this thread_local throw true try typedef typeid
    typename union unsigned using virtual void volatile wchar_t while xor xor_eq ctx core
    clock real lo hi i e k pre post begin end t dt elapsed step_ms base block drawn first last
    lane lanes count row rows n_rows ranks n_ranks shift age result psp edges pair mark marks any
    bits linux unix
    """.split()  # noqa: SIM905 - a list of words is read as one
)


class Namer:
    """Hands out identifiers; the same name always gets the same one.

    Attributes
    ----------
    asked
        Names asked for since it was last cleared, in order: what a function must declare.
    """

    def __init__(self) -> None:
        self.asked: dict[str, None] = {}
        self._known: dict[str, str] = {}
        self._used: set[str] = set(_TAKEN)

    def __call__(self, name: str) -> str:
        """Return the identifier of `name`."""
        self.asked[name] = None
        if name not in self._known:
            self._known[name] = self._fresh(name)
        return self._known[name]

    def _fresh(self, name: str) -> str:
        stem = re.sub(r"[^0-9A-Za-z_]+", "_", _ascii(name)).strip("_") or "x"
        # annl_ and leading digits or underscores belong to others.
        if stem[0].isdigit() or stem.startswith("annl"):
            stem = f"x_{stem}"
        stem = re.sub(r"_{2,}", "_", stem)
        candidate, n = stem, 1
        while candidate in self._used:
            candidate, n = f"{stem}_{n}", n + 1
        self._used.add(candidate)
        return candidate


def _ascii(name: str) -> str:
    return "".join(c if ord(c) < 128 else f"u{ord(c):04x}" for c in name)


def comment_text(text: str) -> str:
    """Return `text` fit for a line comment: one line of plain characters, not continued."""
    plain = "".join(c if " " <= c <= "~" else " " for c in text)
    return plain.replace("\\", "/").replace("*/", "* /").strip()
