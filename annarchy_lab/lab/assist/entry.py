"""A word with its meaning, as completions and help show it.

In: nothing.
Out: `Entry`.
Not here: which words there are.
"""

from annarchy_lab.lightweight import dataclass

__all__ = ["Entry"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One word that may stand in a model cell.

    Parameters
    ----------
    word
        The word itself.
    kind
        ``parameter variable constant target function distribution flag method locality type
        section keyword``.
    form
        How it is written: ``clip(x, low, high)``, ``tau = 10.0 in 1..100``.
    text
        What it means, one sentence without its full stop.
    unit
        Of its values.
    arguments
        Name and meaning of each argument of a call.
    insert
        What a completion types.  Default: the word.
    """

    word: str
    kind: str
    form: str = ""
    text: str = ""
    unit: str = ""
    arguments: tuple[tuple[str, str], ...] = ()
    insert: str = ""

    @property
    def typed(self) -> str:
        """What a completion types."""
        return self.insert or self.word

    @property
    def written(self) -> str:
        """How the word is written."""
        return self.form or self.word
