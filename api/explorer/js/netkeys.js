// The network by keyboard: arrows walk along relations, Enter opens, Esc clears, + - 0 zoom.
import * as state from "./state.js";
import { byId, toward } from "./dom.js";
import { typeLabel } from "./names.js";

let cursor = null;

export const setCursor = (id) => { cursor = id; };

/** Listen on the canvas; `covered` is the width that the panel lies over. */
export function listen(cy, { covered, zoomBy, fitAll }) {
  function move(key) {
    const visible = cy.nodes().filter((n) => !n.hasClass("dim") && !n.hasClass("bubble"));
    let from = cursor && cy.getElementById(cursor);
    let to = null;
    if (!from || !from.length) to = visible.sort((a, b) => a.data("rank") - b.data("rank") || b.data("degree") - a.data("degree"))[0];
    else {
      const at = from.renderedPosition();
      const points = (nodes) => nodes.not(from).map((n) => ({ ...n.renderedPosition(), node: n }));
      to = (toward(points(from.neighborhood().nodes().intersection(visible)), at, key) || toward(points(visible), at, key))?.node;
    }
    if (!to) return;
    cy.nodes(".cursor").removeClass("cursor hover");
    to.addClass("cursor hover");
    cursor = to.id();
    const p = to.renderedPosition();
    if (p.x < 20 || p.y < 20 || p.x > cy.width() - covered() - 20 || p.y > cy.height() - 40) cy.center(to);
    byId("announce").textContent = `${to.data("name")} ${typeLabel(to.data("type"))}`;
  }

  byId("cy").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const run = {
      ArrowLeft: () => move(event.key), ArrowRight: () => move(event.key), ArrowUp: () => move(event.key), ArrowDown: () => move(event.key),
      Enter: () => cursor && state.set({ sel: cursor }), Escape: () => state.set({ sel: null }),
      "+": () => zoomBy(1.35), "=": () => zoomBy(1.35), "-": () => zoomBy(1 / 1.35), 0: () => fitAll(),
    }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  });
}
