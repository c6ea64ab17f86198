// A chain as SVG: lanes, boxes, links. Positions and states come from the server.
import * as api from "./api.js";
import { svg, wrap, toward, FONT } from "./dom.js";
import { isEnglish, label, t } from "./i18n.js";
import { nameOf } from "./names.js";

const STAGE = { 上游: "upstream", 中游: "midstream", 下游: "downstream" };
const TALL = 1.16; // rows stand a little wider than the server places them: two lines of name and a count
const DRAWN = ["", "unknown", "external", "local", "no_maker", "none"]; // the last lies on top

export const stageLabel = (stage) => label(api.meta.vocabularies.segment_stage?.[stage], isEnglish() ? STAGE[stage] || stage : stage);

function patterns() {
  const look = api.meta.segment_status;
  const base = (status) => look[status].background;
  const hatch = (id, status, ...marks) => svg("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
    svg("rect", { width: 8, height: 8, fill: base(status) }), marks);
  const line = (d, status, opacity) => svg("path", { d, stroke: look[status].color, "stroke-width": 1, "stroke-opacity": opacity, fill: "none" });
  const arrow = (id, color) => svg("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto", markerUnits: "userSpaceOnUse" },
    svg("path", { d: "M0 0.8 7.5 4 0 7.2z", fill: color }));
  return svg("defs", {},
    hatch("fill-gap", "gap", line("M-2 2 2 -2M0 8 8 0M6 10 10 6", "gap", 0.22)),
    hatch("fill-weak", "weak", line("M0 4H8", "weak", 0.13)),
    hatch("fill-unverified", "unverified", svg("circle", { cx: 2, cy: 2, r: 0.9, fill: look.unverified.color, "fill-opacity": 0.35 })),
    arrow("tip-local", look.ok.color), arrow("tip-none", look.gap.color), arrow("tip-no_maker", look.gap.color),
    arrow("tip-external", look.weak.color), arrow("tip-unknown", "#6b7686"), arrow("tip-", "#aab3bf"));
}

const color = (status) => {
  const look = api.meta.segment_status;
  return { local: look.ok.color, external: look.weak.color, none: look.gap.color, no_maker: look.gap.color, unknown: "#6b7686" }[status] || "#aab3bf";
};

/** The way of a link: straight across neighboring columns, else half a row above what is between. */
function path(a, b, row) {
  const [x1, y1, x2, y2] = [a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2];
  if (x2 > x1) {
    const bend = Math.min(36, (x2 - x1) / 2);
    if (b.layer - a.layer <= 1) return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
    const y = a.y - row / 2 + a.height / 2 + (b.y > a.y ? row : 0);
    return `M${x1} ${y1}C${x1 + 18} ${y1} ${x1 + 14} ${y} ${x1 + 34} ${y}H${x2 - 34}C${x2 - 14} ${y} ${x2 - 18} ${y2} ${x2} ${y2}`;
  }
  // Backwards, or in one column: around the right side.
  const out = Math.max(x1, b.x + b.width) + 16;
  return `M${x1} ${y1}C${out} ${y1} ${out} ${y2} ${b.x + b.width + 2} ${y2}`;
}

export const linkLabel = (status) => label(api.meta.link_status[status], t("not_counted"));

function drawLink(link, nodes, row) {
  const [a, b] = [nodes.get(link.source), nodes.get(link.target)];
  if (!a || !b) return null;
  const status = link.counted ? link.status : "";
  return svg("path", { class: `link ${status ? `link-${status}` : "link-shown"}`, d: path(a, b, row), stroke: color(status), "marker-end": `url(#tip-${status})`,
    "data-source": link.source, "data-target": link.target, "data-status": status },
  svg("title", {}, `${nameOf(a)} → ${nameOf(b)}：${linkLabel(link.status)}${link.flagged ? " ⚑" : ""}`));
}

export function stateWords(node) {
  if (node.status === "shown") return `${label(api.meta.vocabularies.segment_kind?.[node.kind], node.kind)}（${t("not_counted")}）`;
  const own = node.labels.map((one) => label(api.meta.gap_labels[one], one));
  if (node.status === "ok") own.unshift(label(api.meta.segment_status.ok)); // a victim of others is covered itself
  return own.join(isEnglish() ? ", " : "、");
}

