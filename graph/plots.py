"""Results as pictures for notebooks; the only module that imports pyvis.

pyvis 0.3.2 asks outside hosts for scripts and styles in every setting of ``cdn_resources``, and
writes files in the locale's encoding. Here its page is made self-contained: the library stands in
the page, everything else from outside is taken out, positions are ours and nothing moves.
"""

from __future__ import annotations

import html
import re
from typing import Any

from pyvis.network import Network

from graph.report.network import Filter, graph_body
from graph.snapshot import Snapshot

_OUTSIDE = re.compile(
    r"<!--.*?-->|<link\b[^>]*\bhref=[\"'](?:https?:)?//[^>]*>"
    r"|<script\b[^>]*\bsrc=[\"'][^\"']*[\"'][^>]*>\s*</script>",
    re.IGNORECASE | re.DOTALL,
)
_HEADING = re.compile(r"<center>\s*<h1>.*?</h1>\s*</center>", re.DOTALL)
_SHAPES = {"circle": "dot", "ellipse": "dot", "octagon": "hexagon", "pentagon": "hexagon"}


def to_pyvis_html(
    snapshot: Snapshot, *, chosen: Filter | None = None, limit: int = 200, lang: str = "zh"
) -> str:
    """A pyvis page of the network that makes no outside request.

    Parameters
    ----------
    snapshot : Snapshot
    chosen : Filter, optional
        Which entities; by default all but segments, chains, regions and indicators.
    limit : int
        At most so many entities, best connected first; the page says when it is cut.
    lang : str
        Language of names, ``zh`` or ``en``.
    """
    body = graph_body(snapshot, chosen or Filter(), limit=limit)
    net = Network(height="620px", width="100%", directed=True, cdn_resources="in_line")
    # Set whole: Network.add_edge looks through all earlier edges each time.
    net.nodes = [_node(snapshot, node, lang) for node in body["nodes"]]
    net.edges = [_edge(snapshot, edge, lang) for edge in body["edges"]]
    net.toggle_physics(False)
    page = _HEADING.sub("", _OUTSIDE.sub("", net.generate_html(notebook=False)))
    return page.replace("<body>", f"<body><p>{html.escape(_caption(body, lang))}</p>", 1)


def _node(snapshot: Snapshot, node: dict[str, Any], lang: str) -> dict[str, Any]:
    kind = snapshot.schema.nodes[node["type"]]
    name = (node["label_en"] or node["label"]) if lang == "en" else node["label"]
    return {
        "id": node["id"], "label": str(name)[:24], "title": f"{name} · {kind.label[lang]}",
        "color": kind.color, "shape": _SHAPES.get(kind.shape, kind.shape),
        "x": node["x"] * 1.6, "y": node["y"] * 1.6, "size": 8 + min(node["degree"], 40) ** 0.5 * 3,
        "physics": False,
    }  # fmt: skip


def _edge(snapshot: Snapshot, edge: dict[str, Any], lang: str) -> dict[str, Any]:
    kind = snapshot.schema.relations[edge["type"]]
    return {
        "from": edge["source"], "to": edge["target"], "title": kind.label[lang],
        "arrows": "to" if kind.directed else "", "color": "#b7c0ca",
    }  # fmt: skip


def _caption(body: dict[str, Any], lang: str) -> str:
    meta = body["meta"]
    shown, total = meta["returned_nodes"], meta["total_nodes"]
    if lang == "en":
        return f"{shown} of {total} entities, {meta['returned_edges']} relations · {meta['digest'][:12]}"
    return f"显示 {shown} / {total} 个实体，{meta['returned_edges']} 条关系 · {meta['digest'][:12]}"


class Picture:
    """A network picture that a notebook shows by itself."""

    def __init__(self, snapshot: Snapshot, **options: Any) -> None:
        self.page = to_pyvis_html(snapshot, **options)

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{html.escape(self.page)}" sandbox="allow-scripts" '
            'width="100%" height="680" style="border:0"></iframe>'
        )
