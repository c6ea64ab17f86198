// Where a fact was read: publisher and title, linked only where there is a link, date, file and row.
import * as api from "./api.js";
import { el } from "./dom.js";
import { label, t } from "./i18n.js";

/** file:row, with the sheet where there is one. */
export const place = (one) => `${one.file}${one.sheet ? `[${one.sheet}]` : ""}${one.row ? `:${one.row}` : ""}`;

const colon = () => label({ zh: "：", en: ": " });
const safe = (url) => (/^https?:\/\//i.test(url || "") ? url : null);

export function sourceLine(one) {
  const text = [one.publisher, one.title].filter(Boolean).join(colon()) || one.dataset;
  const url = safe(one.url);
  const title = url ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer", text }) : el("span", { text });
  const tail = [one.date, one.retrieved_on ? t("retrieved", { date: one.retrieved_on }) : null].filter(Boolean).join(" · ");
  return el("span", { class: "sourceline" },
    title, tail ? ` · ${tail}` : null, " · ", el("code", { text: place(one) }),
    one.flagged || (one.flags || []).length ? flagText(one.flags || []) : null);
}

const flagText = (flags) => el("span", { class: "flag", text: " ⚑", title: flags.map(flagWords).join("；") || t("flagged") });

/** What a flag says. */
export function flagWords(one) {
  const known = api.meta.problem_codes[one.code];
  const told = label(one) || label(known) || ({ inferred: t("inferred"), doubtful: t("doubtful") }[one.code] ?? one.code);
  return one.property ? propertyLabel(one.property) + colon() + told : told;
}

function propertyLabel(name) {
  const table = Object.values(api.meta.properties).find((one) => one[name]);
  return table ? label(table[name].label, name) : name;
}

/** One line and the rest folded. */
export function sourceList(sources) {
  const [first, ...rest] = sources;
  if (!first) return null;
  return el("div", { class: "sources" }, el("span", { class: "tagline", text: `${t("source")} ` }), sourceLine(first),
    rest.length ? el("details", {}, el("summary", { text: t("more_sources", { n: rest.length }) }),
      el("ol", {}, rest.map((one) => el("li", {}, sourceLine(one))))) : null);
}