function drawBox(node, selected, open) {
  const look = api.meta.segment_status[node.status] || { color: "#5b6776", background: "#fff", sign: "" };
  const shown = node.status === "shown";
  const name = nameOf(node);
  const font = `600 12px ${FONT}`;
  const room = node.width - 12 - (look.sign ? 18 : 0);
  const lines = wrap(name, room, 2, font);
  const small = shown ? label(api.meta.vocabularies.segment_kind?.[node.kind], node.kind)
    : t("box_counts", { m: node.makers.local + node.makers.external + node.makers.unknown, r: node.researchers });
  const top = lines.length === 1 ? 20 : 16;
  return svg("g", {
    class: `box status-${node.status}${selected ? " selected" : ""}`, transform: `translate(${node.x} ${node.y})`, role: "button", tabindex: selected ? 0 : -1,
    "data-id": node.id, "data-status": node.status, "aria-pressed": String(selected),
    on: { click: () => open(node.id) },
  },
  svg("title", {}, [name, stateWords(node), shown ? null : t("makers_line", node.makers), api.meta.invented ? t("invented") : null].filter(Boolean).join("\n")),
  svg("g", { "aria-hidden": "true" },
    svg("rect", { class: "shape", width: node.width, height: node.height, rx: shown ? 2 : 6,
      fill: ["gap", "weak", "unverified"].includes(node.status) ? `url(#fill-${node.status})` : look.background, stroke: look.color }),
    look.sign ? svg("text", { class: "sign", x: 8, y: top, fill: look.color }, look.sign) : null,
    lines.map((text, i) => svg("text", { class: "boxname", x: look.sign ? 25 : 8, y: top + i * 14.5, fill: shown ? "#4d5866" : "#1d2733" }, text)),
    svg("text", { class: "boxsmall", x: look.sign ? 25 : 8, y: lines.length === 1 ? node.height - 13 : node.height - 7, fill: "#4d5866" }, wrap(small, room, 1, `10.5px ${FONT}`)[0]),
    api.meta.invented ? svg("text", { class: "boxinvented", x: node.width - (node.flagged ? 20 : 7), y: node.height - 4, "text-anchor": "end" }, t("invented_short")) : null,
    node.flagged ? svg("text", { class: "flag", x: node.width - 15, y: node.height - 7 }, "⚑") : null,
    node.chokepoint.says_a_source ? svg("circle", { class: "choke", cx: node.width - 8, cy: 8, r: 4 }, svg("title", {}, t("choke"))) : null));
}

/** The whole picture; `open` is called with the id of a box. */
export function drawChain(body, selected, open) {
  const placed = body.nodes.map((one) => ({ ...one, y: one.y * TALL, height: one.height * TALL }));
  const nodes = new Map(placed.map((one) => [one.id, one]));
  const tall = body.height * TALL;
  const row = Math.min(...placed.map((one) => one.height)) + 16 * TALL;
  const links = [...body.links].sort((a, b) => DRAWN.indexOf(a.counted ? a.status : "") - DRAWN.indexOf(b.counted ? b.status : ""));
  const first = placed.find((one) => one.id === selected) || placed[0];
  const width = Math.max(...body.lanes.map((one) => one.x1), ...placed.map((one) => one.x + one.width)) + 14;
  const picture = svg("svg", { class: "chainsvg", viewBox: `0 0 ${width} ${tall}`, width, height: tall, role: "group", "aria-label": `${t("chain")} ${nameOf(body)}` },
    patterns(),
    body.lanes.map((lane) => [
      svg("rect", { class: "lane", x: lane.x0, y: 6, width: lane.x1 - lane.x0, height: tall - 8, rx: 8 }),
      svg("text", { class: "lanehead", x: (lane.x0 + lane.x1) / 2, y: 30, "text-anchor": "middle" }, stageLabel(lane.stage)),
    ]),
    svg("g", { class: "links" }, links.map((one) => drawLink(one, nodes, row))),
    placed.map((one) => drawBox(one, one.id === selected, open)));
  if (first) picture.querySelector(`[data-id="${CSS.escape(first.id)}"]`)?.setAttribute("tabindex", "0");
  picture.addEventListener("keydown", (event) => onKey(event, placed, picture, open));
  return picture;
}

function onKey(event, nodes, picture, open) {
  const here = nodes.find((one) => one.id === event.target.dataset.id);
  if (!here) return;
  if (event.key === "Enter" || event.key === " ") open(here.id);
  else if (event.key.startsWith("Arrow")) {
    const to = toward(nodes.filter((one) => one !== here), here, event.key);
    if (to) {
      event.target.setAttribute("tabindex", "-1");
      const box = picture.querySelector(`[data-id="${CSS.escape(to.id)}"]`);
      box.setAttribute("tabindex", "0");
      box.focus();
    }
  } else return;
  event.preventDefault();
}
