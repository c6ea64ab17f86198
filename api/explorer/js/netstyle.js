// How the network looks. Colours of types come from /meta through the data of each node.
import { FONT } from "./dom.js";

export function style(zoom, scale) {
  const pixels = (n) => () => n / zoom();
  const label = {
    label: "data(label)", "font-size": (n) => (n.data("size") > 14 ? 12 : 11) / zoom(),
    "text-max-width": (n) => `${400 / zoom()}px`, "z-index": 10,
  };
  const side = (valign, halign, x, y) => ({ "text-valign": valign, "text-halign": halign, "text-margin-x": pixels(x), "text-margin-y": pixels(y) });
  return [
    { selector: "node", style: {
      "background-color": "data(color)", shape: "data(shape)",
      width: (n) => n.data("size") * scale(), height: (n) => n.data("size") * scale(),
      "border-width": (n) => (n.data("type") === "Person" ? 2.2 * scale() : 0), "border-color": "#14532d",
      "text-wrap": "wrap", "font-family": FONT, "line-height": 1.1, "text-events": "no", color: "#1d2733",
      "text-background-color": "#fff", "text-background-opacity": 0.8, "text-background-padding": "0px",
    } },
    { selector: "node.label, node.hover", style: { ...label, ...side("bottom", "center", 0, 2) } },
    { selector: "node.above", style: side("top", "center", 0, -2) },
    { selector: "node.right", style: side("center", "right", 2, 0) },
    { selector: "node.left", style: side("center", "left", -2, 0) },
    { selector: "node[role = 'center']", style: { "font-weight": "bold", "z-index": 5 } },
    { selector: "node.bubble", style: { "background-opacity": 0.25, "border-width": pixels(1), "border-color": "data(color)" } },
    { selector: "edge", style: {
      width: pixels(0.8), "line-color": "#6b7a8d", opacity: 0.3, "curve-style": "haystack", "haystack-radius": 0,
    } },
    { selector: "edge[status = 'planned'], edge[status = 'talks'], edge[status = 'event_only']", style: { "line-style": "dashed" } },
    { selector: "edge.lit", style: { width: pixels(1.6), opacity: 0.9, "line-color": "#4a6fa5" } },
    { selector: "node.hover, node.cursor, node.focus", style: {
      "underlay-color": "#0b57d0", "underlay-opacity": 0.28, "underlay-shape": "ellipse", "underlay-padding": pixels(5), "z-index": 30,
    } },
    { selector: "node.cursor", style: { "border-width": pixels(2.5), "border-color": "#0b57d0" } },
    { selector: "node.focus", style: { "font-weight": "bold" } },
    { selector: ".dim", style: { opacity: 0.07, events: "no" } },
    { selector: "core", style: { "active-bg-opacity": 0 } },
  ];
}
