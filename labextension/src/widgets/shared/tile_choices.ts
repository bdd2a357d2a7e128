/**
 * What a tile shows, to be chosen: populations or projections, variables, neurons.
 */

import type {
  DashboardKind,
  DashboardSubject,
  DashboardTile
} from '../../messages.js';
import { h } from './dom.js';

type Change = (changes: Partial<DashboardTile>) => void;

const MOST_NEURONS = 32;

/** The field of that name, to give it back the focus. */
export const field = (place: HTMLElement, name: string): HTMLElement | null =>
  [...place.querySelectorAll<HTMLElement>('[data-field]')].find(
    element => element.dataset.field === name
  ) ?? null;

/** Which populations, views or projections. */
export function fillSubjects(
  place: HTMLElement,
  kind: DashboardKind,
  tile: DashboardTile,
  change: Change
): void {
  const names = kind.subjects.map(subject => subject.name);
  if (kind.takes === 'many') {
    place.append(manyOf(names, tile.of, of => change({ of })));
  } else if (kind.takes === 'one') {
    const select = oneOf('of', 'Of what', names, tile.of[0] ?? names[0], of =>
      change({ of: [of], variables: [], neurons: [] })
    );
    place.append(select);
  }
}

/** Which variables of them, and of which neurons. */
export function fillVariables(
  place: HTMLElement,
  kind: DashboardKind,
  tile: DashboardTile,
  change: Change
): void {
  const { variables } = subjectOf(kind, tile);
  for (let k = 0; k < kind.n_variables && variables.length; k++) {
    const label =
      kind.n_variables === 1 ? 'Variable' : k ? 'Upwards' : 'Across';
    const now = tile.variables[k] ?? '';
    const choose = (name: string): void => {
      const chosen = [...tile.variables];
      while (chosen.length < kind.n_variables) {
        chosen.push(other(variables, chosen));
      }
      chosen[k] = name;
      change({ variables: chosen });
    };
    place.append(
      oneOf(`variable-${k}`, label, variables, now, choose, 'usual')
    );
  }
  if (kind.has_neurons) {
    place.append(neuronsOf(tile, neurons => change({ neurons })));
  }
}

function subjectOf(kind: DashboardKind, tile: DashboardTile): DashboardSubject {
  const found = kind.subjects.find(({ name }) => name === tile.of[0]);
  return found ?? kind.subjects[0] ?? { name: '', variables: [] };
}

const other = (names: readonly string[], taken: readonly string[]): string =>
  names.find(name => !taken.includes(name)) ?? names[0];

function oneOf(
  name: string,
  label: string,
  options: readonly string[],
  now: string,
  choose: (value: string) => void,
  usual = ''
): HTMLSelectElement {
  const every = options.includes(now) ? options : [now, ...options];
  const select = h(
    'select',
    { 'aria-label': label, title: label, 'data-field': name },
    ...every.map(option =>
      h('option', { value: option }, option || usual || '–')
    )
  );
  select.value = now;
  select.addEventListener('change', () => choose(select.value));
  return select;
}

/** Several of them; all, if none is named. */
function manyOf(
  names: readonly string[],
  chosen: readonly string[],
  choose: (of: string[]) => void
): HTMLElement {
  const boxes = names.map(name => {
    const box = h('input', { type: 'checkbox', 'data-field': `of-${name}` });
    box.checked = chosen.includes(name);
    box.addEventListener('change', () =>
      choose(names.filter((_, k) => boxes[k].checked))
    );
    return box;
  });
  const label = chosen.length ? chosen.join(', ') : 'usual';
  const list = h(
    'div',
    { class: 'annl-tile-list', role: 'group', 'aria-label': 'Of what' },
    ...names.map((name, k) => h('label', {}, boxes[k], name))
  );
  const details = h(
    'details',
    { class: 'annl-tile-many' },
    h('summary', { 'data-field': 'of', title: 'Of what' }, `${label} ▾`),
    list
  );
  details.addEventListener('keydown', event => {
    if (event.key === 'Escape' && details.open) {
      details.open = false;
      details.querySelector('summary')?.focus();
      event.stopPropagation();
    }
  });
  return details;
}

function neuronsOf(
  tile: DashboardTile,
  choose: (neurons: number[]) => void
): HTMLInputElement {
  const input = h('input', {
    type: 'text',
    'aria-label': 'Neurons, by rank',
    title: 'Neurons, by rank: 0, 3, 5',
    placeholder: 'neurons',
    'data-field': 'neurons',
    value: tile.neurons.join(', ')
  });
  input.addEventListener('change', () => {
    const words = input.value.split(/[\s,;]+/).filter(Boolean);
    const numbers = words.map(Number);
    const isRight = numbers.every(n => Number.isInteger(n) && n >= 0);
    input.setAttribute('aria-invalid', String(!isRight));
    if (isRight) {
      choose(numbers.slice(0, MOST_NEURONS));
    }
  });
  return input;
}
