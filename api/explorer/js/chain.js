// Gaps of a chain: the picture, the counts in words, and the three lists.
import * as api from "./api.js";
import * as state from "./state.js";
import { button, byId, el, put } from "./dom.js";
import { decimal, integer, label, list, t } from "./i18n.js";
import { saveDrawing, tableButton } from "./export.js";
import { drawChain } from "./chainsvg.js";
import { mark, nameOf } from "./names.js";
import { place } from "./sources.js";

const LISTS = ["breaks", "exposures", "to_verify"];
const FIRST = 8;
let drawn = "";
let present = null;

/** The chain on show and one of its segments, for the panel. */
export const segmentOf = (id) => present?.nodes.find((one) => one.id === id) || null;

/** The chain that the state means: the one named, else the one with most to say. */
function chosen(s, items) {
  const named = items.find((one) => one.id === s.chain);
  if (named) return named;
  const own = items.find((one) => one.centers.includes(s.center));
  if (own) return own;
  const weight = (one) => one.totals.breaks * 1000 + one.segments.linked;
  return [...items].sort((a, b) => weight(b) - weight(a))[0];
}

export async function bodyOf(s) {
  const { items } = await api.get("chains");
  if (!items.length) return { items, body: null };
  let id = chosen(s, items).id;
  if (!s.chain && s.sel && s.sel.startsWith("seg:")) id = await chainOf(s.sel, id);
  return { items, body: await api.get(`chains/${id}`) };
}

async function chainOf(segment, otherwise) {
  try {
    const body = await api.get(`entities/${segment}`);
    return body.facts.find((one) => one.property === "chain")?.value || otherwise;
  } catch {
    return otherwise;
  }
}

const choices = (items, id) => el("select", { id: "chain-select", on: { change: (event) => state.set({ chain: event.target.value, sel: null }) } },
  items.map((one) => el("option", { value: one.id, selected: one.id === id,
    text: t("chain_option", { name: nameOf(one), parts: list(LISTS.map((name) => t(`${name}_short`, { n: one.totals[name] }))) }) })));

/** Counts in words; nodes carry several labels, each is counted. */
function countLine(body, gaps) {
  const found = {};
  for (const labels of Object.values(gaps.labels)) for (const one of labels) found[one] = (found[one] || 0) + 1;
  const order = Object.keys(api.meta.gap_labels).filter((one) => found[one]);
  const parts = order.map((one) => `${label(api.meta.gap_labels[one])} ${found[one]}`);
  return t("chain_line", { n: integer(gaps.segments.counted), parts: list([...parts, t("linked_of", { n: integer(gaps.segments.linked) })]) });
}

function linkLine(gaps) {
  const total = Object.values(gaps.links).reduce((a, b) => a + b, 0);
  return t("chain_links", { n: integer(total), parts: list(Object.entries(gaps.links).map(([one, n]) => `${label(api.meta.link_status[one], one)} ${n}`)) });
}

/** What a sign stands for: the labels that share it. */
function meaning(name, look) {
  const own = Object.values(api.meta.gap_labels).filter((one) => one.status === name).map((one) => label(one));
  return own.length ? own.join(" / ") : name === "shown" ? `${label(look)}${t("shown_kinds")}` : label(look);
}

function key() {
  const look = api.meta.segment_status;
  return el("div", { class: "key" },
    Object.entries(look).map(([name, one]) => el("span", { class: `swatch status-${name}` },
      el("i", { style: { color: one.color, "background-color": one.background, "border-color": one.color }, text: one.sign }), meaning(name, one))),
    el("span", { class: "swatch" }, el("b", { class: "dot" }), t("choke")),
    ["local", "external", "unknown", "none", "no_maker"].map((one) => el("span", { class: "swatch" }, el("b", { class: `line line-${one}` }), label(api.meta.link_status[one]))),
    button("", () => fit(!document.querySelector(".chainsvg").classList.contains("fitted")), { id: "chain-fit", class: "small" }));
}

function gapRow(gap, name) {
  const amount = name === "breaks" ? t("at_risk", { n: decimal(gap.design_value_at_risk) }) : name === "exposures" ? t("exposure", { n: decimal(gap.exposure) }) : null;
  const said = gap.chokepoint.says_a_source ? t("choke") + (gap.chokepoint.reported_broken ? list(["", t("choke_solved")]) : "") : null;
  const places = [...new Set(gap.evidence.map((one) => `${place(one)}${one.flagged ? " ⚑" : ""}`))];
  const status = api.meta.gap_labels[gap.label]?.status;
  return el("li", { data: { id: gap.segment } },
    button("", () => state.set({ sel: gap.segment }), { class: "gap" }).appendChild(
      el("span", {}, el("strong", { text: nameOf({ ...gap, id: gap.segment }) }), mark(), gap.flags.length ? el("span", { class: "flag", text: " ⚑" }) : null)).parentNode,
    gap.labels.map((one) => el("span", { class: `chip status-${api.meta.gap_labels[one]?.status || status}`, text: label(api.meta.gap_labels[one], one) })),
    el("div", { class: "muted" }, [amount, t("downstream", { n: gap.descendants }), said].filter(Boolean).join(" · ")),
    el("code", { class: "muted", text: places.slice(0, 2).join(", ") + (places.length > 2 ? ` +${places.length - 2}` : "") }));
}

