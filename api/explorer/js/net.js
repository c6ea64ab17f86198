// The network: Cytoscape on canvas with positions from the server.
import cytoscape from "../vendor/cytoscape-3.34.4.esm.min.js";
import * as api from "./api.js";
import * as state from "./state.js";
import { byId, wrap, FONT } from "./dom.js";
import { integer, t } from "./i18n.js";
import { savePicture } from "./export.js";
import { alsoAdded, focus, restore, still } from "./focus.js";
import { filtersOf } from "./legend.js";
import { nameOf, shorten } from "./names.js";
import { listen, setCursor } from "./netkeys.js";
import { chooseLabels, place, setUp } from "./overlay.js";
import { style } from "./netstyle.js";

const LIMIT = 800;
const SOFT_CAP = 1500;
const SHAPES = { circle: "ellipse", box: "round-rectangle", square: "rectangle" };
const BASE = { center: 20, host: 15, base: 13, partner: 9, person: 7, project: 9, ip: 8, place: 9, other: 8 };
const RANK = ["center", "host", "base", "partner", "project", "ip", "person", "place", "other"];

const ROLE = { Center: "center", Organization: "partner", Base: "base", Person: "person", Team: "person", Project: "project", Ip: "ip", Park: "place", Region: "place" };

let cy = null;
let graph = null;
let loaded = "";
let limit = LIMIT;
let fitZoom = 1;
let focused = null;

export const counts = () => {
  if (!graph) return null;
  const found = {};
  for (const one of graph.nodes) found[one.type] = (found[one.type] || 0) + 1;
  return found;
};

const short = () => shorten(api.meta.centers.map(nameOf));

function nodeData(one, shortName) {
  const known = api.meta.types[one.type] || { color: "#5b6776", shape: "circle" };
  const own = one.type === "Center" ? shortName(nameOf(one)) : nameOf(one);
  const name = own !== nameOf(one) && api.meta.invented ? t("name_invented", { name: own }) : own;
  const lines = wrap(name, one.type === "Center" ? 110 : 84, 2, `11px ${FONT}`);
  const shape = one.role === "host" ? "triangle" : SHAPES[known.shape] || known.shape;
  return {
    ...one, name: nameOf(one), color: known.color, shape, lines, label: lines.join("\n"), rank: RANK.indexOf(one.role),
    size: Math.min(26, (BASE[one.role] || 8) + Math.sqrt(one.degree) * 1.6),
  };
}

/** Model units per unit of size: symbols grow less than the picture when zooming in, and never shrink below. */
function scale() {
  const zoom = cy.zoom();
  const first = focused ? 0.6 : Math.min(1, Math.max(0.3, fitZoom * 1.15));
  return (first / zoom) * Math.min(2.4, Math.max(1, zoom / fitZoom) ** 0.55);
}

function start() {
  cy = cytoscape({ container: byId("cy"), style: style(() => cy.zoom(), scale), minZoom: 0.05, maxZoom: 8, boxSelectionEnabled: false, autoungrabify: true });
  if (new URLSearchParams(location.search).has("test")) window.cy = cy;
  let asked = 0;
  let timer = 0;
  let restyle = false; // a zoom also pans: the later event must not forget the earlier one
  const redraw = (zoomed) => {
    restyle = restyle || zoomed;
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      if (restyle) cy.style().update();
      restyle = false;
      place(cy, focused);
    });
    clearTimeout(timer);
    timer = setTimeout(() => chooseLabels(cy, focused, fitZoom), 110);
  };
  cy.on("zoom", () => redraw(true));
  cy.on("pan", () => redraw(false));
  cy.on("tap", "node", (event) => {
    if (event.target.hasClass("bubble")) return;
    state.set({ sel: event.target.id() });
  });
  cy.on("tap", (event) => { if (event.target === cy) state.set({ sel: null }); });
  cy.on("mouseover", "node", (event) => { event.target.addClass("hover"); byId("cy").style.cursor = "pointer"; });
  cy.on("mouseout", "node", (event) => { event.target.removeClass("hover"); byId("cy").style.cursor = ""; });
  listen(cy, { covered, zoomBy, fitAll });
  byId("zoom-in").addEventListener("click", () => zoomBy(1.35));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.35));
  byId("zoom-fit").addEventListener("click", () => { state.set({ sel: null }); fitAll(); });
  byId("net-more").addEventListener("click", () => { limit = SOFT_CAP; loaded = ""; render(state.get()); });
  byId("net-png").addEventListener("click", () => savePicture(cy, byId("captions"), t("tab_net")));
  let [width, height] = [0, 0];
  new ResizeObserver(() => {
    const box = byId("cy");
    if (!box.clientWidth || (box.clientWidth === width && box.clientHeight === height)) return;
    [width, height] = [box.clientWidth, box.clientHeight];
    cy.resize();
    if (focused) fitTo(focused.box, false);
    else fitAll(false);
  }).observe(byId("cy"));
}

function zoomBy(factor) {
  cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
}

/** Pixels of the canvas that the panel lies over. */
function covered() {
  const panel = byId("panel");
  if (panel.hidden || getComputedStyle(panel).position !== "absolute") return 0;
  return panel.clientWidth;
}

