"""The same from the same files with NetworkX alone: ``python -m benchmarks.networkx_side``.

Arguments: the folder and the seconds that each headline may take. The rules of the activity layer
(status, window, who is an actor) are written here again, without our code.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx

from benchmarks.attack import attacked
from benchmarks.stages import emit, forked, measured, stage

ACTIVITY = {"PARTNERS_WITH", "SERVES", "LICENSES"}
EVENT = {"PARTICIPATES_IN", "LEADS_PROJECT", "OWNS_IP", "EMPLOYS"}
POSTS = {"EMPLOYS", "DIRECTED_BY"}
FACT = ("relation", "start_year", "end_year", "role", "status", "event_id", "note")
NODES = {
    "centers": "center_id", "organizations": "org_id", "bases": "base_id", "people": "person_id",
    "projects": "project_id", "ip": "ip_id", "places": "place_id", "chains": "chain_id",
    "chain_segments": "segment_id",
}  # fmt: skip
EDGES = {
    "relations": ("subject_id", "object_id", "relation"),
    "chain_links": ("from_segment_id", "to_segment_id", ""),
    "chain_actors": ("org_id", "segment_id", "kind"),
    "segment_research": ("org_id", "segment_id", "kind"),
}
Graph = nx.Graph  # type: ignore[type-arg]


def rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    """Rows of one file, empty cells left out."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {key: text for key, text in row.items() if text}


def read(folder: Path) -> Any:
    """Everything as one multigraph with the cells as attributes."""
    graph = nx.MultiDiGraph()
    for table, key in NODES.items():
        for row in rows(folder, table):
            graph.add_node(row[key], table=table, **row)
    for table, (source, target, kind) in EDGES.items():
        for row in rows(folder, table):
            label = row.get(kind) or table
            graph.add_edge(row[source], row[target], label=label, **row)
    return graph


def project(graph: Any) -> Graph:
    """Ties between bodies: contracts, and events projected with 1/(k-1) for each pair."""
    settled = [
        (u, v, row) for u, v, row in _once(graph)
        if row.get("status") in (None, "done", "signed") and "relation" in row
    ]  # fmt: skip
    tied = ACTIVITY | EVENT | {"DIRECTED_BY"}
    last = max(
        int(row["start_year"][:4]) for _, _, row in settled
        if row["relation"] in tied and "start_year" in row
    )  # fmt: skip
    bases = {v for _, v, row in settled if row["relation"] == "HAS_BASE"}
    bases = {one for one in bases if graph.nodes[one]["role"] not in ("seat", "host_campus")}
    actors = {
        one for one, data in graph.nodes(data=True)
        if data["table"] in ("centers", "organizations") or one in bases
    }  # fmt: skip
    built = nx.Graph()
    built.add_nodes_from(sorted(actors))
    members: dict[str, set[str]] = {}
    for u, v, row in settled:
        if row["relation"] not in tied or not _met(row, last - 4, last):
            continue
        if row["relation"] in ACTIVITY:
            if u in actors and v in actors:
                _tie(built, u, v, 1.0)
        elif u in actors and _makes_event(graph.nodes[v]):
            members.setdefault(v, set()).add(u)
    for event in members.values():
        found = sorted(event)
        for i, one in enumerate(found):
            for two in found[i + 1 :]:
                _tie(built, one, two, 1 / (len(found) - 1))
    built.remove_nodes_from(list(nx.isolates(built)))
    built.graph["core"] = [one for one in built if graph.nodes[one]["table"] == "centers"]
    return built


