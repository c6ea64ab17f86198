// The right panel for an entity: what is known of it, each fact with its source.
import * as api from "./api.js";
import * as state from "./state.js";
import { button, el, put } from "./dom.js";
import { isEnglish, label, list, t } from "./i18n.js";
import { symbol } from "./legend.js";
import { flag, link, mark, nameOf, typeLabel } from "./names.js";
import { flagWords, place, sourceLine, sourceList } from "./sources.js";
import { valueText } from "./values.js";

const FIRST = 40;
const STATES = { planned: 1, talks: 1, event_only: 1 };

function copyButton(id) {
  const made = button(t("copy"), async () => {
    try {
      await navigator.clipboard.writeText(id);
    } catch { // without a secure context there is no clipboard: select it instead
      const range = document.createRange();
      range.selectNodeContents(made.previousSibling);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    made.textContent = t("copied");
    setTimeout(() => { made.textContent = t("copy"); }, 1500);
  }, { class: "small" });
  return made;
}

/** Name, type, id and the ways to other views. */
export function head(body) {
  const english = body.name_en || (body.facts || []).find((one) => one.property === "name_en")?.value;
  const chain = body.type === "Chain" ? body.id : (body.facts || []).find((one) => one.property === "chain")?.value;
  const v = state.get().v;
  const other = isEnglish() ? body.name : english;
  const shown = { id: body.id, name: body.name, name_en: english };
  return el("div", { class: "head" },
    el("p", { class: "tag" }, symbol(body.type), typeLabel(body.type), mark()),
    el("h2", { text: nameOf(shown) }),
    other && other !== nameOf(shown) ? el("p", { class: "other", text: other }) : null,
    el("p", { class: "id" }, el("code", { text: body.id }), copyButton(body.id)),
    el("p", { class: "ways" },
      v !== "net" ? button(t("open_net"), () => state.set({ v: "net", sel: body.id, key: null }), { class: "small" }) : null,
      body.type === "Center" ? button(t("open_center"), () => state.set({ v: "center", center: body.id, sel: null, key: null, show: null, compare: null }), { class: "small" }) : null,
      chain && v !== "chain" ? button(t("open_chain"), () => state.set({ v: "chain", chain, sel: body.type === "Chain" ? null : body.id }), { class: "small" }) : null));
}

function flags(found) {
  if (!found.length) return null;
  return el("ul", { class: "flags", "aria-label": t("flags") }, found.map((one) => el("li", {}, el("span", { class: "flag", text: "⚑ ", "aria-hidden": "true" }), flagWords(one))));
}

function factRow(fact, known, names) {
  const references = known.type === "reference" ? [fact.value].flat() : null;
  const text = valueText(fact.value, known);
  const shown = references ? references.map((id) => link(names.get(id) || { id, name: id })) : text;
  // The original is worth a word only where reading it changed it.
  const plain = fact.original && fact.original !== text && fact.original !== String(fact.value) && typeof fact.value !== "boolean"
    && !/^[\d.,]+$/.test(fact.original) && !fact.value?.name;
  return [
    el("dt", { text: label(known.label, fact.property) }),
    el("dd", {}, shown, known.unit && !["CNY", "rank", "item", "as given", "weight"].includes(known.unit) ? ` ${known.unit}` : null,
      plain ? el("small", { text: ` ${t("original", { text: fact.original })}` }) : null),
  ];
}

async function facts(body) {
  const table = api.meta.properties[body.type] || {};
  const order = Object.keys(table);
  const shown = body.facts.filter((one) => one.property !== "name" || body.facts.filter((x) => x.property === "name").length > 1);
  shown.sort((a, b) => order.indexOf(a.property) - order.indexOf(b.property));
  const wanted = shown.filter((one) => table[one.property]?.type === "reference").flatMap((one) => one.value);
  const names = await api.known(wanted);
  const groups = new Map(); // facts that share their sources stand together, the sources once
  for (const one of shown.length ? shown : body.facts.slice(0, 1)) {
    const key = JSON.stringify(one.sources);
    groups.set(key, [...(groups.get(key) || []), one]);
  }
  return el("section", {}, el("h3", { text: t("facts") }),
    shown.length ? null : el("p", { class: "muted", text: t("no_facts") }),
    [...groups.values()].map((found) => el("div", { class: "factgroup" },
      shown.length ? el("dl", {}, found.map((one) => factRow(one, table[one.property] || {}, names))) : null,
      sourceList(found[0].sources))));
}

function relationRow(one) {
  const known = api.meta.relation_types[one.type] || { directed: true };
  const told = api.meta.qualifiers[one.type] || {};
  const way = known.directed === false ? "↔" : one.direction === "out" ? "→" : "←";
  const { start, end, status, ...rest } = one.properties;
  const years = [start, end].map((x) => (x ? valueText(x) : "")).filter(Boolean).join("–");
  const others = Object.entries(rest).filter(([name, value]) => name !== "inferred" && value !== null && value !== "" && name !== "event");
  return el("li", {},
    el("div", {}, el("span", { class: "way", text: way, "aria-hidden": "true" }), " ", link(one.other), mark(), flag(one.flags.length),
      el("span", { class: "muted", text: ` ${[typeLabel(one.other.type), years].filter(Boolean).join(" · ")}` }),
      status && status !== "done" ? el("span", { class: STATES[status] ? "state open" : "state", text: valueText(status, told.status) }) : null),
    others.length ? el("div", { class: "muted", text: list(others.map(([name, value]) => `${label(told[name]?.label, name)} ${valueText(value, told[name])}`)) }) : null,
    one.flags.map((x) => el("div", { class: "flagline", text: `⚑ ${flagWords(x)}` })),
    one.sources.length ? el("details", { class: "sources" }, el("summary", { text: `${t("source")} ${place(one.sources[0])}${one.sources.length > 1 ? ` +${one.sources.length - 1}` : ""}` }),
      el("ol", {}, one.sources.map((x) => el("li", {}, sourceLine(x))))) : null);
}

function relations(body) {
  const groups = new Map();
  const order = Object.keys(api.meta.relation_types);
  const sorted = [...body.relations].sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type) || (a.direction < b.direction ? 1 : -1));
  const root = el("section", {}, el("h3", { text: t("relations", { n: sorted.length }) }));
  const counted = {};
  for (const one of sorted) counted[one.type] = (counted[one.type] || 0) + 1;
  const add = (found) => {
    for (const one of found) {
      if (!groups.has(one.type)) {
        const made = el("ul", { class: "relations" });
        groups.set(one.type, made);
        root.append(el("h4", {}, label(api.meta.relation_types[one.type]?.label, one.type), el("span", { class: "count", text: ` ${counted[one.type]}` })), made);
      }
      groups.get(one.type).append(relationRow(one));
    }
  };
  add(sorted.slice(0, FIRST));
  if (sorted.length > FIRST) {
    const more = button(t("more", { n: sorted.length - FIRST }), () => { more.remove(); add(sorted.slice(FIRST)); }, { class: "more" });
    root.append(more);
  }
  if (!sorted.length) root.append(el("p", { class: "muted", text: t("no_relations") }));
  return root;
}

function complete(body) {
  if (!body.complete.length) return null;
  const years = (one) => [one.start, one.end].filter(Boolean).map((x) => valueText(x)).join("–");
  return el("p", { class: "muted" }, `${t("complete")} `, list(body.complete.map((one) =>
    `${label(api.meta.relation_types[one.relation]?.label, one.relation)} ${years(one)}`)));
}

/** Everything below the head. */
export async function details(body) {
  return [
    flags(body.flags),
    body.merged_from.length ? el("p", { class: "muted", text: `${t("merged")} ${body.merged_from.join("、")}` }) : null,
    await facts(body), complete(body), relations(body),
  ];
}

export async function showEntity(root, id) {
  const body = await api.get(`entities/${id}`);
  api.learn(body.relations.map((one) => one.other));
  put(root, head(body), await details(body));
}
