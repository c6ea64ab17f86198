// Four cards: five headlines each, the weakest marked; supporting values folded; means on request.
import * as api from "./api.js";
import * as state from "./state.js";
import { el } from "./dom.js";
import { integer, label, t } from "./i18n.js";
import { bar, because, isUnknown, number, parts, qualification, unitWords, valueBrief } from "./quantity.js";
import { windowText } from "./values.js";

/** Cards named in a list of the state, as in `open=core,chain`. */
export const named = (s, word) => new Set((s[word] || "").split(",").filter((one) => one in api.meta.cards));

function flip(word, card) {
  const found = named(state.get(), word);
  if (!found.delete(card)) found.add(card);
  state.set({ [word]: Object.keys(api.meta.cards).filter((one) => found.has(one)).join(",") }, { replace: true });
}

const coverage = ({ observed, of }) => el("span", { class: "coverage", text: t("coverage", { a: integer(observed), b: integer(of) }) });
const choose = (key, chosen) => ({ click: () => state.set({ key: chosen === key ? null : key, sel: null }) });

/** Where the weakest is at its best, all are: there is nothing to mark. */
function weakMark(key, one, weakest) {
  if (!weakest || weakest.key !== key || (weakest.certain && (one.value ?? one.high) === 1)) return null;
  return el("span", { class: "weakest", text: t(weakest.certain ? "weakest" : "weakest_unless") });
}

function headline(card, key, one, chosen, weakest) {
  const known = api.meta.metrics[key];
  return el("button", {
    type: "button", class: `value${isUnknown(one) ? " unknown" : ""}${chosen === key ? " chosen" : ""}`, "aria-pressed": String(chosen === key), data: { key, card }, on: choose(key, chosen),
  },
  el("span", { class: "metric" }, label(known.label, key), weakMark(key, one, weakest)),
  el("span", { class: "number", text: valueBrief(key, one) }),
  bar(key, one),
  el("span", { class: "foot" }, el("span", { class: "says" }, label(known.sentence), qualification(key, one)), coverage(one.coverage)));
}

function amount(key, one) {
  const table = parts(key, one);
  if (table) return el("span", { class: "number parts" }, table.map(([name, n]) => el("span", {}, name, " ", el("b", { text: n }))));
  const unit = unitWords(key, one);
  return el("span", { class: "number" }, valueBrief(key, one), unit ? el("small", { text: ` ${unit}` }) : null);
}

const supporting = (card, key, one, chosen) => el("button", {
  type: "button", class: `support${isUnknown(one) ? " unknown" : ""}${chosen === key ? " chosen" : ""}`, "aria-pressed": String(chosen === key),
  title: [label(api.meta.metrics[key].sentence), because(key, one)].filter(Boolean).join("\n"), data: { key, card }, on: choose(key, chosen),
},
el("span", { class: "metric", text: label(api.meta.metrics[key].label, key) }), bar(key, one), amount(key, one),
el("span", { class: "coverage", title: t("coverage_head"), text: `${integer(one.coverage.observed)}/${integer(one.coverage.of)}` }));

function fold(card, rows, s) {
  if (!rows.length) return null;
  return el("details", { class: "supporting", open: named(s, "open").has(card), data: { card } },
    el("summary", {
      data: { fold: card }, text: t("supporting", { n: rows.length }),
      on: { click: (event) => { event.preventDefault(); flip("open", card); } },
    }), rows);
}

const pair = (one) => (one === null ? "–" : one.low === one.high ? number(one.low) : `${number(one.low)}–${number(one.high)}`);

/** Three means with their bounds and the interval, only where they are asked for. */
function means(found) {
  const { known, of, monte_carlo: drawn } = found;
  if (found.minimum === null) return el("div", { class: "means" }, el("p", { class: "muted", text: t("no_score", { k: known, n: of }) }));
  const columns = ["arithmetic_mean", "geometric_mean", "minimum"];
  const interval = drawn ? [`${number(drawn.low)}–${number(drawn.high)}`] : ["–"];
  return el("div", { class: "means" },
    el("table", {}, el("thead", {}, el("tr", {}, [...columns, "interval_90"].map((one) => el("th", { scope: "col", text: t(one) })))),
      el("tbody", {}, el("tr", {}, [...columns.map((one) => pair(found[one])), ...interval].map((text) => el("td", { text }))))),
    el("p", { class: "muted", text: drawn ? t("means_note", { k: known, n: of, d: integer(drawn.draws), w: drawn.windows.map((one) => windowText(one)).join(label({ zh: "、", en: ", " })) }) : "" }),
    columns.some((one) => found[one].low !== found[one].high) ? el("p", { class: "muted", text: t("means_unknown") }) : null);
}

/** One card of a scope. */
export function cardOf(card, scope, s) {
  const values = Object.entries(scope.cards[card]);
  const asked = named(s, "means").has(card);
  return el("section", { class: "card", data: { card } },
    el("div", { class: "cardbar" }, el("h3", { text: label(api.meta.cards[card], card) }),
      el("button", { type: "button", class: "small", "aria-pressed": String(asked), data: { means: card }, text: t("means"), on: { click: () => flip("means", card) } })),
    asked && scope.aggregate ? means(scope.aggregate[card]) : null,
    values.filter(([, one]) => one.headline).map(([key, one]) => headline(card, key, one, s.key, scope.weakest[card])),
    fold(card, values.filter(([, one]) => !one.headline).map(([key, one]) => supporting(card, key, one, s.key)), s));
}
