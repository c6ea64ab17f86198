// The list: what the network shows, for those who read rather than look.
import * as api from "./api.js";
import * as state from "./state.js";
import { button, byId, el, put } from "./dom.js";
import { integer, isEnglish, label, t } from "./i18n.js";
import { tableButton } from "./export.js";
import { filtersOf, symbol } from "./legend.js";
import { flag, link, mark, nameOf, typeLabel } from "./names.js";

const PAGE = 50;
const COLUMNS = ["name", "type", "kind", "region", "degree"];
let kept = { key: "", body: null };

export const counts = () => {
  if (!kept.body) return null;
  const found = {};
  for (const one of kept.body.items) found[one.type] = (found[one.type] || 0) + 1;
  return found;
};

const kindWords = (one) => {
  const known = api.meta.properties[one.type]?.kind;
  const word = known?.vocabulary && api.meta.vocabularies[known.vocabulary]?.[one.kind];
  return word ? label(word) : one.kind || "";
};

const CELLS = { name: nameOf, type: (one) => typeLabel(one.type), kind: kindWords, region: (one) => one.region || "", degree: (one) => one.degree };

function sorted(items, s) {
  const [column, way] = (s.sort || "degree-").match(/^(\w+)(-?)$/)?.slice(1) || ["degree", "-"];
  const cell = CELLS[column] || CELLS.degree;
  const compare = new Intl.Collator(isEnglish() ? "en" : "zh-CN", { numeric: true }).compare;
  const sign = way === "-" ? -1 : 1;
  return {
    column, way: sign < 0 ? "descending" : "ascending",
    items: [...items].sort((a, b) => {
      const [x, y] = [cell(a), cell(b)];
      if (x === "" || y === "") return (x === "") - (y === "") || (a.id < b.id ? -1 : 1); // nothing goes last either way
      return sign * (typeof x === "number" ? x - y : compare(x, y)) || (a.id < b.id ? -1 : 1);
    }),
  };
}

function head(now) {
  return el("thead", {}, el("tr", {}, COLUMNS.map((name) => el("th", { scope: "col", class: `col-${name}`, "aria-sort": now.column === name ? now.way : "none" },
    button(t(name), () => {
      const first = name === "degree" ? "-" : "";
      const same = now.column === name;
      const next = same ? (now.way === "ascending" ? "-" : "") : first;
      state.set({ sort: name + next, page: null }, { replace: true });
    }, { class: "sort", data: { sort: name } })))));
}

const row = (one, selected) => el("tr", { class: one.id === selected ? "chosen" : null, data: { id: one.id } },
  el("th", { scope: "row" }, symbol(one.type), link(one), mark(), flag(one.flagged)),
  el("td", { text: typeLabel(one.type) }), el("td", { text: kindWords(one) }), el("td", { text: one.region || "" }), el("td", { class: "num", text: integer(one.degree) }));

export async function render(s) {
  const filters = { ...filtersOf(s), q: s.q };
  const key = JSON.stringify(filters);
  const root = byId("view-list");
  if (key !== kept.key) {
    if (!root.childElementCount) put(root, el("p", { class: "muted pad", text: t("loading") }));
    const body = filters.type.length ? await api.entities(filters) : { items: [], total: 0, cut: false };
    if (JSON.stringify({ ...filtersOf(state.get()), q: state.get().q }) !== key) return;
    kept = { key, body };
    api.learn(body.items);
  }
  const { items, total, cut } = kept.body;
  const now = sorted(items, s);
  const pages = Math.max(1, Math.ceil(items.length / PAGE));
  const page = Math.min(pages, Math.max(1, Number(s.page) || 1));
  const go = (n) => state.set({ page: n > 1 ? n : null }, { replace: true });
  const focused = document.activeElement?.dataset?.sort || document.activeElement?.id;
  const top = root.querySelector(".tablescroll")?.scrollTop || 0;
  const again = root.dataset.shown === `${key}${now.column}${now.way}${page}`;
  put(root,
    el("div", { class: "listhead" },
      el("label", { for: "list-q", text: t("name_filter") }),
      el("input", { id: "list-q", type: "search", value: s.q || null, on: { change: (event) => state.set({ q: event.target.value.trim(), page: null }) } }),
      el("span", { id: "list-status", role: "status", text: cut ? t("cut", { n: integer(items.length), N: integer(total) }) : t("total", { n: integer(total) }) }),
      tableButton(() => [t("tab_list"), ["id", ...COLUMNS.map((name) => t(name))], now.items.map((one) => [one.id, ...COLUMNS.map((name) => CELLS[name](one))])], { id: "list-export" }),
      el("span", { class: "pager" },
        button(t("previous"), () => go(page - 1), { id: "page-previous", disabled: page <= 1 }),
        t("page", { n: integer(page), N: integer(pages) }),
        button(t("next"), () => go(page + 1), { id: "page-next", disabled: page >= pages }))),
    el("div", { class: "tablescroll", tabindex: 0, role: "region", "aria-label": t("tab_list") },
      items.length ? el("table", { class: "entities" }, head(now), el("tbody", {}, now.items.slice((page - 1) * PAGE, page * PAGE).map((one) => row(one, s.sel))))
        : el("p", { class: "empty", text: t("net_empty") })));
  root.dataset.shown = `${key}${now.column}${now.way}${page}`;
  if (again) root.querySelector(".tablescroll").scrollTop = top;
  if (focused) root.querySelector(`[data-sort="${CSS.escape(focused)}"], #${CSS.escape(focused)}`)?.focus({ preventScroll: true });
}
