// The right panel for a segment of the chain on show: finding, makers, researchers, evidence.
import * as api from "./api.js";
import { el, put } from "./dom.js";
import { t } from "./i18n.js";
import { stateWords } from "./chainsvg.js";
import { details, head } from "./entity.js";
import { flag, link, mark } from "./names.js";
import { flagWords, sourceLine } from "./sources.js";

const ORIGINS = ["local", "external", "unknown"];
const actor = (one) => el("li", {}, link(one), mark(), flag(one.flagged), one.local === false ? el("span", { class: "muted", text: ` ${t("not_local")}` }) : null);

function makers(node) {
  const counts = el("p", { text: t("makers_line", node.makers) });
  if (!node.actors.length) return [counts, el("p", { class: "muted", text: t("no_makers") })];
  return [counts, ORIGINS.map((origin) => {
    const found = node.actors.filter((one) => one.origin === origin);
    return found.length ? [el("h4", { text: t(`origin_${origin}`) }), el("ul", { class: "plain" }, found.map(actor))] : null;
  })];
}

function choke(node) {
  const { says_a_source: said, reported_broken: broken, reported_broken_in: when, since, source_year: year } = node.chokepoint;
  if (!said) return null;
  const words = [t("choke"), broken ? t("choke_solved") + (/^\d{4}/.test(String(when)) ? ` ${when}` : "") : null,
    since ? t("since", { date: since }) : null, year ? t("source_year", { date: year }) : null];
  return el("p", { class: "warn", text: words.filter(Boolean).join(" · ") });
}

export async function showSegment(root, node) {
  const look = api.meta.segment_status[node.status];
  const counted = node.status !== "shown";
  const facts = el("details", { class: "fold", on: { toggle: async (event) => {
    if (!event.target.open || event.target.childElementCount > 1) return;
    const body = await api.get(`entities/${node.id}`);
    event.target.append(...(await details(body)).filter(Boolean));
  } } }, el("summary", { text: t("more_facts") }));
  put(root,
    head({ ...node, type: "Segment", facts: [] }),
    el("section", {}, el("h3", { text: t("segment_why") }),
      el("p", { class: `finding status-${node.status}`, style: { color: look.color, "background-color": look.background, "border-color": look.color } },
        el("span", { "aria-hidden": "true", text: `${look.sign} ` }), stateWords(node)),
      counted ? el("p", { class: "muted", text: t(node.surveyed ? "surveyed" : "not_surveyed") }) : null,
      counted && !node.linked ? el("p", { class: "muted", text: t("unlinked") }) : null, choke(node),
      (node.flags || []).map((one) => el("p", { class: "flagline", text: `⚑ ${flagWords(one)}` }))),
    counted ? el("section", {}, el("h3", { text: t("makers") }), makers(node)) : null,
    counted || node.researched_by.length ? el("section", {}, el("h3", { text: t("researchers", { n: node.researched_by.length, k: node.researchers }) }), el("ul", { class: "plain" }, node.researched_by.map(actor))) : null,
    el("section", {}, el("h3", { text: t("evidence", { n: node.evidence.length }) }), el("ol", { class: "sources long" }, node.evidence.map((one) => el("li", {}, sourceLine(one))))),
    facts);
}

