// Centers: the list at the left, and for the one chosen its cards; the map of forms; a comparison.
import * as api from "./api.js";
import * as state from "./state.js";
import { button, byId, el, put } from "./dom.js";
import { cardOf, named } from "./cards.js";
import { compare } from "./compare.js";
import { formsMap } from "./formsmap.js";
import { integer, t } from "./i18n.js";
import { mark, nameOf, shorten } from "./names.js";
import { windowText } from "./values.js";

const PROVINCE = "province";
const MOST = 4;
const MARKS = ["key", "fold", "means", "core", "pick", "show", "run", "center"];
let drawn = "";
let picked = [];

export const scopeOf = (s) => (s.center && (s.center === PROVINCE || api.meta.centers.some((one) => one.id === s.center)) ? s.center : PROVINCE);

/** The reading of the core that the state asks for, as the server names it. */
export const coreOf = (s) => (s.core === "with_hosts" ? "with_hosts" : null);

const isCenter = (id) => api.meta.centers.some((one) => one.id === id);
const compared = (s) => [...new Set((s.compare || "").split(","))].filter(isCenter).slice(0, MOST);
const leave = { sel: null, show: null, compare: null };

/** What the middle shows. */
const modeOf = (s) => (s.compare ? "compare" : s.show === "map" ? "map" : "cards");

function pick(id, on) {
  picked = picked.filter((one) => one !== id).concat(on ? [id] : []);
  if (state.get().compare) state.set({ compare: picked.join(",") || null, key: null, sel: null });
  else render(state.get());
}

/** The centers by name, each with a box that picks it for the comparison. */
function centers(s) {
  const short = shorten(api.meta.centers.map(nameOf));
  const mode = modeOf(s);
  const link = (id, text, full, on, changes, data) => el("button", {
    type: "button", class: on ? "center chosen" : "center", title: full, "aria-current": on ? "true" : null, data,
    on: { click: () => state.set({ ...leave, ...changes }) },
  }, text, id === PROVINCE ? null : mark());
  const box = (one) => el("input", {
    type: "checkbox", checked: picked.includes(one.id), disabled: picked.length >= MOST && !picked.includes(one.id),
    "aria-label": t("compare_pick", { name: nameOf(one) }), data: { pick: one.id }, on: { change: (event) => pick(one.id, event.target.checked) },
  });
  const at = mode === "cards" ? scopeOf(s) : null;
  return el("nav", { class: "centers", "aria-label": t("center") },
    el("ul", {}, el("li", {}, link(PROVINCE, t("province"), t("province"), at === PROVINCE, { center: PROVINCE }, { center: PROVINCE })),
      el("li", {}, link(PROVINCE, t("map"), t("map_title"), mode === "map", { show: "map", key: null }, { show: "map" }))),
    el("p", { class: "navhint", id: "compare-hint", text: t("compare_hint") }),
    el("ul", { "aria-describedby": "compare-hint" }, api.meta.centers.map((one) => el("li", { class: "pickable" }, box(one),
      link(one.id, short(nameOf(one)), nameOf(one), at === one.id, { center: one.id }, { center: one.id })))),
    el("div", { class: "navfoot" }, el("button", {
      type: "button", disabled: picked.length < 2 || mode === "compare", data: { run: "compare" }, text: t("compare_run", { n: picked.length }),
      on: { click: () => state.set({ compare: picked.join(","), key: null, sel: null }) },
    }), mode === "compare" ? el("button", { type: "button", data: { run: "end" }, text: t("compare_end"), on: { click: () => { picked = []; state.set({ ...leave, key: null }); } } }) : null));
}

/** The switch between the two readings of the core. */
function readings(s) {
  const now = coreOf(s) || "center";
  return el("div", { class: "readings" },
    el("fieldset", {}, el("legend", { text: t("reading") }), ["center", "with_hosts"].map((one) => el("label", {},
      el("input", { type: "radio", name: "core", value: one, checked: one === now, data: { core: one }, "aria-describedby": "reading-note", on: { change: () => state.set({ core: one === "center" ? null : one }) } }),
      t(`reading_${one}`)))),
    el("span", { class: "muted", id: "reading-note", text: t("reading_note") }));
}

const isUnobserved = (scope) => ["core", "bases"].some((card) => Object.values(scope.cards[card]).some((one) => one.reason === "unobserved"));

async function cards(s) {
  const id = scopeOf(s);
  const body = await api.get(`centers/${id}/cards`, { core: coreOf(s), aggregate: named(s, "means").size ? "true" : null });
  const scope = body.scopes[0];
  const known = api.meta.centers.find((one) => one.id === id);
  return [
    el("div", { class: "cardshead" }, el("h2", {}, known ? nameOf(known) : t("province"), known ? mark() : button(t("map"), () => state.set({ ...leave, show: "map", key: null }), { class: "small" })),
      el("p", { class: "muted", text: t("scope_line", { years: windowText(body.window), n: integer(scope.observed), N: integer(scope.actors) }) }), readings(s)),
    el("div", { class: "grid" }, Object.keys(api.meta.cards).map((card) => cardOf(card, scope, s))),
    isUnobserved(scope) ? el("p", { class: "note", text: t("to_fill") }) : null,
  ];
}

const MODES = { cards, map: formsMap, compare: (s) => compare(s, compared(s), readings(s)) };
const signature = (s) => JSON.stringify([modeOf(s), scopeOf(s), s.compare, coreOf(s), s.means, s.lang]);

/** Which control has the focus, as a selector that finds it again. */
function focused() {
  const data = document.activeElement?.dataset || {};
  const found = MARKS.filter((one) => data[one]);
  return found.map((one) => `[data-${one}="${CSS.escape(data[one])}"]`).join("");
}

export async function render(s) {
  if (s.compare) picked = compared(s);
  const root = byId("view-center");
  const wanted = `${modeOf(s)} ${scopeOf(s)} ${s.compare || ""} ${s.lang}`;
  const old = root.querySelector(".cards");
  if (!old) put(root, centers(s), el("div", { class: "cards" }, el("p", { class: "muted", text: t("loading") })));
  else old.classList.add("busy");
  const made = await MODES[modeOf(s)](s);
  if (signature(state.get()) !== signature(s)) return;
  const again = focused();
  const top = root.querySelector(".cards")?.scrollTop || 0;
  const side = root.querySelector(".centers")?.scrollTop || 0;
  put(root, centers(s), el("div", { class: `cards ${modeOf(s)}` }, made));
  if (drawn === wanted) root.querySelector(".cards").scrollTop = top;
  root.querySelector(".centers").scrollTop = side;
  if (again) root.querySelector(again)?.focus({ preventScroll: true });
  drawn = wanted;
}
