// What a designer would object to, found in the page; `looks.py` asks.

window.annlLooks = (() => {
  const find = () =>
    [...document.querySelectorAll('.annl-view, .annl-bar, .annl-controls')].filter(
      root => root.getClientRects().length && !root.parentElement.closest('.annl-view')
    );
  // these lie over others, or in no place, on purpose
  const APART =
    '.annl-hair, .annl-notice, .annl-cell, .annl-told, .annl-menu, .annl-summary, ' +
    '[aria-hidden=true], [data-overlay], style, option';
  const isSeen = e => {
    const { width, height } = e.getBoundingClientRect();
    const { visibility, display, opacity } = getComputedStyle(e);
    return width > 1 && height > 1 && visibility === 'visible' && display !== 'none' && opacity > 0;
  };
  const ownText = e =>
    [...e.childNodes]
      .filter(n => n.nodeType === 3)
      .map(n => n.data)
      .join('')
      .trim();
  const leaves = root =>
    [...root.querySelectorAll('*')].filter(
      e =>
        isSeen(e) && !e.closest(APART) && (ownText(e) || e.matches('button, input, select, canvas'))
    );
  const name = e => {
    const root = e.closest('[data-testid^=annl-]')?.dataset.testid ?? '';
    return `${root} ${e.tagName.toLowerCase()}.${e.className || ''} "${(ownText(e) || e.title || '').slice(0, 40)}"`;
  };
  const overlaps = () => {
    const roots = find();
    const found = [];
    for (const root of roots) {
      const all = leaves(root);
      for (let i = 0; i < all.length; i++)
        for (let k = i + 1; k < all.length; k++) {
          const [a, b] = [all[i], all[k]];
          if (a.contains(b) || b.contains(a)) continue;
          const [p, q] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
          const x = Math.min(p.right, q.right) - Math.max(p.left, q.left);
          const y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
          if (x > 1 && y > 1)
            found.push(`${name(a)} overlaps ${name(b)} by ${x.toFixed(0)}x${y.toFixed(0)}`);
        }
    }
    return found;
  };
  const clipped = () => {
    const roots = find();
    const found = [];
    for (const root of roots)
      for (const e of leaves(root)) {
        if (e.matches('input, select, canvas')) continue;
        const box = e.getBoundingClientRect();
        const isCut =
          e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible';
        let outside = 0;
        for (let p = e.parentElement; p && root.contains(p); p = p.parentElement) {
          if (getComputedStyle(p).overflowX !== 'visible') {
            outside = Math.max(outside, box.right - p.getBoundingClientRect().right);
          }
        }
        // what is cut is told in full by a title
        const isTold = e.closest('[title]') && root.contains(e.closest('[title]'));
        if ((isCut || outside > 1) && ownText(e) && !isTold) found.push(`${name(e)} is clipped`);
      }
    return found;
  };
  const faint = least => {
    const roots = find();
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const rgba = color => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = ([r, g, b, a], [R, G, B]) => [
      r * a + R * (1 - a),
      g * a + G * (1 - a),
      b * a + B * (1 - a)
    ];
    const ground = e => {
      const layers = [];
      for (let n = e; n; n = n.parentElement ?? n.getRootNode().host) {
        const color = rgba(getComputedStyle(n).backgroundColor);
        if (color[3] > 0) layers.push(color);
        if (color[3] > 0.99) break;
      }
      return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
    };
    const light = ([r, g, b]) =>
      [r, g, b]
        .map(c => c / 255)
        .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, k) => sum + c * [0.2126, 0.7152, 0.0722][k], 0);
    const found = [];
    for (const root of roots)
      for (const e of leaves(root)) {
        if (!ownText(e) || e.disabled || e.closest('[disabled], [aria-disabled=true]')) continue;
        let opacity = 1;
        for (let n = e; n && root.contains(n); n = n.parentElement)
          opacity *= getComputedStyle(n).opacity;
        const below = ground(e);
        const color = rgba(getComputedStyle(e).color);
        const above = over([...color.slice(0, 3), color[3] * opacity], below);
        const [a, b] = [light(above), light(below)].sort((p, q) => q - p);
        const contrast = (a + 0.05) / (b + 0.05);
        if (contrast < least) found.push(`${name(e)} has a contrast of ${contrast.toFixed(2)}`);
      }
    return found;
  };
  const blank = () => {
    const roots = find();
    const found = [];
    for (const root of roots)
      for (const canvas of root.querySelectorAll('canvas')) {
        if (!isSeen(canvas) || !canvas.width || root.querySelector('.annl-notice')?.textContent)
          continue;
        const { width, height } = canvas;
        const copy = new OffscreenCanvas(width, height).getContext('2d', {
          willReadFrequently: true
        });
        copy.drawImage(canvas, 0, 0);
        if (!copy.getImageData(0, 0, width, height).data.some(byte => byte)) {
          found.push(`${root.dataset.testid} has an empty canvas`);
        }
      }
    return found;
  };
  const places = () => {
    const roots = find();
    const places = {};
    roots.forEach((root, k) =>
      [
        root,
        ...root.querySelectorAll(
          '.annl-head, .annl-title, .annl-plot, canvas, button, input, select'
        )
      ]
        .filter(isSeen)
        .forEach((e, i) => {
          if (e !== root && e.closest(APART)) return;
          const { x, y, width, height } = e.getBoundingClientRect();
          places[`${k} ${i} ${name(e)}`] = [x, y, width, height].map(Math.round);
        })
    );
    return places;
  };
  return { overlaps, clipped, faint, blank, places };
})();
