// What can be mailed: lists as CSV, the network as PNG, a chain as SVG. Each says what data it shows.
import * as api from "./api.js";
import { button, svg } from "./dom.js";
import { label, t } from "./i18n.js";

const SCALE = 2;

/** The line that every exported file carries. */
function origin() {
  const { invented, sample, digest, data_version: version, title } = api.meta;
  return [invented ? t("invented_banner") : sample ? t("sample_banner") : null, `${t("brand")} ${label(title)}`,
    `${t("version")} ${version}`, `${t("digest")} ${digest}`].filter(Boolean).join(" · ");
}

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${api.meta.invented ? `${t("invented")}-` : ""}${name.replace(/[\\/:*?"<>|\s]+/g, "-")}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** One cell: quoted, and never a formula for a spreadsheet. */
export function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = typeof value === "string" && /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** A table as CSV with a BOM, so that a spreadsheet reads Chinese. */
export function saveTable(name, head, rows) {
  const marked = api.meta.invented ? [[...head, t("invented")], ...rows.map((row) => [...row, t("invented")])] : [head, ...rows];
  const text = [...marked, [origin()]].map((row) => row.map(cell).join(",")).join("\r\n");
  save(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
}

/** A button that exports; `run` gives name, head and rows. */
export const tableButton = (run, attributes = {}) => button(t("export_csv"), () => saveTable(...run()), { class: "small", ...attributes });

/** The network as it is seen, with captions and the origin below. */
export async function savePicture(cy, captions, name) {
  const image = await createImageBitmap(await cy.png({ output: "blob-promise", scale: SCALE, full: false, bg: "#ffffff" }));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height + 30 * SCALE];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0);
  pen.scale(SCALE, SCALE);
  pen.fillStyle = "#38424f";
  pen.textBaseline = "middle";
  const frame = captions.getBoundingClientRect();
  pen.font = `600 12.5px ${getComputedStyle(captions).fontFamily}`;
  for (const one of captions.children) {
    const box = one.getBoundingClientRect();
    if (getComputedStyle(one).visibility !== "hidden") pen.fillText([...one.children].map((part) => part.textContent.trim()).join(" "), box.left - frame.left + 7, box.top - frame.top + box.height / 2);
  }
  pen.font = `11px ${getComputedStyle(captions).fontFamily}`;
  pen.fillText(origin(), 10, image.height / SCALE + 15);
  canvas.toBlob((blob) => save(blob, `${name}.png`));
}

const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "font-size", "font-weight", "font-family"];

/** A drawing with the look that the style sheet gives it, and the origin below. */
export function saveDrawing(picture, name) {
  const copy = picture.cloneNode(true);
  const from = picture.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((one, i) => {
    if (one.closest("defs")) return;
    const look = getComputedStyle(from[i]);
    for (const property of KEPT) {
      const value = look.getPropertyValue(property);
      if (value) one.setAttribute(property, value);
    }
    for (const attribute of ["role", "tabindex", "aria-pressed", "aria-hidden"]) one.removeAttribute(attribute);
  });
  const { width, height } = picture.viewBox.baseVal;
  copy.setAttribute("viewBox", `0 0 ${width} ${height + 26}`);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height + 26);
  copy.append(svg("text", { x: 14, y: height + 16, fill: "#38424f", "font-size": 11, "font-family": getComputedStyle(picture).fontFamily }, origin()));
  save(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }), `${name}.svg`);
}
