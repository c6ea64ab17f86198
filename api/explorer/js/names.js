// Names of entities, with the mark that every invented thing carries.
import * as api from "./api.js";
import * as state from "./state.js";
import { el } from "./dom.js";
import { isEnglish, label, t } from "./i18n.js";

/** The name in the present language, else the other one, else the id. */
export function nameOf(one) {
  const [zh, en] = [one.name ?? one.label, one.name_en ?? one.label_en];
  return (isEnglish() ? en || zh : zh || en) || one.id;
}

/** The mark of invented data, or nothing. */
export const mark = () => (api.meta.invented ? el("span", { class: "invented", text: t("invented") }) : null);

export const flag = (flagged) => (flagged ? el("span", { class: "flag", text: "⚑", title: t("flagged"), role: "img", "aria-label": t("flagged") }) : null);

const isChinese = (text) => /[\u3400-\u9fff]/.test(text);

/** A name as text, told to screen readers in its own language. */
export function nameSpan(one) {
  const text = nameOf(one);
  const other = isEnglish() && isChinese(text);
  return el("span", { class: "name", text, lang: other ? "zh-CN" : null, title: other ? t("no_english") : null });
}

/** A link that selects an entity in the present view. */
export function link(one, changes = {}) {
  return el("a", {
    href: state.hashOf({ sel: one.id, ...changes }), class: "entity", data: { id: one.id },
    on: { click: (event) => { event.preventDefault(); state.set({ sel: one.id, ...changes }); } },
  }, nameSpan(one));
}

export const typeLabel = (type) => label(api.meta.types[type]?.label, type || "");

/** What all names share at their two ends, so that captions can leave it out. */
export function shorten(names) {
  if (names.length < 2) return (name) => name;
  const least = Math.min(...names.map((one) => one.length)) - 2;
  let [head, tail] = [0, 0];
  while (head < least && names.every((one) => one[head] === names[0][head])) head += 1;
  while (tail < least - head && names.every((one) => one[one.length - 1 - tail] === names[0][names[0].length - 1 - tail])) tail += 1;
  return (name) => name.slice(head, name.length - tail) || name;
}
