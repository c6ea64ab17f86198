// Search as an ARIA combobox: the input keeps the focus, the list box is walked with the arrows.
import * as api from "./api.js";
import * as state from "./state.js";
import { byId, el, put } from "./dom.js";
import { integer, t } from "./i18n.js";
import { symbol } from "./legend.js";
import { mark, nameOf, typeLabel } from "./names.js";

const HITS = 12;
let hits = [];
let active = -1;
let timer = 0;
let asked = 0;

const fold = (text) => text.normalize("NFKC").toLowerCase();

/** A text with the place that was searched for marked. */
export function marked(text, wanted) {
  const at = fold(text).indexOf(fold(wanted));
  // NFKC may change the length of a text; then nothing is marked rather than the wrong place.
  if (at < 0 || !wanted || fold(text).length !== text.length) return [text];
  return [text.slice(0, at), el("mark", { text: text.slice(at, at + wanted.length) }), text.slice(at + wanted.length)];
}

function close() {
  const input = byId("search");
  byId("hits").hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  active = -1;
}

function choose(hit) {
  const input = byId("search");
  input.value = "";
  close();
  const s = state.get();
  state.set({ sel: hit.id, key: null, ...(s.v === "center" && hit.type === "Center" ? { center: hit.id, sel: null } : {}) });
}

function point(i) {
  active = (i + hits.length) % hits.length;
  [...byId("hits").querySelectorAll("[role=option]")].forEach((one, k) => {
    one.setAttribute("aria-selected", String(k === active));
    if (k === active) one.scrollIntoView({ block: "nearest" });
  });
  byId("search").setAttribute("aria-activedescendant", `hit-${active}`);
}

function row(hit, i, wanted) {
  const name = nameOf(hit);
  const other = hit.matched && hit.matched.text !== name ? hit.matched.text : null;
  return el("div", { role: "option", id: `hit-${i}`, "aria-selected": "false", data: { id: hit.id },
    on: { mousedown: (event) => { event.preventDefault(); choose(hit); }, mousemove: () => active !== i && point(i) } },
  symbol(hit.type), el("span", { class: "grow" }, el("span", { class: "name" }, marked(name, wanted)), other ? el("small", {}, " ", marked(other, wanted)) : null),
  mark(), el("span", { class: "muted", text: typeLabel(hit.type) }));
}

async function ask() {
  const wanted = byId("search").value.trim();
  asked += 1;
  const mine = asked;
  if (!wanted) return close();
  let body;
  try {
    body = await api.get("search", { q: wanted, limit: HITS });
  } catch (error) {
    body = { hits: [], total: 0, message: t("load_error", { id: error.requestId }) };
  }
  if (mine !== asked || document.activeElement !== byId("search")) return undefined;
  hits = body.hits;
  const note = body.total === 0 ? body.message || t("search_none")
    : body.total > hits.length ? t("search_more", { n: integer(body.total), k: hits.length }) : null;
  put(byId("hits"), hits.map((hit, i) => row(hit, i, wanted)), note ? el("p", { class: "note", role: "presentation", text: note }) : null);
  byId("hits").hidden = false;
  byId("search").setAttribute("aria-expanded", String(hits.length > 0));
  byId("announce").textContent = body.total ? t("search_count", { n: integer(body.total) }) : t("search_none");
  active = -1;
  if (hits.length) point(0);
  return undefined;
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229) return; // an input method is at work
  const open = !byId("hits").hidden && hits.length;
  if (event.key === "ArrowDown" && !open) ask();
  else if (event.key === "ArrowDown") point(active + 1);
  else if (event.key === "ArrowUp" && open) point(active - 1);
  else if (event.key === "Enter" && open) choose(hits[Math.max(active, 0)]);
  else if (event.key === "Escape" && !byId("hits").hidden) close();
  else if (event.key === "Escape") byId("search").value = "";
  else return;
  event.preventDefault();
  event.stopPropagation();
}

export function start() {
  const input = byId("search");
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, 140); };
  input.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  input.addEventListener("compositionend", later);
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
  input.addEventListener("focus", () => { if (input.value.trim()) later(); });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName || "");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
}
