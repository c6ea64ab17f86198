// Filters at the left, shared by network and list. The legend is the type filter.
import * as api from "./api.js";
import * as state from "./state.js";
import { button, el, put, svg } from "./dom.js";
import { integer, label, t } from "./i18n.js";
import { nameOf } from "./names.js";

// Left out by the server too unless they are asked for.
const HIDDEN = new Set(["Segment", "Chain", "Region", "IndicatorObservation", "Evaluation"]);

const present = () => Object.keys(api.meta.types).filter((type) => api.meta.types[type].count > 0);

/** Types that the state asks for. */
export function chosenTypes(s) {
  const told = s.types === undefined ? null : new Set(s.types.split(","));
  return present().filter((type) => (told ? told.has(type) : !HIDDEN.has(type)));
}

/** Query parameters of the filters. */
export const filtersOf = (s) => ({
  type: chosenTypes(s), center: s.center === "province" ? null : s.center, region: s.region,
  year_from: s.from, year_to: s.to,
});

const POINTS = {
  star: "8,0.8 10,5.8 15.4,6.1 11.2,9.5 12.6,14.8 8,11.8 3.4,14.8 4.8,9.5 0.6,6.1 6,5.8",
  diamond: "8,0.5 15.5,8 8,15.5 0.5,8", hexagon: "4.4,1.8 11.6,1.8 15.4,8 11.6,14.2 4.4,14.2 0.6,8",
  pentagon: "8,0.8 15.4,6.2 12.6,14.9 3.4,14.9 0.6,6.2", triangle: "8,1 15.4,14.6 0.6,14.6",
  octagon: "5,1 11,1 15,5 15,11 11,15 5,15 1,11 1,5", square: "2,2 14,2 14,14 2,14",
  box: "0.5,4 15.5,4 15.5,12 0.5,12",
};

/** The mark of a type as it is drawn in the network. */
export function symbol(type, shape = null) {
  const known = api.meta.types[type] || { color: "#5b6776", shape: "circle" };
  const form = shape || known.shape;
  const body = POINTS[form]
    ? svg("polygon", { points: POINTS[form], fill: known.color })
    : svg("circle", {
      cx: 8, cy: 8, r: form === "ellipse" ? 4.6 : 6.6, fill: known.color,
      stroke: form === "ellipse" ? "#14532d" : null, "stroke-width": form === "ellipse" ? 2 : null,
    });
  return svg("svg", { class: "symbol", width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }, body);
}

function toggle(type, on) {
  const s = state.get();
  const chosen = new Set(chosenTypes(s));
  if (on) chosen.add(type);
  else chosen.delete(type);
  const words = present().filter((one) => chosen.has(one));
  const usual = present().filter((one) => !HIDDEN.has(one));
  state.set({ types: words.join() === usual.join() ? null : words.join() || "none", page: null });
}

function typeRow(type, on, shown) {
  const known = api.meta.types[type];
  const counted = shown && on ? shown[type] || 0 : known.count;
  return el("label", { class: on ? "type" : "type off" },
    el("input", { type: "checkbox", checked: on, data: { type }, on: { change: (event) => toggle(type, event.target.checked) } }),
    symbol(type),
    el("span", { class: "grow" }, label(known.label, type),
      type === "Organization" ? el("small", {}, symbol(type, "triangle"), t("host_note")) : null),
    el("span", { class: "count", text: integer(counted) }));
}

function select(id, text, value, first, options) {
  const box = el("select", { id, on: { change: (event) => state.set({ [id.slice(7)]: event.target.value, page: null, sel: null }) } },
    el("option", { value: "", text: first }),
    options.map(([key, name]) => el("option", { value: key, text: name, selected: key === value })));
  return [el("label", { for: id, text }), box];
}

const year = (id, text, value) => el("input", {
  id, type: "number", min: 1900, max: 2100, step: 1, value: value || null, "aria-label": text, placeholder: t("any"),
  on: { change: (event) => state.set({ [id.slice(7)]: event.target.value, page: null }) },
});

/** Draw the filters; `shown` counts what is on the page per type. */
export function render(root, s, shown = null) {
  const active = document.activeElement;
  const again = active && root.contains(active) ? (active.dataset.type ? `[data-type="${active.dataset.type}"]` : `#${active.id}`) : null;
  const on = new Set(chosenTypes(s));
  put(root,
    el("h2", { text: t("legend") }),
    el("div", { class: "types", role: "group", "aria-label": t("legend") }, present().map((type) => typeRow(type, on.has(type), shown))),
    select("filter-center", t("center"), s.center, t("all_centers"), api.meta.centers.map((one) => [one.id, nameOf(one)])),
    select("filter-region", t("region"), s.region, t("all_regions"), api.meta.regions.map((one) => [one, one])),
    el("label", { for: "filter-from", text: t("years") }),
    el("div", { class: "years" }, year("filter-from", t("year_from"), s.from), "–", year("filter-to", t("year_to"), s.to)),
    button(t("reset"), () => state.set({ types: null, center: null, region: null, from: null, to: null, q: null, page: null, sel: null }), { id: "filter-reset" }));
  if (again && again.length > 1) root.querySelector(again)?.focus();
}
