// Centers: four cards of five values. What nobody observed never looks like zero.
import * as api from "./api.js";
import * as state from "./state.js";
import { byId, el, put } from "./dom.js";
import { decimal, integer, isEnglish, label, t } from "./i18n.js";
import { mark, nameOf, shorten } from "./names.js";
import { windowText } from "./values.js";

const PROVINCE = "province";
let drawn = "";

export const scopeOf = (s) => (s.center && (s.center === PROVINCE || api.meta.centers.some((one) => one.id === s.center)) ? s.center : PROVINCE);

/** A value, its bounds, or the reason why there is none. */
export function valueWords(one) {
  if (one.value !== null) return decimal(one.value) + (one.error ? ` ±${one.error.toPrecision(1)}` : "");
  if (one.low !== null) return one.high === 1 ? t("at_least", { n: decimal(one.low) }) : `${decimal(one.low)}–${decimal(one.high)}`;
  return label(api.meta.reasons[one.reason], one.reason);
}

/** Why there is no single value; empty where there is one. */
export function because(one) {
  if (one.reason === null) return "";
  const text = one.low !== null ? t("bounds", { low: decimal(one.low), high: decimal(one.high) }) : label(api.meta.reasons[one.reason], one.reason);
  return text + (one.recorded === null ? "" : t("recorded", { n: decimal(one.recorded) }));
}

const percent = (x) => `${Math.max(0, Math.min(1, x)) * 100}%`;

function bar(one) {
  if (one.value !== null) return el("span", { class: "bar" }, el("span", { class: "solid", style: { width: percent(one.value) } }));
  if (one.low !== null) {
    return el("span", { class: "bar" }, el("span", { class: "solid", style: { width: percent(one.low) } }),
      el("span", { class: "hatch", style: { left: percent(one.low), width: percent(one.high - one.low) } }));
  }
  return el("span", { class: "bar none" });
}

/** A long reason begins beside the value and is told in full below. */
const brief = (text) => (text.length > (isEnglish() ? 26 : 14) ? text.split(/[：:]/)[0] : text);

function qualification(one) {
  if (one.value !== null) return null;
  const reason = label(api.meta.reasons[one.reason]);
  const text = one.low !== null ? t("bounds_short", { low: decimal(one.low), high: decimal(one.high) })
    : [brief(reason) === reason ? null : `${reason}${label({ zh: "。", en: ". " })}`, one.recorded === null ? null : t("recorded_only", { n: decimal(one.recorded) })].filter(Boolean).join("");
  return text ? el("span", { class: "qualify", text }) : null;
}

function valueRow(card, key, one, chosen) {
  const known = api.meta.metrics[key];
  const unknown = one.value === null && one.low === null;
  const { observed, of } = one.coverage;
  return el("button", {
    type: "button", class: `value${unknown ? " unknown" : ""}${chosen === key ? " chosen" : ""}`, "aria-pressed": String(chosen === key), data: { key, card },
    on: { click: () => state.set({ key: chosen === key ? null : key, sel: null }) },
  },
  el("span", { class: "metric", text: label(known.label, key) }),
  el("span", { class: "number", text: unknown ? brief(valueWords(one)) : valueWords(one) }),
  bar(one),
  el("span", { class: "foot" }, el("span", { class: "says" }, label(known.sentence), qualification(one)),
    el("span", { class: "coverage", text: t("coverage", { a: integer(observed), b: integer(of) }) })));
}

const cardOf = (card, values, chosen) => el("section", { class: "card", data: { card } },
  el("h3", { text: label(api.meta.cards[card], card) }),
  Object.entries(values).filter(([, one]) => one.headline).map(([key, one]) => valueRow(card, key, one, chosen)));

function centers(chosen) {
  const short = shorten(api.meta.centers.map(nameOf));
  const item = (id, text, full) => el("li", {}, el("button", {
    type: "button", class: id === chosen ? "center chosen" : "center", title: full, "aria-current": id === chosen ? "true" : null, data: { center: id },
    on: { click: () => state.set({ center: id, sel: null }) },
  }, text, id === PROVINCE ? null : mark()));
  return el("nav", { class: "centers", "aria-label": t("center") }, el("ul", {}, item(PROVINCE, t("province"), t("province")),
    api.meta.centers.map((one) => item(one.id, short(nameOf(one)), nameOf(one)))));
}

const isUnobserved = (scope) => ["core", "bases"].some((card) => Object.values(scope.cards[card]).some((one) => one.reason === "unobserved"));

export async function render(s) {
  const id = scopeOf(s);
  const root = byId("view-center");
  const wanted = `${id} ${s.lang}`;
  if (drawn !== wanted) {
    const old = root.querySelector(".centers");
    if (!old) put(root, centers(id), el("div", { class: "cards" }, el("p", { class: "muted", text: t("loading") })));
  }
  const body = await api.get(`centers/${id}/cards`);
  if (scopeOf(state.get()) !== id) return;
  const scope = body.scopes[0];
  const known = api.meta.centers.find((one) => one.id === id);
  const name = known ? nameOf(known) : t("province");
  const focused = document.activeElement?.dataset?.key || document.activeElement?.dataset?.center;
  const top = root.querySelector(".cards")?.scrollTop || 0;
  put(root, centers(id), el("div", { class: "cards" },
    el("div", { class: "cardshead" }, el("h2", {}, name, known ? mark() : null),
      el("p", { class: "muted", text: `${t("scope_line", { years: windowText(body.window), n: integer(scope.observed), N: integer(scope.actors) })} · ${t("core_reading")}` })),
    el("div", { class: "grid" }, Object.keys(api.meta.cards).map((card) => cardOf(card, scope.cards[card], s.key))),
    isUnobserved(scope) ? el("p", { class: "note", text: t("to_fill") }) : null));
  if (drawn === wanted) root.querySelector(".cards").scrollTop = top;
  if (focused) root.querySelector(`[data-key="${CSS.escape(focused)}"], [data-center="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  drawn = wanted;
}
