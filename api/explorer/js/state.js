// The state of the page lives in the URL hash, so that a view can be mailed and reopened.
const DEFAULTS = { v: "net", lang: "zh" };
const VIEWS = new Set(["net", "chain", "center", "list"]);
const listeners = [];

function read() {
  const found = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  const state = { ...DEFAULTS, ...found };
  if (!VIEWS.has(state.v)) state.v = DEFAULTS.v;
  if (state.lang !== "en") state.lang = "zh";
  return state;
}

export const get = () => read();

/** The hash of the present state with changes; null or "" takes a key out. Unknown keys stay. */
export function hashOf(changes) {
  const words = new URLSearchParams(location.hash.slice(1));
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") words.delete(key);
    else words.set(key, String(value));
  }
  // Ids hold colons and type lists commas: legal in a fragment, and readable.
  return `#${words.toString().replace(/%3A/g, ":").replace(/%2C/g, ",")}`;
}

/** Change the state; `replace` leaves no step in the history. */
export function set(changes, { replace = false } = {}) {
  const hash = hashOf(changes);
  if (hash === (location.hash || "#")) return;
  if (replace) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
  announce();
}

export const onChange = (run) => listeners.push(run);

function announce() {
  for (const run of listeners) run(read());
}

window.addEventListener("hashchange", announce);