function gapList(gaps, name) {
  const found = gaps[name];
  const body = el("ul", { class: "gaps" }, found.slice(0, FIRST).map((one) => gapRow(one, name)));
  const rest = found.slice(FIRST);
  const more = rest.length ? button(t("more", { n: rest.length }), () => { body.append(...rest.map((one) => gapRow(one, name))); more.remove(); }, { class: "more" }) : null;
  return el("section", { class: "gaplist", data: { list: name } },
    el("h3", {}, t(name), el("span", { class: "count", text: ` ${integer(gaps.totals[name])}` })),
    found.length ? body : el("p", { class: "muted", text: t(name === "breaks" && gaps.totals.to_verify === 0 ? "no_break" : `${name}_empty`) }), more);
}

function gapRows(gaps) {
  return LISTS.flatMap((name) => gaps[name].map((gap) => [
    t(name), gap.segment, nameOf({ ...gap, id: gap.segment }), gap.labels.map((one) => label(api.meta.gap_labels[one], one)).join("、"),
    gap.design_value_at_risk ?? gap.exposure ?? "", gap.descendants,
    [gap.chokepoint.says_a_source ? t("choke") : null, gap.chokepoint.reported_broken ? t("choke_solved") : null].filter(Boolean).join("、"),
    [...new Set(gap.evidence.map(place))].join("; "),
  ]));
}

const exports = (body, gaps) => [
  tableButton(() => [`${nameOf(body)}-${t("tab_chain")}`, [t("list"), "id", t("segment"), t("labels"), t("value"), t("downstream_count"), t("choke"), t("evidence_rows")], gapRows(gaps)], { id: "chain-export" }),
  button(t("export_svg"), () => saveDrawing(document.querySelector(".chainsvg"), nameOf(body)), { class: "small", id: "chain-svg" }),
];

export async function render(s) {
  const { items, body } = await bodyOf(s);
  const now = state.get();
  if (now.chain !== s.chain || now.lang !== s.lang) return; // overtaken
  const root = byId("view-chain");
  if (!body) {
    put(root, el("p", { class: "empty", text: t("no_chain") }));
    return;
  }
  present = body;
  const wanted = `${body.id} ${body.digest} ${s.lang}`;
  const gaps = body.gaps.chains ? body.gaps.chains[0] : body.gaps;
  const open = (id) => state.set({ sel: id, chain: body.id });
  if (wanted === drawn) {
    for (const box of root.querySelectorAll(".box")) {
      const on = box.dataset.id === s.sel;
      box.classList.toggle("selected", on);
      box.setAttribute("aria-pressed", String(on));
    }
  } else {
    put(root,
      el("div", { class: "chainhead" },
        el("p", {}, el("label", { for: "chain-select", text: `${t("chain")} ` }), choices(items, body.id), mark(), el("span", { class: "exports" }, exports(body, gaps))),
        el("p", { class: "counts", id: "chain-counts", text: countLine(body, gaps) }),
        el("p", { class: "muted", text: `${linkLine(gaps)}${label({ zh: "。", en: ". " })}${t("assumption")}` }),
        gaps.cycle && gaps.cycle.length ? el("p", { class: "warn", text: t("cycle") + gaps.cycle.join(" → ") }) : null,
        key()),
      el("div", { class: "chainscroll", tabindex: 0, role: "region", "aria-label": nameOf(body) }, drawChain(body, s.sel, open)),
      el("div", { class: "gaplists" }, LISTS.map((name) => gapList(gaps, name))));
    drawn = wanted;
    const frame = root.querySelector(".chainscroll");
    const ratio = frame.clientWidth / root.querySelector(".chainsvg").viewBox.baseVal.width;
    fit(ratio >= 0.9 && ratio < 1);
    byId("chain-fit").hidden = ratio >= 1;
  }
  const picture = root.querySelector(".chainsvg");
  for (const one of picture.querySelectorAll(".link")) one.classList.toggle("lit", Boolean(s.sel) && (one.dataset.source === s.sel || one.dataset.target === s.sel));
  const box = s.sel && picture.querySelector(".box.selected");
  if (box) show(root.querySelector(".chainscroll"), box);
}

function fit(on) {
  const picture = document.querySelector(".chainsvg");
  picture.classList.toggle("fitted", on);
  byId("chain-fit").textContent = t(on ? "real_size" : "fit_width");
}

/** Scroll a box into sight, inside the picture only. */
function show(frame, box) {
  const [a, b] = [frame.getBoundingClientRect(), box.getBoundingClientRect()];
  if (b.left < a.left || b.right > a.right) frame.scrollLeft += b.left - a.left - a.width / 2;
  if (b.top < a.top || b.bottom > a.bottom) frame.scrollTop += b.top - a.top - a.height / 2;
}
