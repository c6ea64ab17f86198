// Around the network: rings behind it, sector captions outside the rim, and labels that never overlap.
import { byId, el, put, svg, textWidth, FONT } from "./dom.js";
import { integer, t } from "./i18n.js";
import { mark, nameOf, shorten } from "./names.js";

let meta = null;
let sectors = [];
let onSector = () => {};

export function setUp(newMeta, run) {
  meta = newMeta;
  onSector = run;
  const named = meta.sectors.filter((one) => one.id);
  const short = shorten(named.map(nameOf));
  sectors = meta.sectors.map((one) => ({ ...one, full: one.id ? nameOf(one) : t("no_sector"), short: one.id ? short(nameOf(one)) : t("no_sector") }));
  put(byId("captions"), sectors.map((one) => {
    one.button = el(one.id ? "button" : "span", {
      type: one.id ? "button" : null, class: "caption", title: one.full, data: { center: one.id || "" },
      on: one.id ? { click: () => onSector(one.id) } : {},
    }, el("span", { class: "cut", text: one.short }), el("span", { text: `\u00a0· ${integer(one.count)}` }), one.id ? mark() : null);
    return one.button;
  }));
}

/** Rings and captions follow pan and zoom; both go while an entity is in focus. */
export function place(cy, focused) {
  const [rings, captions] = [byId("rings"), byId("captions")];
  const hide = focused || !meta || !meta.rings.length;
  rings.style.visibility = captions.style.visibility = hide ? "hidden" : "visible";
  if (hide) return;
  const [zoom, pan] = [cy.zoom(), cy.pan()];
  const rim = Math.max(...meta.rings) + 22;
  const spokes = sectors.length > 1 ? sectors.map((one) => svg("line", {
    x1: pan.x + Math.cos(one.from) * 40 * zoom, y1: pan.y + Math.sin(one.from) * 40 * zoom,
    x2: pan.x + Math.cos(one.from) * rim * zoom, y2: pan.y + Math.sin(one.from) * rim * zoom,
  })) : [];
  put(rings, [...meta.rings, rim].map((r) => svg("circle", { cx: pan.x, cy: pan.y, r: r * zoom })), spokes);
  const sides = { right: [], left: [] };
  for (const one of sectors) {
    const right = Math.cos(one.angle) >= 0;
    const [x, y] = [pan.x + Math.cos(one.angle) * (rim * zoom + 8), pan.y + Math.sin(one.angle) * (rim * zoom + 8)];
    sides[right ? "right" : "left"].push({ one, x, y, right });
  }
  const height = byId("cy").clientHeight;
  for (const side of Object.values(sides)) spread(side.sort((a, b) => a.y - b.y), height);
  const width = byId("cy").clientWidth;
  for (const { one, x, y, right } of [...sides.right, ...sides.left]) {
    const style = one.button.style;
    const room = right ? width - x - 6 : x - 6;
    style.visibility = room < 60 || y < -20 || y > height + 20 ? "hidden" : "inherit"; // it lies outside
    style.maxWidth = `${Math.max(room, 60)}px`;
    style.left = right ? `${Math.min(x, width - 66)}px` : "auto";
    style.right = right ? "auto" : `${Math.min(width - x, width - 66)}px`;
    style.top = `${y - 11}px`;
  }
}

const STEP = 23;

/** Move captions of one side apart, down first and then up from the lower edge. */
function spread(side, height) {
  for (let i = 1; i < side.length; i += 1) side[i].y = Math.max(side[i].y, side[i - 1].y + STEP);
  const low = height - 52;
  for (let i = side.length - 1; i >= 0; i -= 1) {
    const most = i === side.length - 1 ? low : side[i + 1].y - STEP;
    if (side[i].y > most && side[i].y < height + 200) side[i].y = most;
  }
}

const RANK = { center: 0, host: 1, base: 2 };

/** Choose which nodes carry a label now: important ones first, none over another. */
export function chooseLabels(cy, focused, fitZoom) {
  const ratio = cy.zoom() / fitZoom;
  const deepest = focused || cy.nodes().length <= 60 ? 9 : ratio > 2.4 ? 9 : ratio > 1.5 ? 2 : 1;
  const view = cy.extent();
  const rows = [];
  cy.nodes().forEach((node) => {
    if (node.hasClass("dim")) return;
    const rank = node.hasClass("focus") ? -2 : node.hasClass("near") || node.hasClass("bubble") ? -1 : RANK[node.data("role")] ?? 5;
    const p = node.position();
    if (rank > deepest || p.x < view.x1 || p.x > view.x2 || p.y < view.y1 || p.y > view.y2) return;
    rows.push({ node, rank });
  });
  rows.sort((a, b) => a.rank - b.rank || b.node.data("degree") - a.node.data("degree"));
  const taken = rows.filter((one) => one.rank <= 1).map(({ node }) => square(node));
  const chosen = new Map();
  for (const { node, rank } of rows) {
    const own = square(node);
    const free = boxes(node, rank).find(([, box]) => !taken.some((b) => !same(b, own) && over(b, box)));
    if (!free) continue;
    taken.push(free[1]);
    chosen.set(node.id(), free[0]);
  }
  cy.batch(() => cy.nodes().forEach((node) => {
    const side = chosen.get(node.id());
    node.toggleClass("label", Boolean(side));
    for (const one of SIDES) node.toggleClass(one, side === one);
  }));
}

const SIDES = ["below", "above", "right", "left"];
const over = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
const same = (a, b) => a.every((x, i) => x === b[i]);

function square(node) {
  const p = node.renderedPosition();
  const half = node.renderedWidth() / 2;
  return [p.x - half, p.y - half, p.x + half, p.y + half];
}

/** Where a label may stand: below the node, above it, or at a side. */
function boxes(node, rank) {
  const p = node.renderedPosition();
  const lines = node.data("lines");
  const size = rank <= 1 ? 12 : 11;
  const width = Math.max(...lines.map((one) => textWidth(one, `${size}px ${FONT}`))) + 4;
  const height = lines.length * (size + 3);
  const gap = node.renderedHeight() / 2 + 2;
  const at = (x, y) => [x, y, x + width, y + height];
  return [
    ["below", at(p.x - width / 2, p.y + gap)], ["above", at(p.x - width / 2, p.y - gap - height)],
    ["right", at(p.x + gap, p.y - height / 2)], ["left", at(p.x - gap - width, p.y - height / 2)],
  ];
}
