// Fixed wording in two languages. Names of types, reasons, metrics and states come from /meta.
import { CENTER_WORDS } from "./centerwords.js";

const WORDS = {
  ...CENTER_WORDS,
  brand: ["创谱", "Chuangpu"],
  title: ["区域创新生态知识图谱", "Regional innovation ecosystem graph"],
  skip: ["跳到内容", "Skip to content"],
  views: ["视图", "Views"],
  tab_net: ["协同网络", "Network"],
  tab_chain: ["产业链缺口", "Chain gaps"],
  tab_center: ["中心四张卡", "Centers"],
  tab_list: ["实体列表", "List"],
  other_lang: ["English", "中文"],
  search: ["搜索实体", "Search entities"],
  search_hint: ["搜索机构、中心、人才、环节…（按 /）", "Search by name (press /)"],
  search_hits: ["搜索结果", "Search results"],
  search_more: ["共 {n} 条，显示前 {k} 条", "{k} of {n} shown"],
  search_none: ["没有匹配的实体。可尝试简称或英文名。", "No match. Try a short name or the English name."],
  search_count: ["{n} 条结果", "{n} results"],
  invented: ["虚构", "invented"],
  invented_short: ["虚构", "inv."],
  chain_option: ["{name}（{parts}）", "{name} ({parts})"],
  name_invented: ["{name}（虚构）", "{name} (invented)"],
  invented_banner: ["虚构数据：用于演示与测试", "Invented data, for demonstration and tests"],
  sample_banner: ["示例数据：据公开报道整理，未经机构确认", "Sample: compiled from public reports, not confirmed by the institutions"],
  stale: ["数据已更新，请刷新页面。", "The data have changed. Please reload the page."],
  load_error: ["数据加载失败（编号 {id}）。请重试或联系管理员。", "Could not load data (ref. {id}). Retry or contact the administrator."],
  retry: ["重试", "Retry"],
  loading: ["正在读取…", "Loading…"],
  close: ["关闭", "Close"],
  panel: ["详情", "Details"],
  export_csv: ["导出清单 CSV", "Export CSV"],
  export_png: ["导出图片 PNG", "Export PNG"],
  export_svg: ["导出图 SVG", "Export SVG"],
  more: ["更多（还有 {n} 条）", "More ({n} left)"],
  filters: ["筛选", "Filters"],
  reset: ["重置", "Reset"],
  legend: ["图例与类型", "Legend and types"],
  host_note: ["牵头单位用三角", "hosts are triangles"],
  center: ["技术创新中心", "Center"],
  all_centers: ["全部中心", "All centers"],
  region: ["设区市", "Prefecture"],
  all_regions: ["全部地区", "All regions"],
  years: ["年份", "Years"],
  year_from: ["起始年份", "From year"],
  year_to: ["截止年份", "To year"],
  any: ["不限", "any"],
  canvas_label: ["协同网络图。方向键移到该方向的相邻实体，回车打开，Esc 取消。", "Network. Arrow keys move to the neighbor in that direction, Enter opens, Esc clears."],
  canvas_help: ["方向键移动 · 回车打开 · Esc 取消 · ＋－0 缩放 · / 搜索", "Arrows move · Enter opens · Esc clears · + - 0 zoom · / search"],
  zoom_in: ["放大", "Zoom in"],
  zoom_out: ["缩小", "Zoom out"],
  zoom_fit: ["全图", "Whole picture"],
  status: ["显示 {n} / {N} 个实体，{m} 条关系", "Showing {n} of {N} entities, {m} relations"],
  truncated: ["结果较多，仅显示连接最多的 {n} 个实体（共 {N} 个）。请缩小筛选范围。", "Showing the {n} best-connected of {N} entities. Narrow the filters."],
  show_more: ["显示到 {n} 个", "Show up to {n}"],
  focused: ["{name}：图中 {n} 个相邻实体", "{name}: {n} neighbors in the picture"],
  focused_cut: ["，其余 {n} 个见右侧", ", {n} more in the panel"],
  bubble: ["+{n} {type}", "+{n} {type}"],
  net_empty: ["没有符合筛选条件的实体。", "Nothing matches the filters."],
  no_sector: ["未归入中心", "No center"],
  copy: ["复制编号", "Copy id"],
  copied: ["已复制", "Copied"],
  flags: ["存疑", "Doubts"],
  facts: ["事实", "Facts"],
  no_facts: ["除名称和类型外没有收录。", "Nothing recorded beyond name and type."],
  relations: ["关系（{n}）", "Relations ({n})"],
  no_relations: ["没有收录关系。", "No relation recorded."],
  complete: ["来源声明已列全", "Declared complete by a source"],
  merged: ["合并自", "Merged from"],
  source: ["来源", "Source"],
  more_sources: ["另有 {n} 处来源", "{n} more sources"],
  retrieved: ["{date} 采集", "retrieved {date}"],
  row: ["第 {n} 行", "row {n}"],
  sheet: ["工作表 {name}", "sheet {name}"],
  original: ["原文 {text}", "as written: {text}"],
  yes: ["是", "yes"],
  no: ["否", "no"],
  inferred: ["推定，非原文所述", "inferred, not stated"],
  doubtful: ["存疑", "doubtful"],
  flagged: ["存疑", "doubtful"],
  open_net: ["在网络中查看", "Show in network"],
  open_center: ["看四张卡", "Show cards"],
  open_chain: ["看产业链", "Show chain"],
  chain: ["产业链", "Chain"],
  chain_line: ["{n} 个环节：{parts}。未收录不等于不存在。", "{n} segments: {parts}. Not recorded is not the same as none."],
  chain_links: ["上下游 {n} 条：{parts}", "{n} links: {parts}"],
  not_counted: ["不计入", "not counted"],
  assumption: ["未分组的上下游按“缺一不可”计算。", "Links without group are taken as essential."],
  cycle: ["上下游成环：", "The links form a cycle: "],
  linked_of: ["{n} 个有上下游", "{n} linked"],
  shown_kinds: ["（大类、企业集合、应用市场）", " (headings, collections, markets)"],
  fit_width: ["适应宽度", "Fit width"],
  real_size: ["原始大小", "Actual size"],
  recorded_only: ["已收录部分算得 {n}，不作结论。", "What is recorded gives {n}: no finding."],
  bounds_short: ["有的没有来源涉及：真值在 {low} 与 {high} 之间。", "Nobody spoke of some: between {low} and {high}."],
  unlinked: ["没有收录上下游", "no link recorded"],
  breaks: ["断裂（已确认的断点、卡脖子候选、堵点）", "Breaks (missing, choke candidates, blocked)"],
  exposures: ["暴露（单点、过度集中）", "Exposures (single source, concentrated)"],
  to_verify: ["待核实（未调查，或厂家归属不明）", "To verify (not surveyed, or origin unknown)"],
  breaks_short: ["断裂 {n}", "breaks {n}"],
  exposures_short: ["暴露 {n}", "exposures {n}"],
  to_verify_short: ["待核实 {n}", "to verify {n}"],
  no_break: ["没有断裂，也没有待核实的环节。", "No break, and nothing to verify."],
  breaks_empty: ["没有已确认的断裂。没有收录厂家、也没有来源声明调查过的环节，列在待核实。", "No confirmed break. Segments without a recorded maker that no source says it surveyed stand under “to verify”."],
  exposures_empty: ["没有暴露点：没有哪个有上下游的环节只靠一家本地厂家，或集中于少数厂家。", "No exposure: no linked segment hangs on one local maker or is concentrated in few."],
  to_verify_empty: ["没有待核实的环节。", "Nothing to verify."],
  at_risk: ["设计风险值 {n}", "value at risk {n}"],
  exposure: ["暴露值 {n}", "exposure {n}"],
  downstream: ["下游 {n}", "{n} downstream"],
  choke: ["来源称卡脖子", "choke point per a source"],
  choke_solved: ["报道已突破", "reported broken"],
  since: ["始于 {date}", "since {date}"],
  source_year: ["来源年份 {date}", "source of {date}"],
  segment_why: ["判定", "Finding"],
  surveyed: ["有来源声明调查过该环节", "a source says that it surveyed this segment"],
  not_surveyed: ["没有来源声明调查过该环节：未收录不等于不存在", "no source says that it surveyed this segment: not recorded is not the same as none"],
  makers: ["厂家", "Makers"],
  makers_line: ["本地 {local}，外部 {external}，归属不明 {unknown}", "local {local}, external {external}, origin unknown {unknown}"],
  no_makers: ["没有收录厂家。", "No maker recorded."],
  origin_local: ["本地", "local"],
  origin_external: ["外部", "external"],
  origin_unknown: ["归属不明", "origin unknown"],
  box_counts: ["厂家 {m} · 本地研究 {r}", "makers {m} · research {r}"],
  not_local: ["非本地", "not local"],
  researchers: ["研究单位（{n}，其中本地 {k}）", "Researchers ({n}, local {k})"],
  evidence: ["依据（{n}）", "Evidence ({n})"],
  more_facts: ["全部事实和关系", "All facts and relations"],
  no_chain: ["没有收录产业链。", "No chain recorded."],
  signs: ["标记", "Signs"],
  links: ["上下游", "Links"],
  province: ["全省", "Province"],
  scope_line: ["窗口 {years}，观测到 {n} / {N} 个机构", "window {years}, {n} of {N} actors observed"],
  no_dated_tie: ["不限（没有带日期的联系）", "none (no dated tie)"],
  at_least: ["至少 {n}", "≥ {n}"],
  bounds: ["有的环节或机构没有来源涉及：真值在 {low} 与 {high} 之间", "nobody spoke of some of it: between {low} and {high}"],
  recorded: ["（已收录部分算得 {n}，不作结论）", " (what is recorded gives {n}, no finding)"],
  coverage_head: ["覆盖", "Coverage"],
  coverage: ["覆盖 {a}/{b}", "coverage {a}/{b}"],
  to_fill: ["要填上未观测的值：在关系表（relations.csv）补中心或基地的合作、项目、知识产权、聘用各行，或在完整性声明（completeness.csv）写明某来源已列全。", "To fill unobserved values: add rows of cooperation, projects, IP or employment of the center or its bases to relations.csv, or declare in completeness.csv that a source lists them all."],
  formula: ["公式", "Formula"],
  entries: ["{n} 项", "{n} entries"],
  entries_of: ["{n} 项，共 {N}", "{n} of {N} entries"],
  rows: ["{n} 行依据", "{n} rows"],
  additive: ["各行贡献之和等于该值。", "The contributions sum to the value."],
  entity_or_relation: ["实体或关系", "Entity or relation"],
  relation: ["关系", "Relation"],
  other_end: ["另一端", "Other end"],
  file: ["文件", "File"],
  sheet_name: ["工作表", "Sheet"],
  row_number: ["行", "Row"],
  segment: ["环节", "Segment"],
  list: ["清单", "List"],
  labels: ["标签", "Labels"],
  value: ["值", "Value"],
  downstream_count: ["下游数", "Downstream"],
  evidence_rows: ["依据", "Evidence"],
  contribution: ["贡献", "Contribution"],
  support: ["（前提）", "(support)"],
  place: ["出处", "File and row"],
  no_evidence: ["没有依据行。", "No row."],
  total: ["共 {n} 个实体", "{n} entities"],
  cut: ["仅载入前 {n} 个（共 {N} 个）。请缩小筛选范围。", "Only the first {n} of {N} are loaded. Narrow the filters."],
  name: ["名称", "Name"],
  type: ["类型", "Type"],
  kind: ["类别", "Kind"],
  degree: ["关系数", "Relations"],
  page: ["第 {n} / {N} 页", "Page {n} of {N}"],
  previous: ["上一页", "Previous"],
  next: ["下一页", "Next"],
  name_filter: ["名称包含", "Name contains"],
  digest: ["摘要", "digest"],
  version: ["数据版本", "data version"],
  licence: ["许可", "licence"],
  dataset: ["数据集", "dataset"],
  no_english: ["没有英文名", "no English name"],
};

