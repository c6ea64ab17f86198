// A value of a card in words and as a bar. What nobody observed never looks like zero.
import * as api from "./api.js";
import { el } from "./dom.js";
import { decimal, fixed, integer, isEnglish, label, list, t } from "./i18n.js";

/** Three decimals, whole where it counts something. */
export function number(value, unit = "1") {
  if (value === null || value === undefined) return "–";
  if (unit === "km") return `${fixed(value, 1)} km`;
  return unit !== "1" && Number.isInteger(value) ? integer(value) : decimal(value);
}

const isTable = (value) => value !== null && typeof value === "object";

/** Rows of a table value whose parts have names of their own. */
export const parts = (key, one) => (isTable(one.value) && Object.keys(api.meta.metrics[key].parts).length
  ? Object.entries(one.value).map(([part, n]) => [label(api.meta.metrics[key].parts[part], part), number(n, api.meta.metrics[key].unit)]) : null);

/** How many of the entries of a table or list say something. */
function countWords(value) {
  const inner = Object.values(value);
  const told = inner.filter((x) => x !== null && !(Array.isArray(x) && !x.length)).length;
  return told === inner.length ? t("entries", { n: integer(told) }) : t("entries_of", { n: integer(told), N: integer(inner.length) });
}

/** A number, a status or labels inside a table. */
function entryWords(key, x) {
  if (x === null) return "–";
  if (typeof x === "number") return number(x, api.meta.metrics[key].unit);
  if (Array.isArray(x)) return x.length ? list(x.map((one) => label(api.meta.gap_labels[one], one))) : "–";
  return label(api.meta.link_status[x], x);
}

/** Ids with what a table or list says of each: segments, actors, or the two ends of a link. */
export function entries(key, one) {
  if (!isTable(one.value) || parts(key, one)) return null;
  if (Array.isArray(one.value)) return one.value.map((id, i) => [[id], String(i + 1)]);
  return Object.entries(one.value).map(([ids, x]) => [ids.split(">"), entryWords(key, x)]);
}

export const isUnknown = (one) => one.value === null && one.low === null;
const isShare = (key) => api.meta.metrics[key].range[0] === 0 && api.meta.metrics[key].range[1] === 1;
const reasonOf = (one) => label(api.meta.reasons[one.reason], one.reason);

/** A long reason begins beside the value and is told in full elsewhere. */
const brief = (text) => (text.length > (isEnglish() ? 26 : 14) ? text.split(/[：:]/)[0] : text);
export const briefReason = (one) => brief(reasonOf(one));

/** A value, its bounds, or the reason why there is none. */
export function valueWords(key, one) {
  const { unit, range } = api.meta.metrics[key];
  if (isTable(one.value)) return parts(key, one) ? list(parts(key, one).map((pair) => pair.join(" "))) : countWords(one.value);
  if (one.value !== null) return number(one.value, unit) + (one.error ? ` ±${one.error.toPrecision(1)}` : "");
  if (one.low !== null) return one.high === range[1] ? t("at_least", { n: number(one.low, unit) }) : `${number(one.low, unit)}–${number(one.high, unit)}`;
  return reasonOf(one);
}

/** The same where there is little room. */
export const valueBrief = (key, one) => (isUnknown(one) ? briefReason(one) : valueWords(key, one));

/** What is counted; empty for shares, kilometers and tables. */
export function unitWords(key, one) {
  const { unit } = api.meta.metrics[key];
  return unit === "1" || unit === "km" || isUnknown(one) || isTable(one.value) ? "" : t(`unit_${unit}`);
}

/** Why there is no single value; empty where there is one. */
export function because(key, one) {
  if (one.reason === null) return "";
  const { unit } = api.meta.metrics[key];
  const text = one.low !== null ? t("bounds", { low: number(one.low, unit), high: number(one.high, unit) }) : reasonOf(one);
  return text + (one.recorded === null ? "" : t("recorded", { n: number(one.recorded, unit) }));
}

/** The same in a line below the value, where that says only a part of it. */
export function qualification(key, one) {
  if (one.value !== null) return null;
  const { unit } = api.meta.metrics[key];
  const reason = reasonOf(one);
  const text = one.low !== null ? t("bounds_short", { low: number(one.low, unit), high: number(one.high, unit) })
    : [brief(reason) === reason ? null : `${reason}${label({ zh: "。", en: ". " })}`, one.recorded === null ? null : t("recorded_only", { n: number(one.recorded, unit) })].filter(Boolean).join("");
  return text ? el("span", { class: "qualify", text }) : null;
}

export const percent = (x) => `${Math.max(0, Math.min(1, x)) * 100}%`;

/** A bar for shares between 0 and 1: solid what is sure, hatched what may be; nothing for other units. */
export function bar(key, one) {
  if (!isShare(key) || isTable(one.value)) return null;
  if (one.value !== null) return el("span", { class: "bar" }, el("span", { class: "solid", style: { width: percent(one.value) } }));
  if (one.low !== null) {
    return el("span", { class: "bar" }, el("span", { class: "solid", style: { width: percent(one.low) } }),
      el("span", { class: "hatch", style: { left: percent(one.low), width: percent(one.high - one.low) } }));
  }
  return el("span", { class: "bar none" });
}

/** A part of a value that somebody carries: whole numbers whole, others with three digits. */
export const partWords = (part) => (part === null ? "" : Number.isInteger(part) ? integer(part) : Math.abs(part) >= 0.0005 ? decimal(part) : part.toPrecision(2));