function fitTo(box, animate = !still(), [side, upper, lower] = [52, 24, 84], most = fitZoom * 1.4) {
  const width = cy.width() - covered();
  const zoom = Math.min(most, (width - 2 * side) / (box.x2 - box.x1), (cy.height() - upper - lower) / (box.y2 - box.y1));
  const pan = {
    x: width / 2 - (zoom * (box.x1 + box.x2)) / 2,
    y: upper + (cy.height() - upper - lower) / 2 - (zoom * (box.y1 + box.y2)) / 2,
  };
  if (animate) cy.animate({ zoom, pan }, { duration: 260, easing: "ease-out" });
  else cy.viewport({ zoom, pan });
}

function fitAll(animate = false) {
  if (!graph || !graph.nodes.length) return;
  const rim = (Math.max(0, ...graph.meta.rings) || 100) + 22;
  const room = cy.width() - covered() < 700 ? 40 : 120;
  fitTo({ x1: -rim, x2: rim, y1: -rim, y2: rim }, animate, [room, 28, 62], 3);
  if (!animate) fitZoom = cy.zoom();
}

function build(shortName) {
  focused = null;
  setCursor(null);
  restore(cy);
  cy.elements().remove();
  const ids = new Set(graph.nodes.map((one) => one.id));
  cy.add([
    ...graph.nodes.map((one) => ({ group: "nodes", data: nodeData(one, shortName), position: { x: one.x, y: one.y } })),
    ...graph.edges.filter((one) => ids.has(one.source) && ids.has(one.target)).map((one) => ({ group: "edges", data: one })),
  ]);
  setUp(graph.meta, (center) => state.set({ center, sel: null }));
  fitAll();
}

/** Bring an entity that is not in the picture into it, with its neighbors. */
async function bring(id) {
  let body;
  try {
    body = await api.get(`entities/${id}/neighbors`, { limit: 200 });
  } catch {
    return false;
  }
  const self = (await api.known([id])).get(id);
  api.learn(body.items.map((one) => one.other));
  const others = new Map(body.items.map((one) => [one.other.id, one.other]));
  const fresh = [self, ...others.values()].filter((one) => !cy.getElementById(one.id).length);
  const shortName = short();
  const nodes = cy.add(fresh.map((one) => ({ group: "nodes", position: { x: 0, y: 0 },
    data: nodeData({ ...one, role: ROLE[one.type] || "other", degree: one.id === id ? body.total : 1 }, shortName) })));
  const edges = cy.add(body.items.map((one, i) => ({ group: "edges", data: {
    id: `extra:${i}`, source: one.direction === "out" ? id : one.other.id, target: one.direction === "out" ? one.other.id : id,
    type: one.relation, status: one.status, year: one.year,
  } })));
  alsoAdded(nodes.union(edges));
  return true;
}

function tell(s) {
  const { meta } = graph;
  const node = focused && cy.getElementById(focused.id);
  let text = t("status", { n: integer(meta.returned_nodes), N: integer(meta.total_nodes), m: integer(meta.returned_edges) });
  if (meta.truncated) text = t("truncated", { n: integer(meta.returned_nodes), N: integer(meta.total_nodes) });
  if (node && node.length) {
    text = t("focused", { name: node.data("name"), n: integer(focused.shown) }) + (focused.grouped ? t("focused_cut", { n: integer(focused.grouped) }) : "");
  }
  byId("net-status").textContent = text;
  const more = byId("net-more");
  const next = Math.min(SOFT_CAP, meta.total_nodes);
  more.hidden = Boolean(node) || !meta.truncated || limit >= SOFT_CAP;
  more.textContent = t("show_more", { n: integer(next) });
  byId("net-empty").hidden = graph.nodes.length > 0;
  if (!graph.nodes.length) byId("net-empty").textContent = t("net_empty");
}

export async function render(s) {
  const filters = filtersOf(s);
  const wanted = JSON.stringify([filters, limit]);
  const key = JSON.stringify([wanted, s.lang]);
  if (wanted !== JSON.parse(loaded || "[null]")[0]) {
    const found = filters.type.length ? await api.get("graph", { ...filters, layout: "rings", limit }) : empty();
    if (JSON.stringify([filtersOf(state.get()), limit]) !== wanted) return; // overtaken
    graph = found;
    api.learn(graph.nodes);
  }
  if (!cy) start();
  cy.resize();
  if (key !== loaded) build(short());
  loaded = key;
  if ((focused ? focused.id : null) !== (s.sel || null)) await show(s.sel);
  tell(s);
  place(cy, focused);
  chooseLabels(cy, focused, fitZoom);
}

const empty = () => ({ meta: { returned_nodes: 0, total_nodes: 0, returned_edges: 0, truncated: false, rings: [], sectors: [] }, nodes: [], edges: [] });

async function show(id) {
  const was = focused;
  restore(cy);
  focused = null;
  cy.style().update();
  if (id && (cy.getElementById(id).length || (await bring(id)))) {
    focused = { id, ...focus(cy, id, 1 / fitZoom, (cy.width() - covered() - 104) / (cy.height() - 108)) };
    setCursor(id);
    cy.style().update();
    fitTo(focused.box);
  } else if (was) {
    cy.stop(true);
    fitAll(false);
  }
}
