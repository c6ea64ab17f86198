// Stored values as text: dates, money, choices, references.
import * as api from "./api.js";
import { isEnglish, label, t } from "./i18n.js";

function money(value) {
  const text = (n) => {
    if (isEnglish()) return new Intl.NumberFormat("en", { maximumFractionDigits: 2, notation: "compact" }).format(n);
    if (Math.abs(n) >= 1e8) return `${+(n / 1e8).toFixed(4)} 亿`;
    return Math.abs(n) >= 1e4 ? `${+(n / 1e4).toFixed(4)} 万` : String(n);
  };
  const amount = value.amount ?? (value.low === value.high ? value.low : null);
  const body = amount !== null ? text(amount) : `${text(value.low)}–${text(value.high)}`;
  const unit = value.currency === "CNY" ? (isEnglish() ? " CNY" : "元") : ` ${value.currency}`;
  const kind = api.meta.vocabularies.budget_qualifier?.[value.qualifier];
  return body + unit + (kind && value.qualifier !== "exact" ? `（${label(kind)}）` : "");
}

/** The years of a window; where no tie is dated there is none, told as 0 to 9999. */
export const windowText = ([first, last]) => (first === 0 && last === 9999 ? t("no_dated_tie") : `${first}–${last}`);

/** A value in words; `known` is what /meta says of its property. */
export function valueText(value, known = {}) {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return value.map((one) => valueText(one, known)).join("、");
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (typeof value === "object") {
    if ("currency" in value) return money(value);
    if ("date" in value) return String(value.date);
    if ("name" in value) return value.first ? `${value.name}（${value.first}–${value.last ?? ""}）` : value.name;
    return JSON.stringify(value);
  }
  const word = known.vocabulary && api.meta.vocabularies[known.vocabulary]?.[value];
  if (word) return label(word, String(value));
  return typeof value === "number" ? String(+value.toFixed(6)) : String(value);
}
