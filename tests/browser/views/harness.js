// Stands in for the kernel: fake widget models, and Izhikevich's network (2003) to fill them.

// what views of one page call it
globalThis[Symbol.for('annarchy_lab.page.1')] = 'this page';

export class FakeModel {
  constructor(traits = {}) {
    this.traits = { acked: 0, visible: false, height: 0, ...traits };
    this.sent = [];
    this.saved = 0;
    this.listeners = new Map();
  }
  get(name) {
    return this.traits[name];
  }
  set(name, value) {
    const changed = this.traits[name] !== value;
    this.traits[name] = value;
    if (changed) this.emit(`change:${name}`);
  }
  save_changes() {
    this.saved++;
  }
  send(content) {
    this.sent.push(content);
    this.onSend?.(content);
  }
  on(event, callback) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), callback]);
  }
  off(event, callback) {
    this.listeners.set(
      event,
      (this.listeners.get(event) ?? []).filter(other => other !== callback)
    );
  }
  emit(event, ...args) {
    for (const callback of this.listeners.get(event) ?? []) callback(...args);
  }
  // as JupyterLab does: every buffer is a DataView on a part of one message, at any offset
  deliver(message, arrays = []) {
    const bytes = arrays.map(a => new Uint8Array(a.buffer, a.byteOffset, a.byteLength));
    const whole = new Uint8Array(1 + bytes.reduce((n, b) => n + b.length, 0));
    let offset = 1;
    const views = bytes.map(b => {
      whole.set(b, offset);
      offset += b.length;
      return new DataView(whole.buffer, offset - b.length, b.length);
    });
    this.emit('msg:custom', message, views);
  }
}

// Widgets on the page by name, each with its model and its element; `answer` greets whoever asks.
export const shown = {};

export async function show(name, kind, { hello, traits, width } = {}) {
  const model = new FakeModel(traits);
  const el = document.createElement('div');
  if (width) el.style.width = `${width}px`;
  document.querySelector('main').append(el);
  model.onSend = content => {
    // a comm never answers at once
    if (content.kind === 'hello?' && hello) setTimeout(() => model.deliver(hello));
  };
  const view = (await import(`/static/${kind}.js`)).default;
  const cleanup = await view.render({ model, el });
  shown[name] = { model, el, cleanup, root: el.firstElementChild };
}

export const ready = async () => {
  while (Object.values(shown).some(({ root }) => root.textContent.includes('connecting'))) {
    await new Promise(requestAnimationFrame);
  }
};

export const painted = () =>
  new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));

// Colours of the pixels of a canvas that are not transparent, most frequent first.
export function colors(root) {
  const canvas = root.querySelector('canvas');
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, width, height);
  const counts = new Map();
  for (let k = 0; k < data.length; k += 4) {
    if (data[k + 3] > 250) {
      const key = `${data[k]},${data[k + 1]},${data[k + 2]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]).slice(0, 12));
}

function random(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
  const normal = () =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

export class Izhikevich {
  constructor(seed = 1) {
    const { uniform, normal } = (this.random = random(seed));
    this.normal = normal;
    this.t_ms = 0;
    const n = (this.n = 1000);
    const make = f => Float64Array.from({ length: n }, (_, i) => f(i < 800, uniform()));
    this.a = make((exc, r) => (exc ? 0.02 : 0.02 + 0.08 * r));
    this.b = make((exc, r) => (exc ? 0.2 : 0.25 - 0.05 * r));
    this.c = make((exc, r) => (exc ? -65 + 15 * r * r : -65));
    this.d = make((exc, r) => (exc ? 8 - 6 * r * r : 2));
    this.v = new Float64Array(n).fill(-65);
    this.u = this.v.map((v, i) => v * this.b[i]);
    this.w = Array.from({ length: n }, (_, pre) =>
      Float32Array.from({ length: n }, () => (pre < 800 ? 0.5 * uniform() : -uniform()))
    );
    this.noise = [5, 2];
  }
  step() {
    const { n, v, u, a, b, c, d } = this;
    const input = Float64Array.from({ length: n }, (_, i) => this.noise[i < 800 ? 0 : 1] * this.normal());
    const fired = [];
    for (let i = 0; i < n; i++) {
      if (v[i] >= 30) {
        fired.push(i);
        v[i] = c[i];
        u[i] += d[i];
      }
    }
    for (const pre of fired) {
      const w = this.w[pre];
      for (let i = 0; i < n; i++) input[i] += w[i];
    }
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < 2; k++) v[i] += 0.5 * (0.04 * v[i] * v[i] + 5 * v[i] + 140 - u[i] + input[i]);
      u[i] += a[i] * (b[i] * v[i] - u[i]);
    }
    this.t_ms++;
    return fired;
  }
  run(steps, neuron = 15) {
    const t0_ms = this.t_ms;
    const times = [], rows = [], v = [], exc = [], inh = [];
    for (let k = 0; k < steps; k++) {
      const fired = this.step();
      fired.forEach(i => (times.push(k), rows.push(i)));
      v.push(Math.min(this.v[neuron], 30));
      const nExc = fired.filter(i => i < 800).length;
      exc.push(nExc);
      inh.push(fired.length - nExc);
    }
    return { t0_ms, t_ms: this.t_ms, times, rows, v, exc, inh };
  }
}

export const POPULATIONS = [
  { name: 'Exc', size: 800, color_index: 0 },
  { name: 'Inh', size: 200, color_index: 1 }
];
const SERIES = POPULATIONS.map(({ name, color_index }) => ({ name, color_index }));
const common = { kind: 'hello', protocol: 1, network: 'pulse', dt_ms: 1, window_ms: 1000 };

export const HELLO = {
  raster: { ...common, view: 'raster', title: 'Spikes', populations: POPULATIONS },
  rate: { ...common, view: 'rate', title: 'Population rate', unit: 'Hz', series: SERIES },
  trace: {
    ...common, view: 'trace', title: 'v of Exc[15]', label: 'v', unit: 'mV',
    series: [{ name: 'Exc[15]', color_index: 0 }]
  }
};

// one piece of activity as the frames of the three views
export function frames(data, seq, kind = 'frame', bin_ms = 5) {
  const { t0_ms, t_ms } = data;
  const head = { kind, seq, t_ms, t0_ms, dropped: 0 };
  const rate = (counts, size) =>
    Float32Array.from({ length: Math.floor(counts.length / bin_ms) }, (_, k) => {
      const bin = counts.slice(k * bin_ms, (k + 1) * bin_ms);
      return (bin.reduce((a, b) => a + b, 0) / size / bin_ms) * 1000;
    });
  return {
    raster: [{ ...head, binned: false }, [Float32Array.from(data.times), Uint32Array.from(data.rows)]],
    rate: [{ ...head, bin_ms }, [rate(data.exc, 800), rate(data.inh, 200)]],
    trace: [{ ...head, dt_ms: 1, envelope: false }, [Float32Array.from(data.v)]]
  };
}
