/**
 * The journal as a table that grows: a filter, a way to each time, and the script of it all.
 */

import type { JournalRow, JournalScript } from '../messages.js';
import { sharedAxis } from './shared/axis.js';
import { h, setText, styles } from './shared/dom.js';
import css from './shared/journal.css';
import {
  type Binary,
  type Cleanup,
  Disposer,
  type RenderProps,
  tell,
  type WidgetModel
} from './shared/model.js';
import { formatNumber } from './shared/ticks.js';

const TRAITS = ['rows', 'n_rows', 'path', 'note', 'network'];
const WINDOW_MS = 1000;
const COLUMNS = ['time (ms)', 'what', 'change', 'by', ''];

class JournalTable {
  readonly root: HTMLElement;
  private readonly disposer = new Disposer();
  private readonly filter = h('input', {
    type: 'search',
    placeholder: 'filter',
    'aria-label': 'Filter the journal',
    'data-testid': 'annl-journal-filter'
  });
  private readonly copy = h(
    'button',
    {
      type: 'button',
      title:
        'A plain script that does the same; %journal --script makes it a cell',
      'data-testid': 'annl-journal-copy'
    },
    'Copy as script'
  );
  private readonly count = h('span', {
    class: 'annl-count',
    role: 'status',
    'data-testid': 'annl-journal-count'
  });
  private readonly body = h('tbody');
  private readonly scroller = h(
    'div',
    {
      class: 'annl-rows',
      tabindex: 0,
      role: 'region',
      'aria-label': 'Changes'
    },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h('tr', {}, ...COLUMNS.map(title => h('th', { scope: 'col' }, title)))
      ),
      this.body
    )
  );
  private readonly foot = h('div', { class: 'annl-journal-foot' });
  private readonly script = h('textarea', {
    class: 'annl-script',
    hidden: true,
    readonly: true,
    rows: 8,
    'aria-label': 'Script',
    'data-testid': 'annl-journal-script'
  });

  constructor(private readonly model: WidgetModel) {
    this.root = h(
      'div',
      {
        class: 'annl-journal',
        role: 'group',
        'aria-label': 'Journal',
        'data-testid': 'annl-journal',
        'data-lm-suppress-shortcuts': 'true'
      },
      styles(css),
      h(
        'div',
        { class: 'annl-journal-head' },
        this.filter,
        this.count,
        this.copy
      ),
      this.scroller,
      this.script,
      this.foot
    );
    this.listen();
    this.update();
  }

  dispose(): void {
    this.disposer.dispose();
    this.root.remove();
  }

  private listen(): void {
    const update = (): void => this.update();
    for (const name of TRAITS) {
      this.model.on(`change:${name}`, update);
      this.disposer.add(() => this.model.off(`change:${name}`, update));
    }
    const hear = (message: unknown, _buffers: Binary[]): void =>
      void this.take(message as JournalScript);
    this.model.on('msg:custom', hear);
    this.disposer.add(() => this.model.off('msg:custom', hear));
    this.disposer.listen(this.filter, 'input', update);
    this.disposer.listen(this.copy, 'click', () =>
      tell(this.model, { kind: 'script?' })
    );
    this.disposer.listen(this.body, 'click', event => {
      const t_ms = (event.target as HTMLElement).dataset.time;
      if (t_ms !== undefined) {
        this.goTo(Number(t_ms));
      }
    });
  }

  /** Show that time in all plots; the timeline can then go there for good. */
  private goTo(t_ms: number): void {
    const network = this.model.get('network') as string;
    sharedAxis(network, WINDOW_MS).goTo(t_ms);
  }

  private async take(message: JournalScript): Promise<void> {
    if (message.kind !== 'script') {
      return;
    }
    if (!message.text) {
      setText(this.foot, message.problem);
      return;
    }
    try {
      await navigator.clipboard.writeText(message.text);
      setText(this.copy, 'Copied');
      window.setTimeout(() => setText(this.copy, 'Copy as script'), 2000);
    } catch {
      // a page that is not secure has no clipboard: let people copy by hand
      this.script.value = message.text;
      this.script.hidden = false;
      this.script.select();
    }
  }

  private update(): void {
    const rows = this.model.get('rows') as JournalRow[];
    const words = this.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = rows.filter(row => {
      const text = `${row.t_ms} ${row.what} ${row.change} ${row.by}`;
      return words.every(word => text.toLowerCase().includes(word));
    });
    const isAtEnd =
      this.scroller.scrollTop + this.scroller.clientHeight >=
      this.scroller.scrollHeight - 4;
    this.body.replaceChildren(...shown.map(row => this.line(row)));
    if (isAtEnd) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    }
    this.showTexts(rows.length, shown.length);
  }

  private showTexts(nTold: number, nShown: number): void {
    const n = this.model.get('n_rows') as number;
    const changes = `${n} change${n === 1 ? '' : 's'}`;
    const more = n > nTold ? `, the last ${nTold} here` : '';
    const filtered = nShown < nTold ? `${nShown} of ` : '';
    setText(this.count, `${filtered}${changes}${more}`);
    const path = this.model.get('path') as string;
    const note = this.model.get('note') as string;
    setText(
      this.foot,
      (path || 'The journal begins with the first live run.') +
        (note ? ` · cannot be replayed: ${note}` : '')
    );
    this.foot.title = path;
  }

  private line(row: JournalRow): HTMLElement {
    const time = formatNumber(row.t_ms, Number.isInteger(row.t_ms) ? 0 : 2);
    return h(
      'tr',
      {
        class: row.is_undone ? 'annl-undone' : '',
        title: row.is_undone ? 'Undone: time was set back before it.' : ''
      },
      h('td', { class: 'annl-when' }, time),
      h('td', { title: row.what }, row.what),
      h('td', { title: row.change }, row.change),
      h('td', {}, row.by),
      h(
        'td',
        {},
        h(
          'button',
          {
            type: 'button',
            'data-time': row.t_ms,
            'aria-label': `Go to ${time} ms`,
            title: 'Show that time in all plots'
          },
          'go there'
        )
      )
    );
  }
}

function render({ model, el }: RenderProps): Cleanup {
  const table = new JournalTable(model);
  el.append(table.root);
  return () => table.dispose();
}

export default { render };
