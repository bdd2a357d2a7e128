"""Write the words of the language for the JupyterLab extension, which knows them without a kernel.

In: the vocabulary and its dictionary.
Out: ``labextension/src/vocabulary.ts``; it is committed, and a test compares it with what this
module would write.
Not here: the words themselves.

Run it from a checkout with ``python -m annarchy_lab.lab.assist.generate``.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from annarchy_lab.lab.assist.dictionary import (
    FLAGS,
    FUNCTIONS,
    KEYWORDS,
    OPERATIONS,
    SECTIONS,
    TIMES,
)
from annarchy_lab.lab.assist.entry import Entry
from annarchy_lab.language.model_cell import NEURON_SECTIONS, SYNAPSE_SECTIONS

__all__ = ["PATH", "main", "vocabulary"]

PATH: Final = Path(__file__).parents[3] / "labextension" / "src" / "vocabulary.ts"
WIDTH: Final = 80  # what prettier keeps to

HEAD: Final = """\
/**
 * The words of the modelling language, and what they mean.
 *
 * Written by annarchy_lab.lab.assist.generate; do not edit by hand.
 */

import type { BridgeWord } from './messages.js';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\\s+/));

/** Lines `word | insert | kind | form | text | unit | argument: meaning; ...`. */
const table = (text: string): readonly BridgeWord[] =>
  text
    .trim()
    .split('\\n')
    .map(line => {
      const [word, insert, kind, form, told, unit = '', rest = ''] = line
        .split('|')
        .map(part => part.trim());
      const args = rest ? rest.split('; ').map(part => part.split(': ')) : [];
      return { word, insert, kind, form, text: told, unit, arguments: args };
    });
"""


def main() -> None:
    """Write the file."""
    PATH.write_text(vocabulary(), encoding="utf-8")


def vocabulary() -> str:
    """Return the text of ``vocabulary.ts``, as prettier would leave it."""
    atoms = (*TIMES, "True", "False")
    lists = (
        ("NEURON_SECTIONS", "Words that open a section of a neuron.", NEURON_SECTIONS),
        ("SYNAPSE_SECTIONS", "The same of a synapse.", SYNAPSE_SECTIONS),
        ("SECTIONS", "Both.", SECTIONS),
        ("PROSE", "Sections that hold prose, not the language.", ("description", "reference")),
        ("FUNCTIONS", "What is called: functions, distributions, reductions.", FUNCTIONS),
        ("FLAGS", "Words that may stand behind the colon of a definition.", FLAGS),
        ("KEYWORDS", "Words of the grammar.", (k for k in KEYWORDS if k not in atoms)),
        ("OPERATIONS", "How the contributions of a dendrite are joined.", OPERATIONS),
        ("ATOMS", "Names with a meaning of their own: time, and what never changes.", atoms),
    )
    tables = (
        ("SECTION_WORDS", "The words of `SECTIONS`.", SECTIONS.values()),
        ("FUNCTION_WORDS", "The words of `FUNCTIONS`.", FUNCTIONS.values()),
        ("FLAG_WORDS", "The words of `FLAGS`.", FLAGS.values()),
        ("OTHER_WORDS", "Time, and the grammar.", (*TIMES.values(), *KEYWORDS.values())),
    )
    parts = [HEAD, *(_list(*each) for each in lists), *(_table(*each) for each in tables)]
    return "\n".join(parts)


def _list(name: str, told: str, words: Iterable[str]) -> str:
    text = " ".join(words)
    line = f"export const {name} = words('{text}');"
    if len(line) > WIDTH:
        line = f"export const {name} = words(\n  '{text}'\n);"
    return f"/** {told} */\n{line}\n"


def _table(name: str, told: str, entries: Iterable[Entry]) -> str:
    rows = "\n".join(_row(entry) for entry in entries)
    return f"/** {told} */\nexport const {name} = table(`\n{rows}\n`);\n"


def _row(entry: Entry) -> str:
    arguments = "; ".join(f"{name}: {told}" for name, told in entry.arguments)
    columns = (
        entry.word,
        entry.typed,
        entry.kind,
        entry.written,
        entry.text,
        entry.unit,
        arguments,
    )
    return " | ".join(columns).rstrip()


if __name__ == "__main__":
    main()
