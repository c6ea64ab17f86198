// Reads /api/v1. Answers are kept per URL until the data change; a changed digest is told to the page.
const BASE = new URL("api/v1/", document.baseURI);
const KEPT = 60;
const kept = new Map();
let digest = null;
let onStale = () => {};

export class ApiError extends Error {
  constructor(body, status) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.requestId = body.request_id || String(status);
    this.suggestion = body.suggestion || "";
  }
}

export const whenStale = (run) => { onStale = run; };

async function fetchJson(url) {
  let answer;
  try {
    answer = await fetch(url, { headers: { Accept: "application/json", "Accept-Language": document.documentElement.lang } });
  } catch (error) {
    throw new ApiError({ title: String(error.message) }, 0);
  }
  let body = null;
  try {
    body = await answer.json();
  } catch {
    throw new ApiError({ title: answer.statusText }, answer.status);
  }
  if (!answer.ok) throw new ApiError(body, answer.status);
  if (digest && body.digest && body.digest !== digest) onStale();
  return body;
}

/** GET a path under /api/v1; lists are joined by commas, empty parameters left out. */
export function get(path, parameters = {}) {
  const url = new URL(path.split("/").map(encodeURIComponent).join("/"), BASE);
  for (const [key, value] of Object.entries(parameters)) {
    const text = Array.isArray(value) ? value.join(",") : value;
    if (text !== null && text !== undefined && text !== "") url.searchParams.set(key, text);
  }
  if (!kept.has(url.href)) {
    const promise = fetchJson(url);
    promise.catch(() => kept.delete(url.href));
    kept.set(url.href, promise);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  }
  return kept.get(url.href);
}

export let meta = null;

export async function loadMeta() {
  meta = await get("meta");
  digest = meta.digest;
  return meta;
}

const ALL = 2000;

/** Entities under filters, page after page, at most ALL of them. */
export async function entities(filters) {
  const items = [];
  let cursor = null;
  let total = 0;
  do {
    const page = await get("entities", { ...filters, limit: 200, cursor });
    items.push(...page.items);
    ({ total, next_cursor: cursor } = page);
  } while (cursor && items.length < ALL);
  return { items, total, cut: Boolean(cursor) };
}

const ONE_BY_ONE = 200;
const names = new Map();
let allNames = null;

export function learn(items) {
  for (const one of items) {
    names.set(one.id, { id: one.id, type: one.type, name: one.name || one.label, name_en: one.name_en || one.label_en });
  }
}

/** What is known of ids (name, type), asking for what is missing. */
export async function known(ids) {
  const missing = () => [...new Set(ids)].filter((one) => one && !names.has(one));
  if (missing().length > 20) {
    allNames = allNames || entities({}).then((found) => learn(found.items));
    await allNames;
  }
  const queue = missing().slice(0, ONE_BY_ONE); // the rest keep their ids
  const work = async () => {
    for (let id = queue.pop(); id; id = queue.pop()) {
      try {
        learn([await get(`entities/${id}`)]);
      } catch {
        names.set(id, { id, type: null, name: id, name_en: null });
      }
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return names;
}
