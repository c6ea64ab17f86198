// The right panel for a value: formula, and every row it came from, as the command line prints them.
import * as api from "./api.js";
import { el, put } from "./dom.js";
import { tableButton } from "./export.js";
import { fixed, integer, label, t } from "./i18n.js";
import { because, scopeOf, valueWords } from "./center.js";
import { symbol } from "./legend.js";
import { flag, link, mark, nameOf } from "./names.js";
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

export async function showEvidence(root, s) {
  const known = api.meta.metrics[s.key];
  const body = await api.get(`centers/${scopeOf(s)}/cards`, { evidence: s.key });
  const scope = body.scopes[0];
  const one = scope.cards[known.card][s.key];
  const rows = one.evidence.rows;
  const names = await api.known(rows.flatMap((row) => (row.relation ? [row.relation.source, row.relation.target] : [row.id])));
  const center = api.meta.centers.find((x) => x.id === scope.id);
  const told = because(one);
  put(root,
    el("div", { class: "head" }, el("p", { class: "tag" }, label(api.meta.cards[known.card]), center ? mark() : null),
      el("h2", { text: label(known.label, s.key) }),
      el("p", { class: "other", text: center ? nameOf(center) : t("province") }),
      el("p", { class: one.value === null && one.low === null ? "big unknown" : "big", text: valueWords(one) })),
    el("p", { text: label(known.sentence) }), told && told !== valueWords(one) ? el("p", { class: "muted", text: told }) : null,
    el("dl", { class: "facts" },
      el("dt", { text: t("formula") }), el("dd", {}, el("code", { text: known.formula })),
      el("dt", { text: t("years") }), el("dd", { text: windowText(one.window) }),
      el("dt", { text: label({ zh: "层", en: "Layer" }) }), el("dd", { text: label(api.meta.layers[one.layer], one.layer) }),
      el("dt", { text: label({ zh: "覆盖", en: "Coverage" }) }), el("dd", { text: `${integer(one.coverage.observed)}/${integer(one.coverage.of)}` })),
    el("h3", { class: "withtools" }, t("rows", { n: integer(one.evidence.total) }),
      rows.length ? exportOf(rows, names, `${center ? nameOf(center) : t("province")}-${label(known.label, s.key)}`) : null),
    known.additive && one.value !== null ? el("p", { class: "muted", text: t("additive") }) : null,
    rows.length ? tableOf(rows, names) : el("p", { class: "muted", text: t("no_evidence") }));
}
