// Ego focus: the rest is dimmed, neighbors move onto rings around the chosen entity, and back.
import { t } from "./i18n.js";
import { typeLabel } from "./names.js";

const MOST = 60; // neighbors shown one by one; more are grouped per type
const LABEL = 78; // pixels that a label takes on a ring
const STEP = 80;

const homes = new Map();
let added = null;

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Put everything back where it was. */
export function restore(cy) {
  cy.stop(true);
  cy.nodes().stop(true, true);
  cy.batch(() => {
    if (added) added.remove();
    added = null;
    cy.elements().removeClass("dim focus near lit");
    for (const [id, position] of homes) cy.getElementById(id).position(position);
  });
  homes.clear();
}

/** Remember elements that are only there for the focus. */
export function alsoAdded(elements) {
  added = added ? added.union(elements) : elements;
}

function ringsOf(count, wide) {
  const rings = [];
  for (let left = count, radius = 105; left > 0; radius += STEP) {
    const room = Math.floor((Math.PI * radius * (1 + wide)) / LABEL);
    rings.push({ radius, count: Math.min(left, room) });
    left -= room;
  }
  return rings;
}

function bubbles(cy, node, rest) {
  const groups = new Map();
  for (const one of rest) {
    const type = one.data("type");
    groups.set(type, [...(groups.get(type) || []), one]);
  }
  return [...groups].map(([type, found]) => {
    const text = t("bubble", { n: found.length, type: typeLabel(type) });
    const id = `bubble:${type}`;
    const made = cy.add([
      { group: "nodes", classes: "bubble", data: { id, type, role: "bubble", label: text, lines: [text], degree: found.length, color: found[0].data("color"), size: 26, shape: "ellipse" } },
      { group: "edges", classes: "lit", data: { id: `bubble-edge:${type}`, source: node.id(), target: id } },
    ]);
    alsoAdded(made);
    return made.nodes()[0];
  });
}

/** Focus on a node. `unit` is one pixel in model units, `aspect` the width of the free canvas by its height. */
export function focus(cy, id, unit, aspect) {
  const wide = Math.min(1.4, Math.max(0.7, aspect));
  const node = cy.getElementById(id);
  const around = node.neighborhood().nodes().not(node).toArray();
  around.sort((a, b) => b.data("degree") - a.data("degree") || (a.id() < b.id() ? -1 : 1));
  const shown = around.slice(0, MOST);
  const rest = around.slice(MOST);
  shown.sort((a, b) => a.data("rank") - b.data("rank") || (a.id() < b.id() ? -1 : 1));
  const groups = bubbles(cy, node, rest);
  const near = [...shown, ...groups];
  const centre = { ...node.position() };
  const moves = new Map([[id, centre]]);
  let i = 0;
  for (const ring of ringsOf(near.length, wide)) {
    for (let k = 0; k < ring.count; k += 1, i += 1) {
      const angle = -Math.PI / 2 + (2 * Math.PI * (k + (ring.radius % 2 ? 0.5 : 0))) / ring.count;
      moves.set(near[i].id(), {
        x: centre.x + Math.cos(angle) * ring.radius * wide * unit,
        y: centre.y + Math.sin(angle) * ring.radius * unit,
      });
    }
  }
  const kept = cy.collection(near).union(node);
  cy.batch(() => {
    cy.elements().addClass("dim");
    kept.removeClass("dim");
    kept.addClass("near");
    node.removeClass("near").addClass("focus");
    node.edgesWith(kept).removeClass("dim").addClass("lit");
    for (const one of kept) {
      if (!groups.includes(one)) homes.set(one.id(), { ...one.position() });
    }
  });
  for (const [key, position] of moves) {
    const one = cy.getElementById(key);
    if (still() || groups.includes(one)) one.position(position);
    else one.animate({ position }, { duration: 260, easing: "ease-out" });
  }
  const reach = ringsOf(near.length, wide).pop()?.radius || 60;
  return {
    shown: shown.length, grouped: rest.length,
    box: {
      x1: centre.x - reach * wide * unit, x2: centre.x + reach * wide * unit,
      y1: centre.y - reach * unit, y2: centre.y + reach * unit,
    },
  };
}