let lang = "zh";

export function setLang(code) {
  lang = code === "en" ? "en" : "zh";
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
}

export const isEnglish = () => lang === "en";

/** A fixed text with its places filled. */
export function t(key, values = {}) {
  const pair = WORDS[key];
  if (!pair) return key;
  return pair[lang === "en" ? 1 : 0].replace(/\{(\w+)\}/g, (all, name) =>
    (name in values ? String(values[name]) : all));
}

/** A label {zh, en} in the present language, else in the other, else the fallback. */
export function label(pair, fallback = "") {
  if (!pair) return fallback;
  return (lang === "en" ? pair.en || pair.zh : pair.zh || pair.en) || fallback;
}

export const integer = (n) => new Intl.NumberFormat(lang === "en" ? "en" : "zh-CN").format(n);

/** A number with so many decimals, ties to even like the command line (toFixed alone rounds 0.3125 up). */
export function fixed(n, decimals) {
  const tie = n * 2 ** (decimals + 1);
  if (!Number.isInteger(tie) || tie % 2 === 0) return n.toFixed(decimals);
  const low = Math.floor(n * 10 ** decimals);
  return ((low % 2 === 0 ? low : low + 1) / 10 ** decimals).toFixed(decimals);
}

export const decimal = (n) => (n === null || n === undefined ? "–" : fixed(n, 3));
export const list = (parts) => parts.join(lang === "en" ? ", " : "，");

/** Put the fixed texts of the page in the present language. */
export function translate(root = document) {
  for (const one of root.querySelectorAll("[data-t]")) one.textContent = t(one.dataset.t);
  for (const one of root.querySelectorAll("[data-t-label]")) {
    one.setAttribute("aria-label", t(one.dataset.tLabel));
    if (one.tagName === "BUTTON") one.title = t(one.dataset.tLabel);
  }
  for (const one of root.querySelectorAll("[data-t-placeholder]")) one.placeholder = t(one.dataset.tPlaceholder);
}
