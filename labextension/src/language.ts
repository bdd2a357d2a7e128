/**
 * The language of model cells as CodeMirror sees it: colours, indentation and the comment sign.
 *
 * In: the text of a `%%neuron` or `%%synapse` cell, token by token.  Out: highlighting tags.
 * Mistakes are not its business: the kernel finds and explains them.
 */

import {
  StreamLanguage,
  type IndentContext,
  type StringStream
} from '@codemirror/language';
import {
  ATOMS,
  FLAGS,
  FUNCTIONS,
  KEYWORDS,
  OPERATIONS,
  PROSE,
  SECTIONS
} from './vocabulary.js';

/** The first line of a model cell. */
export const MAGIC = /^%%(neuron|synapse)(?![\w-])/;

interface State {
  /** Where in its line the next token stands; 'fresh' before the first line. */
  place: 'fresh' | 'magic' | 'start' | 'heading' | 'expression' | 'flags';
  /** The section being read, '' before the first one. */
  section: string;
  /** Whether the section word stands alone on its line and an indented block follows. */
  block: boolean;
  /** The quotes that will close the docstring being read, '' outside of one. */
  quotes: string;
}

const anyOf = (words: Iterable<string>): string =>
  `(?:${[...words].sort((a, b) => b.length - a.length).join('|')})`;

const SECTION = new RegExp(`^${anyOf(SECTIONS)}(?=[ \\t]*:)`);
const FLAG = new RegExp(`^${anyOf(FLAGS)}(?![\\w-])`);
const FLAG_AHEAD = new RegExp(`(?<![\\w-])${anyOf(FLAGS)}(?![\\w-]|\\s*\\()`);
const NAME = /^[\p{L}_][\p{L}\p{N}_]*/u;
const ASSIGNED = /^[\p{L}_][\p{L}\p{N}_]*(?=\s*[-+*/]?=(?!=))/u;
const FUNCTION = /^[\p{L}_][\p{L}\p{N}_]*(?=\s*\([^()]*\)\s*=(?!=))/u;
const GRADIENT = /^d[\p{L}_][\p{L}\p{N}_]*\s*\/\s*dt(?!\w)/u;
// a dot that begins `..` belongs to a range such as 0..20
const NUMBER = /^(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][-+]?\d+)?/;
const OPERATOR = /^(?:\.\.|\*\*|[-+*/=!<>]=|[-+*/^=<>])/;

function token(stream: StringStream, state: State): string | null {
  if (stream.sol()) {
    beginLine(stream, state);
  }
  if (state.quotes) {
    return docstring(stream, state);
  }
  if (stream.eatSpace()) {
    return null;
  }
  if (stream.match(/^#.*/)) {
    return 'comment';
  }
  if (state.place === 'magic') {
    return magicLine(stream);
  }
  if (state.place === 'start') {
    return lineStart(stream, state);
  }
  if (state.place === 'heading') {
    return afterHeading(stream, state);
  }
  return expression(stream, state);
}

function beginLine(stream: StringStream, state: State): void {
  const isMagic = state.place === 'fresh' && MAGIC.test(stream.string);
  state.place = isMagic ? 'magic' : 'start';
}

function magicLine(stream: StringStream): string {
  if (stream.match(MAGIC)) {
    return 'meta';
  }
  if (stream.match(/^-\S*/)) {
    return 'attributeName';
  }
  stream.match(/^\S+/);
  return 'className.definition';
}

function docstring(stream: StringStream, state: State): string {
  const end = stream.string.indexOf(state.quotes, stream.pos);
  if (end < 0) {
    stream.skipToEnd();
  } else {
    stream.pos = end + state.quotes.length;
    state.quotes = '';
  }
  return 'string';
}

function lineStart(stream: StringStream, state: State): string | null {
  const heading = stream.pos === 0 ? match(stream, SECTION) : '';
  if (heading) {
    state.place = 'heading';
    state.section = heading;
    state.block = /^\s*:\s*(?:#.*)?$/.test(stream.string.slice(stream.pos));
    return 'heading1';
  }
  const quotes = match(stream, /^(?:"""|''')/);
  if (quotes) {
    state.quotes = quotes;
    return 'string';
  }
  if (PROSE.has(state.section)) {
    stream.skipToEnd();
    return 'string';
  }
  state.place = 'expression';
  if (state.section === 'functions' && stream.match(FUNCTION)) {
    return 'variableName.definition.function';
  }
  if (stream.match(ASSIGNED)) {
    return 'variableName.definition';
  }
  return expression(stream, state);
}

/** The colon of a section word; what follows it on the line begins a definition of its own. */
function afterHeading(stream: StringStream, state: State): string {
  stream.next();
  state.place = 'start';
  return 'punctuation';
}

function expression(stream: StringStream, state: State): string | null {
  if (state.place === 'flags' && stream.match(FLAG)) {
    return 'modifier';
  }
  if (stream.match(GRADIENT)) {
    return 'variableName.definition';
  }
  if (stream.match(NUMBER)) {
    return 'number';
  }
  if (stream.match(/^(?:pre|post)(?=\.)/)) {
    return 'self';
  }
  if (stream.match(/^\.[\p{L}_][\p{L}\p{N}_]*/u)) {
    return 'propertyName';
  }
  const name = match(stream, NAME);
  if (name) {
    return word(name, stream, state);
  }
  if (stream.match(OPERATOR)) {
    return 'operator';
  }
  return punctuation(stream, state);
}

function word(name: string, stream: StringStream, state: State): string {
  const isCalled = /^\s*\(/.test(stream.string.slice(stream.pos));
  if (isCalled && FUNCTIONS.has(name)) {
    return 'variableName.standard';
  }
  if (state.section === 'operation' && OPERATIONS.has(name)) {
    return 'variableName.standard';
  }
  if (KEYWORDS.has(name) || (state.section === 'parameters' && name === 'in')) {
    return 'keyword';
  }
  return ATOMS.has(name) ? 'atom' : 'variableName';
}

function punctuation(stream: StringStream, state: State): string | null {
  const sign = stream.next();
  if (sign === ';') {
    state.place = 'start';
  } else if (sign === ':') {
    // the last colon of a line begins flags if a flag word follows, else it belongs to if/else
    const rest = stream.string.slice(stream.pos).split('#', 1)[0];
    if (!rest.includes(':') && FLAG_AHEAD.test(rest)) {
      state.place = 'flags';
    }
  }
  return /[()[\]]/.test(sign ?? '') ? 'paren' : 'punctuation';
}

function match(stream: StringStream, pattern: RegExp): string {
  return stream.match(pattern) ? stream.current() : '';
}

function indent(state: State, textAfter: string, context: IndentContext) {
  const isOutside = state.section === '' || SECTION.test(textAfter);
  return isOutside || !state.block ? 0 : context.unit;
}

/** The language; `tokenTable` names nothing new, so every JupyterLab theme has a colour for it. */
export const modelLanguage = StreamLanguage.define<State>({
  name: 'annarchy',
  startState: () => ({ place: 'fresh', section: '', block: false, quotes: '' }),
  token,
  indent,
  languageData: { commentTokens: { line: '#' } }
});
