// Centers side by side: values and intervals, verdicts where the draws allow one, never ranks.
import * as api from "./api.js";
import * as state from "./state.js";
import { el } from "./dom.js";
import { fixed, label, t } from "./i18n.js";
import { mark, nameOf, shorten } from "./names.js";
import { bar, isUnknown, number, percent, valueBrief, valueWords } from "./quantity.js";
import { windowText } from "./values.js";

function cell(id, key, one, s) {
  const chosen = s.key === key && s.center === id;
  return el("td", {}, el("button", {
    type: "button", class: `cell${isUnknown(one) ? " unknown" : ""}${chosen ? " chosen" : ""}`, "aria-pressed": String(chosen), title: valueWords(key, one), data: { key, center: id },
    on: { click: () => state.set(chosen ? { key: null, sel: null } : { center: id, key, sel: null }) },
  }, el("span", { class: "number", text: valueBrief(key, one) }), bar(key, one)));
}

const table = (card, body, names, s) => el("table", { class: "side" },
  el("thead", {}, el("tr", {}, el("td", {}), body.scopes.map((one) => el("th", { scope: "col", title: names.full(one.id) }, names.short(one.id), mark())))),
  el("tbody", {}, Object.entries(body.headlines).filter(([key]) => api.meta.metrics[key].card === card).map(([key, values]) => el("tr", {},
    el("th", { scope: "row", title: label(api.meta.metrics[key].sentence), text: label(api.meta.metrics[key].label, key) }),
    body.scopes.map((one) => cell(one.id, key, values[one.id], s))))));

function interval(id, one, names) {
  const text = one ? t("interval_words", { low: number(one.low), high: number(one.high), median: number(one.median) }) : t("no_score_short");
  return el("li", { data: { interval: id } }, el("span", { class: "who", title: names.full(id), text: names.short(id) }),
    one ? el("span", { class: "bar" }, el("span", { class: "span", style: { left: percent(one.low), width: percent(one.high - one.low) } }), el("span", { class: "median", style: { left: percent(one.median) } }))
      : el("span", { class: "bar none" }),
    el("span", { class: one ? "words" : "words unknown", text }));
}

// Cut, not rounded: 94.99 % is no 95 %.
const share = (p) => { const cut = Math.floor(p * 1000 + 1e-9) / 10; return fixed(cut, Number.isInteger(cut) ? 0 : 1); };

function verdict({ left, right, left_wins: wins, above }, names) {
  const [a, b] = [names.short(left), names.short(right)];
  if (wins === null) return t("incomparable", { a, b });
  if (above === left) return t("above", { a, b, p: share(wins) });
  if (above === right) return t("above", { a: b, b: a, p: share(1 - wins) });
  return t("level", { a, b, p: share(wins) });
}

const cardOf = (card, body, names, s) => {
  const found = body.cards[card];
  return el("section", { class: "card", data: { card } }, el("div", { class: "cardbar" }, el("h3", { text: label(api.meta.cards[card], card) })),
    table(card, body, names, s),
    el("div", { class: "intervals" }, el("h4", { text: t("compare_intervals") }),
      el("ul", {}, Object.entries(found.intervals).map(([id, one]) => interval(id, one, names))),
      found.windows.length && Object.values(found.intervals).some(Boolean) ? el("p", { class: "muted", text: t("compare_windows", { w: found.windows.map((one) => windowText(one)).join(label({ zh: "、", en: ", " })) }) }) : null,
      el("h4", { text: t("verdicts") }), el("ul", { class: "verdicts" }, found.pairs.map((one) => el("li", { text: verdict(one, names) })))));
};

/** The comparison of some centers. */
export async function compare(s, ids, switches) {
  const head = (line) => el("div", { class: "cardshead" }, el("h2", { text: t("compare") }), line ? el("p", { class: "muted", text: line }) : null, switches);
  if (ids.length < 2) return [head(null), el("p", { class: "note", text: t("compare_more") })];
  const body = await api.get("compare", { ids, core: s.core === "with_hosts" ? s.core : null });
  const cut = shorten(api.meta.centers.map(nameOf));
  const one = (id) => nameOf(api.meta.centers.find((center) => center.id === id) || body.scopes.find((scope) => scope.id === id));
  const names = { full: one, short: (id) => cut(one(id)) };
  return [head(`${t("window")} ${windowText(body.window)} · ${t("compare_note")}`), Object.keys(api.meta.cards).map((card) => cardOf(card, body, names, s))];
}
