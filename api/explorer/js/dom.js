// Small builders. Data reaches the page through textContent and setAttribute only.
const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
    else if (name === "style") for (const [key, one] of Object.entries(value)) node.style.setProperty(key, one);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (value === true) node.setAttribute(name, "");
    else node.setAttribute(name, String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

export const el = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

export const byId = (id) => document.getElementById(id);

export const put = (node, ...children) => {
  node.replaceChildren(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return node;
};

export const button = (text, run, attributes = {}) =>
  el("button", { type: "button", text, on: { click: run }, ...attributes });

/** The item that lies in the direction of an arrow key: little aside, and near. */
export function toward(items, from, key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  let best = null;
  let least = Infinity;
  for (const one of items) {
    const [x, y] = [one.x - from.x, one.y - from.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (along <= 1e-6 || aside > along * 2.5) continue;
    const cost = along + aside * 2;
    if (cost < least) [best, least] = [one, cost];
  }
  return best;
}

let ruler = null;

/** Width of a text in a font, in pixels. */
export function textWidth(text, font) {
  if (!ruler) ruler = document.createElement("canvas").getContext("2d");
  ruler.font = font;
  return ruler.measureText(text).width;
}

/** A text in at most `most` lines of a width; what does not fit ends in an ellipsis. */
export function wrap(text, width, most, font) {
  const parts = text.match(/[\u0021-\u024f]+\s*|\s+|[^\u0000-\u024f]/gu) || [text];
  const lines = [];
  let line = "";
  for (const part of parts.flatMap((one) => (textWidth(one, font) > width ? Array.from(one) : [one]))) {
    if (line && textWidth(line + part.trimEnd(), font) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += line ? part : part.trimStart();
  }
  if (line) lines.push(line.trimEnd());
  if (lines.length <= most) return lines;
  let last = lines[most - 1];
  while (last && textWidth(`${last}…`, font) > width) last = last.slice(0, -1);
  return [...lines.slice(0, most - 1), `${last}…`];
}

export const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif';
