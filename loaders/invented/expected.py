"""expected.json: what must come out, from the plan alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from loaders.invented.chain import ChainPlan
from loaders.invented.expected_cards import cards
from loaders.invented.expected_chain import ChainWorld
from loaders.invented.expected_gaps import labels, lists
from loaders.invented.province import FIRST_YEAR, LAST_YEAR, Province
from loaders.invented.scope import Scope

CANONICAL = {  # The sample's names; a name that is not here keeps its own.
    "PARTNERS_WITH": "COLLABORATES_WITH",
    "LEADS_PROJECT": "LEADS",
    "DIRECTED_BY": "DIRECTS",
    "HAS_DEPUTY_DIRECTOR": "DIRECTS",
    "CHIEF_SCIENTIST": "CHIEF_SCIENTIST_OF",
    "HAS_SCIENTIST": "EMPLOYS",
    "HAS_TEAM_LEADER": "EMPLOYS",
    "HAS_ENGINEER": "EMPLOYS",
    "OWNS": "OWNS_COMPANY",
    "HAS_SHAREHOLDER": "OWNS_COMPANY",
}
ENTITIES = {
    "Center": "centers",
    "Organization": "organizations",
    "Base": "bases",
    "Park": "parks",
    "Person": "people",
    "Project": "projects",
    "Ip": "ip",
    "Chain": "chains",
    "Segment": "chain_segments",
    "Region": "places",
    "IndicatorObservation": "metrics",
}


def expected(
    province: Province, scopes: Sequence[Scope], chains: Sequence[ChainPlan]
) -> dict[str, Any]:
    """The document, with plain values only."""
    world = ChainWorld(chains)
    return {
        "window": [FIRST_YEAR, LAST_YEAR],
        "entities": {kind: len(province.tables[table]) for kind, table in ENTITIES.items()},
        "relations": _relations(province),
        "scopes": {
            scope.center: {"case": {"zh": scope.zh, "en": scope.en}, "cards": cards(scope, world)}
            for scope in scopes
        },
        "gaps": {chain.id: _gaps(world, chain) for chain in chains},
        "rules": province.rules,
    }


def _relations(province: Province) -> dict[str, int]:
    """Distinct statements by canonical type."""
    tables = province.tables
    statements = {
        (CANONICAL.get(row["relation"], row["relation"]), *sorted(row.items()))
        for row in tables["relations"]
    }
    counts = Counter(str(statement[0]) for statement in statements)
    counts["UPSTREAM_OF"] = len(tables["chain_links"])
    counts["SEGMENT_SAME_AS"] = len(tables["segment_same_as"])
    for row in tables["chain_actors"]:
        counts[{"maker": "PRODUCES", "research": "RESEARCHES"}.get(row["kind"], "NAMED_IN")] += 1
    for row in tables["segment_research"]:
        counts["RESEARCHES" if row["status"] == "done" else "NAMED_IN"] += 1
    return dict(counts)


def _gaps(world: ChainWorld, chain: ChainPlan) -> dict[str, Any]:
    view = world.union([chain])
    return {
        "labels": {segment: labels(view, segment) for segment in view.counted},
        "link_status": {f"{one}>{other}": status for (one, other), status in view.status.items()},
        **lists(view),
    }
