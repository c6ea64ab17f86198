// The right panel for a value: formula, and every row it came from, as the command line prints them.
import * as api from "./api.js";
import { button, el, put } from "./dom.js";
import { tableButton } from "./export.js";
import { fixed, integer, label, t } from "./i18n.js";
import { coreOf, scopeOf } from "./center.js";
import { symbol } from "./legend.js";
import { flag, link, mark, nameOf } from "./names.js";
import { because, entries, isUnknown, partWords, parts, unitWords, valueWords } from "./quantity.js";
import { showSeries } from "./series.js";
import { place } from "./sources.js";
import { windowText } from "./values.js";

function spelled(row, names) {
  const one = (id) => names.get(id) || { id, name: id };
  if (!row.relation) return [symbolOf(one(row.id)), link(one(row.id))];
  const { source, type, target } = row.relation;
  const known = api.meta.relation_types[type];
  return [link(one(source)), el("span", { class: "rel", text: ` ${known?.directed === false ? "↔" : "→"} ${label(known?.label, type)} ` }), link(one(target))];
}

const symbolOf = (one) => (one.type ? symbol(one.type) : null);

function exportOf(rows, names, title) {
  const name = (id) => nameOf(names.get(id) || { id, name: id });
  const cells = ({ id, relation, contribution, file, sheet, row, flagged }) => relation
    ? [id, name(relation.source), relationLabel(relation.type), name(relation.target), contribution, file, sheet, row, flagged ? "⚑" : ""]
    : [id, name(id), "", "", contribution, file, sheet, row, flagged ? "⚑" : ""];
  return tableButton(() => [title, ["id", t("name"), t("relation"), t("other_end"), t("contribution"), t("file"), t("sheet_name"), t("row_number"), t("flagged")], rows.map(cells)], { id: "evidence-export" });
}

const relationLabel = (type) => label(api.meta.relation_types[type]?.label, type);

function tableOf(rows, names) {
  const head = ["entity_or_relation", "contribution", "place"].map((key) => el("th", { scope: "col", text: t(key) }));
  return el("table", { class: "evidence" }, el("thead", {}, el("tr", {}, head)),
    el("tbody", {}, rows.map((row) => el("tr", { data: { id: row.id, file: row.file, row: row.row ?? "", flagged: String(row.flagged) } },
      el("td", {}, spelled(row, names), mark()),
      el("td", { class: "num", text: row.contribution === null ? t("support") : fixed(row.contribution, 6) }),
      el("td", {}, el("code", { text: place(row) }), flag(row.flagged))))));
}

const FIRST = 12;

/** Who a value is about; each name leads to its entity. */
function contributors(found, names) {
  if (!found) return null;
  const item = (one) => el("li", {}, one.ids.map((id, i) => [i ? " – " : null, symbolOf(names.get(id) || {}), link(names.get(id)?.type ? names.get(id) : { id, name: one.names[i] })]), mark(),
    one.part === null ? null : el("span", { class: "part", text: partWords(one.part) }));
  const rows = el("ul", { class: "who" }, found.rows.slice(0, FIRST).map(item));
  const rest = found.rows.slice(FIRST);
  const more = rest.length ? button(t("who_more", { n: integer(rest.length) }), (event) => { rows.append(...rest.map(item)); event.target.remove(); }, { class: "more small" }) : null;
  return el("section", { id: "who" }, el("h3", { text: t("who", { role: label(found.label, found.role), n: integer(found.total) }) }),
    found.rows.length ? rows : el("p", { class: "muted", text: t("nobody") }), more);
}

/** What a table says of each segment, actor or link. */
function tableEntries(found, names) {
  if (!found || !found.length) return null;
  const row = ([ids, words]) => el("tr", {}, el("td", {}, ids.map((id, i) => [i ? " → " : null, link(names.get(id) || { id, name: id })]), mark()), el("td", { class: "num", text: words }));
  const body = el("tbody", {}, found.slice(0, FIRST).map(row));
  const rest = found.slice(FIRST);
  const more = rest.length ? button(t("who_more", { n: integer(rest.length) }), (event) => { body.append(...rest.map(row)); event.target.remove(); }, { class: "more small" }) : null;
  return el("section", { id: "entries" }, el("table", { class: "evidence" }, body), more);
}

function amount(key, one) {
  const table = parts(key, one);
  if (table) return el("dl", { class: "big parts" }, table.map(([name, n]) => [el("dt", { text: name }), el("dd", { text: n })]));
  const unit = unitWords(key, one);
  return el("p", { class: isUnknown(one) ? "big unknown" : "big" }, valueWords(key, one), unit ? el("small", { text: ` ${unit}` }) : null);
}

export async function showEvidence(root, s) {
  const known = api.meta.metrics[s.key];
  const core = coreOf(s);
  const body = await api.get(`centers/${scopeOf(s)}/cards`, { evidence: s.key, core });
  const scope = body.scopes[0];
  const one = scope.cards[known.card][s.key];
  const rows = one.evidence.rows;
  const people = one.contributors?.rows || [];
  const inner = entries(s.key, one);
  const names = await api.known([...(inner || []).flatMap(([ids]) => ids), ...rows.flatMap((row) => (row.relation ? [row.relation.source, row.relation.target] : [row.id])), ...people.flatMap((row) => row.ids)]);
  const center = api.meta.centers.find((x) => x.id === scope.id);
  const told = because(s.key, one);
  const course = el("section", { class: "course", id: "series" });
  put(root,
    el("div", { class: "head" }, el("p", { class: "tag" }, label(api.meta.cards[known.card]), center ? mark() : null),
      el("h2", { text: label(known.label, s.key) }),
      el("p", { class: "other", text: [center ? nameOf(center) : t("province"), core ? t("reading_with_hosts") : null].filter(Boolean).join(" · ") }),
      amount(s.key, one)),
    el("p", { text: label(known.sentence) }), told && told !== valueWords(s.key, one) ? el("p", { class: "muted", text: told }) : null,
    known.caveat ? el("p", { class: "caveat" }, el("b", { text: t("caveat") }), ` ${label(known.caveat)}`) : null,
    el("dl", { class: "facts" },
      el("dt", { text: t("formula") }), el("dd", {}, el("code", { text: known.formula })),
      el("dt", { text: t("years") }), el("dd", { text: windowText(one.window) }),
      el("dt", { text: label({ zh: "层", en: "Layer" }) }), el("dd", { text: label(api.meta.layers[one.layer], one.layer) }),
      el("dt", { text: label({ zh: "覆盖", en: "Coverage" }) }), el("dd", { text: `${integer(one.coverage.observed)}/${integer(one.coverage.of)}` }),
      el("dt", { text: t("direction") }), el("dd", { text: t(`direction_${known.direction}`) }),
      one.percentile === null ? null : [el("dt", { text: t("percentile") }), el("dd", { text: fixed(one.percentile, 3) })]),
    tableEntries(inner, names), course, contributors(one.contributors, names),
    el("h3", { class: "withtools" }, t("rows", { n: integer(one.evidence.total) }),
      rows.length ? exportOf(rows, names, `${center ? nameOf(center) : t("province")}-${label(known.label, s.key)}`) : null),
    known.additive && one.value !== null ? el("p", { class: "muted", text: t("additive") }) : null,
    rows.length ? tableOf(rows, names) : el("p", { class: "muted", text: t("no_evidence") }));
  showSeries(course, scopeOf(s), s.key, core);
}