def _once(graph: Any) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Edges; a contract told by two rows in the same words is one fact."""
    told = set()
    for u, v, row in graph.edges(data=True):
        if row.get("relation") in ACTIVITY:
            fact = (*sorted((u, v)), *(row.get(key) for key in FACT))
            if fact in told:
                continue
            told.add(fact)
        yield u, v, row


def _met(row: dict[str, str], first: int, last: int) -> bool:
    start = int(row["start_year"][:4]) if "start_year" in row else None
    runs = (start or 0) + (10 if row["relation"] in POSTS else 0)
    end = int(row["end_year"][:4]) if "end_year" in row else runs if start else 9999
    return (start or 0) <= last and end >= first


def _makes_event(data: dict[str, Any]) -> bool:
    if data["table"] == "ip":
        return int(data.get("count", 1)) <= 1
    return data["table"] in ("projects", "people")


def _tie(graph: Graph, one: str, two: str, weight: float) -> None:
    if graph.has_edge(one, two):
        graph[one][two]["weight"] += weight
    else:
        graph.add_edge(one, two, weight=weight)


# headlines


def core_tie_share(graph: Graph, _: list[str]) -> float:
    """Weight of the ties with an end in the core over all weight."""
    core = set(graph.graph["core"])
    ties = [(u in core or v in core, w) for u, v, w in graph.edges(data="weight")]
    return sum(w for mine, w in ties if mine) / sum(w for _, w in ties)


def core_betweenness(graph: Graph, sources: list[str]) -> float:
    """From given sources, scaled to all; mean over the core."""
    n, core = len(graph), graph.graph["core"]
    found = nx.betweenness_centrality_subset(graph, sources, list(graph))
    scale = n / len(sources) / ((n - 1) * (n - 2) / 2)
    return float(sum(found[one] for one in core) / len(core) * scale)


def core_reach_2(graph: Graph, _: list[str]) -> float:
    """Bodies outside the core within two steps of it."""
    core = graph.graph["core"]
    near = nx.multi_source_dijkstra_path_length(graph, core, cutoff=2, weight=None)
    return (len(near) - len(core)) / (len(graph) - len(core))


def coreless_pair_connectivity(graph: Graph, _: list[str]) -> float:
    """Pairs that a path joins without the core."""
    rest = graph.subgraph(set(graph) - set(graph.graph["core"]))
    sizes = [len(one) for one in nx.connected_components(rest)]
    return sum(k * (k - 1) for k in sizes) / (len(rest) * (len(rest) - 1))


def coreless_efficiency(graph: Graph, sources: list[str]) -> float:
    """Mean of 1/distance from given sources, without the core."""
    rest = graph.copy()
    rest.remove_nodes_from(graph.graph["core"])
    total = 0.0
    for one in sources:
        lengths = nx.single_source_shortest_path_length(rest, one)
        total += sum(1 / d for d in lengths.values() if d)
    return total / len(sources) / (len(rest) - 1)


def non_articulation_share(graph: Graph, _: list[str]) -> float:
    """Bodies that are no articulation point."""
    return 1 - sum(1 for _ in nx.articulation_points(graph)) / len(graph)


def robustness_normalized(graph: Graph, _: list[str]) -> float:
    """One order of attack, ties broken by a seed; components by adding bodies back."""
    total = attacked(graph, {one: random.Random(f"1:{one}").random() for one in graph})
    n = len(graph)
    return total / n**2 * 2 * n / (n - 1)


HEADLINES: tuple[tuple[Callable[[Graph, list[str]], float], str], ...] = (
    (core_tie_share, ""), (core_betweenness, "seen"), (core_reach_2, ""),
    (coreless_pair_connectivity, ""), (robustness_normalized, ""),
    (coreless_efficiency, "coreless"), (non_articulation_share, ""),
)  # fmt: skip


def main(folder: Path, limit: float) -> None:
    """All stages, each line on standard output."""
    emit("start", side="networkx")
    forked(lambda: _read(folder, limit))


def _read(folder: Path, limit: float) -> None:
    graph = measured("read", lambda: read(folder), lambda g: {"nodes": len(g), "edges": g.size()})
    forked(lambda: _project(graph, folder, limit))


def _project(graph: Any, folder: Path, limit: float) -> None:
    built = measured(
        "projection", lambda: project(graph),
        lambda g: {"seen": len(g), "ties": g.size(), "weight": g.size("weight")},
    )  # fmt: skip
    for headline, name in HEADLINES:
        sources = (folder / f"{name}.sources").read_text("utf-8").split() if name else []
        stage(
            headline.__name__, lambda h=headline, s=sources: h(built, s),  # type: ignore[misc]
            lambda value: {"value": value}, limit=limit,
        )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
