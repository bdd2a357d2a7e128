/**
 * What the inspector says where there is nothing to show: what to do.
 */

import { h } from '../widgets/shared/element.js';

const EXAMPLE = `net = Network()
pop = net.create(100, Izhikevich)
net.compile()`;

export type Missing = 'lab' | 'network' | 'found';

/** What is missing, told as the next step. */
export function nothing(missing: Missing, words: string): HTMLElement[] {
  switch (missing) {
    case 'lab':
      return [
        h('p', { class: 'annl-empty-title' }, 'No lab in this notebook yet'),
        h(
          'p',
          {},
          'Run this in a cell, and networks appear here as they are built:'
        ),
        h('pre', {}, '%load_ext annarchy_lab')
      ];
    case 'network':
      return [
        h('p', { class: 'annl-empty-title' }, 'No network yet'),
        h(
          'p',
          {},
          'Describe a neuron with %%neuron, or take a standard one, and build a network:'
        ),
        h('pre', {}, EXAMPLE),
        h(
          'p',
          {},
          'Populations, projections and monitors then stand here with their values as they are ' +
            'now. A double click opens a live view.'
        )
      ];
    case 'found':
      return [h('p', {}, `Nothing is called “${words}”.`)];
  }
}
