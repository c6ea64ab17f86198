// The page: reads the state, shows one view and the panel, and says when something failed.
import * as api from "./api.js";
import * as state from "./state.js";
import * as center from "./center.js";
import * as chain from "./chain.js";
import * as legend from "./legend.js";
import * as net from "./net.js";
import * as search from "./search.js";
import * as table from "./table.js";
import { button, byId, el, put } from "./dom.js";
import { label, setLang, t, translate } from "./i18n.js";
import { showEntity } from "./entity.js";
import { showEvidence } from "./evidence.js";
import { showSegment } from "./segment.js";

const VIEWS = { net, chain, center, list: table };
const FILTERED = { net, list: table };
let turn = 0;
let panelKey = "";

function frame(s) {
  setLang(s.lang);
  translate();
  byId("lang").textContent = t("other_lang");
  byId("lang").lang = s.lang === "zh" ? "en" : "zh-CN";
  const title = label(api.meta?.title, t("title"));
  byId("title").textContent = title;
  byId("title").title = title;
  document.title = `${t(`tab_${s.v}`)} · ${t("brand")} ${title}`;
  for (const tab of byId("tabs").children) {
    const on = tab.dataset.v === s.v;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    byId(`view-${tab.dataset.v}`).hidden = !on;
  }
  document.body.dataset.view = s.v;
  byId("filters").hidden = !FILTERED[s.v];
}

function banner() {
  const { invented, sample } = api.meta;
  byId("banner").hidden = !invented && !sample;
  byId("banner").className = invented ? "invented-banner" : "";
  byId("banner").textContent = invented ? t("invented_banner") : t("sample_banner");
  const { digest, data_version: version, datasets } = api.meta;
  put(byId("footer"),
    el("span", { title: digest }, `${t("digest")} `, el("code", { id: "digest", text: digest.slice(0, 12) })),
    el("span", { text: `${t("version")} ${version}` }),
    datasets.map((one) => el("span", { text: [label(one.title, one.name), one.licence, one.retrieved_on ? t("retrieved", { date: one.retrieved_on }) : null].filter(Boolean).join(" · ") })));
}

function failed(root, error) {
  if (!(error instanceof api.ApiError)) console.error(error);
  const text = error instanceof api.ApiError && error.status === 404 ? error.message : t("load_error", { id: error.requestId || "–" });
  put(root, el("p", { text }), error.suggestion ? el("p", { class: "muted", text: error.suggestion }) : null,
    button(t("retry"), () => render(state.get())));
  root.hidden = false;
}

/** What the panel shows for a state; empty when it is closed. */
function panelFor(s) {
  if (s.v === "center" && s.key && !s.sel) return api.meta.metrics[s.key] ? `evidence ${center.scopeOf(s)} ${s.key} ${center.coreOf(s)}` : "";
  return s.sel ? `${s.v === "chain" ? "chain " : ""}entity ${s.sel}` : "";
}

async function showPanel(s, mine) {
  const key = panelFor(s) && `${panelFor(s)} ${s.lang}`;
  const [panel, body] = [byId("panel"), byId("panel-body")];
  panel.hidden = !key;
  if (!key || key === panelKey) {
    if (!key) panelKey = "";
    return;
  }
  put(body, el("p", { class: "muted", text: t("loading") }));
  panelKey = key;
  const fresh = el("div");
  try {
    if (key.startsWith("evidence")) await showEvidence(fresh, s);
    else if (s.v === "chain" && chain.segmentOf(s.sel)) await showSegment(fresh, chain.segmentOf(s.sel));
    else await showEntity(fresh, s.sel);
  } catch (error) {
    failed(fresh, error);
    panelKey = "";
  }
  if (mine !== turn) { panelKey = ""; return; }
  put(body, [...fresh.childNodes]);
  body.scrollTop = 0;
}

async function render(s) {
  turn += 1;
  const mine = turn;
  window.__ready = false;
  frame(s);
  byId("failure").hidden = true;
  try {
    if (!api.meta) await api.loadMeta();
    if (mine !== turn) return;
    frame(s);
    banner();
    byId("panel").hidden = !panelFor(s);
    if (FILTERED[s.v]) legend.render(byId("filters"), s, FILTERED[s.v].counts());
    const panel = s.v === "chain" ? null : showPanel(s, mine);
    await VIEWS[s.v].render(s);
    if (mine !== turn) return;
    if (FILTERED[s.v]) legend.render(byId("filters"), s, FILTERED[s.v].counts());
    await (panel || showPanel(s, mine));
  } catch (error) {
    if (mine !== turn) return;
    byId(`view-${s.v}`).hidden = true;
    failed(byId("failure"), error);
  }
  requestAnimationFrame(() => requestAnimationFrame(() => { if (mine === turn) window.__ready = true; }));
}

/** Another view; the cards are those of the center that is selected. */
function openTab(v) {
  const { sel } = state.get();
  const own = v === "center" && api.meta.centers.some((one) => one.id === sel);
  state.set({ v, key: null, ...(own ? { center: sel, sel: null, show: null, compare: null } : {}) });
}

function start() {
  for (const tab of byId("tabs").children) {
    tab.addEventListener("click", () => openTab(tab.dataset.v));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const tabs = [...byId("tabs").children];
      const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
      next.focus();
      next.click();
    });
  }
  byId("lang").addEventListener("click", () => state.set({ lang: state.get().lang === "zh" ? "en" : "zh" }));
  byId("skip").addEventListener("click", (event) => { event.preventDefault(); byId("main").focus(); });
  byId("panel-close").addEventListener("click", () => state.set({ sel: null, key: null }));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !byId("panel").hidden) state.set({ sel: null, key: null });
  });
  api.whenStale(() => { byId("stale").hidden = false; byId("stale").textContent = t("stale"); });
  search.start();
  state.onChange(render);
  render(state.get());
}

start();
