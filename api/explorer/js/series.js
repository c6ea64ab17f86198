// A value window by window: a line with gaps where there is none, hatched where there are only bounds.
import * as api from "./api.js";
import { button, el, put, svg } from "./dom.js";
import { list, t } from "./i18n.js";
import { because, number, valueBrief, valueWords } from "./quantity.js";
import { windowText } from "./values.js";

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [400, 104, 40, 14, 10, 22];

function scaleOf(key, found) {
  const [least, most] = api.meta.metrics[key].range;
  if (least !== null && most !== null && most - least <= 2) return [least, most];
  const all = found.flatMap(({ one }) => [one.value, one.low, one.high]).filter((x) => x !== null);
  const top = Math.max(...all);
  return [Math.min(0, ...all), top > 0 ? top : 1];
}

function picture(key, found) {
  const [least, most] = scaleOf(key, found);
  const x = (i) => LEFT + (WIDTH - LEFT - RIGHT) * (found.length > 1 ? i / (found.length - 1) : 0.5);
  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - least) / (most - least));
  const { unit } = api.meta.metrics[key];
  let path = "";
  found.forEach(({ one }, i) => { if (one.value !== null) path += `${i && found[i - 1].one.value !== null ? "L" : "M"}${x(i)} ${y(one.value)}`; });
  const tip = ({ window, one }) => `${windowText(window)}: ${valueWords(key, one)}`;
  const ends = [least, most].map((value) => [svg("line", { class: "grid", x1: LEFT - 4, x2: WIDTH - RIGHT + 4, y1: y(value), y2: y(value) }),
    svg("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end", text: unit === "1" && Number.isInteger(value) ? value : number(value, unit) })]);
  const spots = found.map((at, i) => {
    const { one } = at;
    if (one.value !== null) return svg("circle", { class: "dot", cx: x(i), cy: y(one.value), r: i === found.length - 1 ? 4 : 3 }, svg("title", { text: tip(at) }));
    if (one.low !== null) return svg("rect", { class: "maybe", x: x(i) - 6, width: 12, y: y(one.high), height: Math.max(2, y(one.low) - y(one.high)) }, svg("title", { text: tip(at) }));
    return svg("line", { class: "gap", x1: x(i), x2: x(i), y1: TOP, y2: HEIGHT - BOTTOM }, svg("title", { text: tip(at) }));
  });
  const short = ({ window }) => windowText(window);
  return svg("svg", { class: "spark", role: "img", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-label": t("series_label", { parts: list(found.map(tip)) }) },
    svg("defs", {}, svg("pattern", { id: "spark-hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("rect", { width: 5, height: 5, fill: "#dbe8f5" }), svg("rect", { width: 2, height: 5, fill: "#14508c" }))),
    ends, svg("path", { class: "course", d: path }), spots,
    [[0, "start"], [found.length - 1, "end"]].filter(([i], n) => n === 0 || i > 0)
      .map(([i, anchor]) => svg("text", { x: x(i) + (anchor === "start" ? -10 : 10), y: HEIGHT - 5, "text-anchor": anchor, text: short(found[i]) })));
}

const table = (key, found) => el("details", { class: "bywindow" }, el("summary", { text: t("series_table") }),
  el("table", { class: "evidence" }, el("thead", {}, el("tr", {}, ["window", "value", "coverage_head"].map((one) => el("th", { scope: "col", text: t(one) })))),
    el("tbody", {}, found.map(({ window, one }) => el("tr", {}, el("td", { text: windowText(window) }),
      el("td", { title: because(key, one), text: valueBrief(key, one) + (one.value === null && one.low === null && one.recorded !== null ? t("recorded", { n: number(one.recorded, api.meta.metrics[key].unit) }) : "") }),
      el("td", { text: `${one.coverage.observed}/${one.coverage.of}` }))))));

/** Fill a place with the course of a value; ten windows of a whole province are computed on request only. */
export function showSeries(place, scope, key, core) {
  if (scope !== "province") return load(place, scope, key, core);
  const run = button(t("series_load"), () => { run.disabled = true; run.textContent = t("loading"); load(place, scope, key, core); }, { class: "small" });
  return put(place, el("h3", { text: t("series") }), run);
}

async function load(place, scope, key, core) {
  let body;
  put(place, el("h3", { text: t("series") }), el("p", { class: "muted waiting", text: t("loading") }));
  try {
    body = await api.get(`centers/${scope}/series`, { core });
  } catch {
    put(place); // the value itself stands above; without its course the panel is whole
    return;
  }
  const { card } = api.meta.metrics[key];
  const found = body.series.map(({ window, scopes }) => ({ window, one: scopes[0].cards[card][key] }));
  const drawable = found.some(({ one }) => typeof one.value === "number" || one.low !== null);
  const isTable = found.some(({ one }) => one.value !== null && typeof one.value === "object");
  put(place, el("h3", { text: t("series") }),
    isTable ? null : drawable ? [picture(key, found), found.every(({ one }) => one.value !== null) ? null : el("p", { class: "muted", text: t("series_note") })] : el("p", { class: "muted", text: t("series_none") }),
    table(key, found));
  place.dataset.ready = "true";
}
