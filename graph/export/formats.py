"""Writers: GEXF, GraphML, CSV tables in a zip, native JSON."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx

from graph.errors import UsageError, did_you_mean
from graph.export.sanitize import attributes, cell
from graph.report.network import Filter, graph_body
from graph.snapshot import Snapshot

_EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip carries times; ours carries none of its own
_NODE_COLUMNS = ("id", "type", "label", "label_en", "kind", "region", "year", "degree", "role",
                 "x", "y", "flagged")  # fmt: skip
_EDGE_COLUMNS = ("id", "source", "target", "type", "layer", "year", "status", "role", "weight",
                 "flagged")  # fmt: skip


def export(
    snapshot: Snapshot, name: str, *, chosen: Filter | None = None, invented: bool = False
) -> bytes:
    """The graph in a format.

    Parameters
    ----------
    snapshot : Snapshot
    name : str
        One of `FORMATS`.
    chosen : Filter, optional
        Which entities; all types by default.
    invented : bool
        Marks every node and edge, and the document, as 虚构.

    Raises
    ------
    UsageError
        The format is not known.
    """
    if name not in FORMATS:
        raise UsageError(
            f"没有格式 {name} / there is no format {name}", did_you_mean(name, FORMATS)
        )
    wanted = chosen or Filter(types=tuple(snapshot.schema.nodes))
    body = graph_body(snapshot, wanted, limit=len(snapshot) or 1)
    if invented:
        for one in (*body["nodes"], *body["edges"]):
            one["invented"] = "虚构"
        body["meta"]["invented"] = "虚构 invented"
    return FORMATS[name][0](body)


def _networkx(body: Mapping[str, Any]) -> nx.MultiDiGraph[str]:
    mark = body["meta"].get("invented")
    built: nx.MultiDiGraph[str] = nx.MultiDiGraph(digest=body["meta"]["digest"])
    if mark:
        built.graph["invented"] = mark
    for node in body["nodes"]:
        built.add_node(str(node["id"]), **attributes(node, "id"))
    for edge in body["edges"]:
        kept = attributes(edge, "source", "target", "id")
        built.add_edge(edge["source"], edge["target"], key=edge["id"], **kept)
    return built


def _gexf(body: Mapping[str, Any]) -> bytes:
    """GEXF 1.2 with positions as plain attributes; opens in Gephi."""
    built = _networkx(body)
    built.graph.clear()  # NetworkX writes only mode and defaultedgetype
    for _, data in built.nodes(data=True):
        if "x" in data:
            data["viz"] = {"position": {"x": data.pop("x"), "y": -data.pop("y"), "z": 0.0}}
    text = "\n".join(nx.generate_gexf(built, prettyprint=False, version="1.2draft"))
    description = f"digest {body['meta']['digest']} {body['meta'].get('invented', '')}".strip()
    return _undated(text, description).encode("utf-8")


def _undated(text: str, description: str) -> str:
    """NetworkX stamps the day; equal content must give equal bytes."""
    start = text.index("<meta")
    end = text.index("</meta>", start) + len("</meta>")
    meta = f"<meta><creator>Chuangpu</creator><description>{description}</description></meta>"
    return text[:start] + meta + text[end:]


def _graphml(body: Mapping[str, Any]) -> bytes:
    """GraphML; opens in Gephi, yEd, igraph, NetworkX."""
    written = io.BytesIO()
    nx.write_graphml_xml(_networkx(body), written, encoding="utf-8", prettyprint=False)
    return written.getvalue()


def _csv(body: Mapping[str, Any]) -> bytes:
    """A zip of nodes.csv and edges.csv, UTF-8 with byte-order mark for spreadsheets."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, columns in (("nodes", _NODE_COLUMNS), ("edges", _EDGE_COLUMNS)):
            extra = ("invented",) if body["meta"].get("invented") else ()
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow((*columns, *extra))
            for one in body[name]:
                writer.writerow([cell(one.get(key)) for key in (*columns, *extra)])
            info = zipfile.ZipInfo(f"{name}.csv", date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))
    return packed.getvalue()


def _json(body: Mapping[str, Any]) -> bytes:
    """The body of the API's ``graph``, whole."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8")


FORMATS: dict[str, tuple[Callable[[Mapping[str, Any]], bytes], str, str]] = {
    "gexf": (_gexf, ".gexf", "application/gexf+xml"),
    "graphml": (_graphml, ".graphml", "application/graphml+xml"),
    "csv": (_csv, ".zip", "application/zip"),
    "json": (_json, ".json", "application/json"),
}
"""Name -> (writer, suffix, media type)."""
