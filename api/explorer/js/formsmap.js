// The map of forms: core tie share against coreless connectivity. The server says where all lies.
import * as api from "./api.js";
import * as state from "./state.js";
import { el, svg } from "./dom.js";
import { label, t } from "./i18n.js";
import { mark, nameOf } from "./names.js";
import { briefReason, number } from "./quantity.js";
import { windowText } from "./values.js";

const FILLS = { mesh: "#f3f6f9", target: "#e6f2ec", fragmented: "#fafafa", star: "#fbf3e6" };
const [LEFT, TOP, RIGHT, BOTTOM] = [66, 14, 16, 52];
const PROVINCE = "province";
const sign = (core) => (core === "with_hosts" ? "◇" : "○");

function nameFor(one) {
  if (one.id === PROVINCE) return t("province");
  return nameOf(api.meta.centers.find((center) => center.id === one.id) || one);
}

const leads = (id, core) => ({ center: id, core: core === "with_hosts" ? core : null, show: null, key: null, sel: null });
const goes = (changes) => ({ href: state.hashOf(changes), on: { click: (event) => { event.preventDefault(); state.set(changes); } } });

/** Everything about one scope is lit together. */
function light(node, id, on) {
  for (const one of node.closest(".formsmap").querySelectorAll(`[data-scope="${CSS.escape(id)}"]`)) one.classList.toggle("lit", on);
}

const lights = (id) => Object.fromEntries([["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]]
  .map(([event, on]) => [event, (e) => light(e.currentTarget, id, on)]));

function words(point) {
  const one = (axis) => (axis.value !== null ? number(axis.value) : `${number(axis.recorded)}（${t("map_recorded")}）`);
  return `${nameFor(point)} · ${t(`reading_${point.core}`)} · ${one(point.x)}, ${one(point.y)}`;
}

function spot(point) {
  const { x, y, sure } = point.at;
  const link = goes(leads(point.id, point.core));
  const shape = point.core === "with_hosts" ? svg("path", { d: `M${x} ${y - 7}l7 7l-7 7l-7 -7z` }) : svg("circle", { cx: x, cy: y, r: 6 });
  return svg("a", {
    ...link, on: { ...link.on, ...lights(point.id) }, class: `spot${sure ? "" : " hollow"}${point.id === PROVINCE ? " province" : ""}`, "aria-label": words(point), data: { scope: point.id, core: point.core },
  }, svg("title", { text: words(point) }), shape);
}

function moves(points) {
  const found = new Map();
  for (const one of points) found.set(one.id, [...(found.get(one.id) || []), one.at]);
  return [...found].filter(([, ends]) => ends.length === 2)
    .map(([id, [a, b]]) => svg("line", { class: "move", x1: a.x, y1: a.y, x2: b.x, y2: b.y, data: { scope: id } }));
}

function picture(body) {
  const { side, fields, labels } = body.layout;
  const placed = body.points.filter((one) => one.at);
  const axis = (key) => label(body.axes[key]);
  return svg("svg", { class: "forms", role: "group", "aria-label": t("map_title"), viewBox: `0 0 ${LEFT + side + RIGHT} ${TOP + side + BOTTOM}` },
    svg("g", { transform: `translate(${LEFT} ${TOP})` },
      fields.map((one) => svg("rect", { x: one.x, y: one.y, width: one.width, height: one.height, fill: FILLS[one.form] })),
      fields.map((one) => svg("text", { class: "field", x: one.text_x, y: one.text_y, "text-anchor": one.anchor, text: label(body.forms[one.form]) })),
      svg("rect", { class: "frame", width: side, height: side }),
      [0, 0.25, 0.5, 0.75, 1].map((n) => [
        svg("text", { x: side * n, y: side + 18, "text-anchor": "middle", text: n }),
        svg("text", { x: -8, y: side * (1 - n) + 4, "text-anchor": "end", text: n })]),
      svg("text", { class: "axis", x: side / 2, y: side + 42, "text-anchor": "middle", text: `${axis("x_label")} →` }),
      svg("text", { class: "axis", transform: `translate(-46 ${side / 2}) rotate(-90)`, "text-anchor": "middle", text: `${axis("y_label")} →` }),
      moves(placed),
      labels.filter((one) => one.line).map(({ line: [x1, y1, x2, y2] }) => svg("line", { class: "leader", x1, y1, x2, y2 })),
      placed.map(spot),
      labels.map((one) => svg("text", { class: "digits", x: one.x, y: one.y, "text-anchor": "middle", text: one.number, data: { scope: one.id } }))));
}

function listed(body) {
  const ids = [...new Set(body.points.filter((one) => one.at).map((one) => one.id))].sort((a, b) => body.layout.numbers[a] - body.layout.numbers[b]);
  return el("ol", { class: "onmap" }, ids.map((id) => {
    const points = body.points.filter((one) => one.id === id && one.at);
    const link = goes(leads(id, state.get().core));
    return el("li", { data: { scope: id }, on: lights(id) }, el("span", { class: "n", text: body.layout.numbers[id] }),
      el("span", {}, el("a", { ...link, on: { ...link.on, ...lights(id) }, text: nameFor(points[0]) }), id === PROVINCE ? null : mark(),
        el("small", { text: points.map((one) => `${sign(one.core)} ${one.form ? label(body.forms[one.form]) : t("map_recorded")}`).join("　") })));
  }));
}

const missing = (body) => (body.missing.length ? [el("h3", { text: t("map_off") }), el("ul", { class: "offmap" }, body.missing.map((one) => el("li", { data: { off: one.id } },
  el("span", { class: "n", text: one.cores.map(sign).join("") }),
  el("span", {}, el("a", { ...goes(leads(one.id, one.cores.length === 1 ? one.cores[0] : null)), text: nameFor(one) }), one.id === PROVINCE ? null : mark(),
    el("small", { text: briefReason(one) })))))] : null);

/** The map with its list. */
export async function formsMap() {
  const body = await api.get("map");
  const placed = body.points.some((one) => one.at);
  return [
    el("div", { class: "cardshead" }, el("h2", {}, t("map_title"), mark()), el("p", { class: "muted", text: `${t("window")} ${windowText(body.window)} · ${t("map_note")}` })),
    el("div", { class: "formsmap" }, picture(body),
      el("div", { class: "formslist" }, el("h3", { text: t("map_on") }), placed ? listed(body) : el("p", { class: "muted", text: t("map_empty") }), missing(body))),
  ];
}
