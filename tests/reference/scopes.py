"""Every scope: its actors, core, bases, hosts, headline values and keys."""

from collections import Counter, defaultdict

from .cards import chain_headlines, headlines
from .design import Design
from .keys import all_keys
from .layers import (
    activity,
    all_actors,
    make_rows,
    memberships,
    projected,
    registered_bases,
    research_rows,
)
from .window import relation_counts


def scope_actors(data, centre, ties, window, chain_ids):
    """The actors of one centre's ecosystem."""
    bases = {b for b, c in registered_bases(data).items() if c == centre}
    inside = {centre} | bases
    for row in data["rel"]:
        mine = row["type"] in ("HOSTED_BY", "CO_BUILT_BY") and row["a"] == centre
        if mine and relation_counts(data, row, window):
            inside.add(row["b"])
    for pair in ties:
        if pair & ({centre} | bases):
            inside |= pair
    counted = {
        row["segment_id"]
        for row in data["chain_segments"]
        if row["chain_id"] in chain_ids and row["kind"] == "segment"
    }
    # CHOICE 8: rows entered for a counted segment of the centre's own chains; a maker that comes
    # in only by `same` or `part_of` from another chain is no actor of the scope.
    inside |= {actor for actor, segment, _ in make_rows(data, window) if segment in counted}
    inside |= {actor for actor, segment in research_rows(data, window) if segment in counted}
    others = {row["center_id"] for row in data["centers"]} - {centre}
    others |= {b for b, c in registered_bases(data).items() if c != centre}
    return inside - others, bases


def hosts(data):
    """centre -> its hosts by counting rows."""
    out = defaultdict(set)
    for row in data["rel"]:
        if row["type"] == "HOSTED_BY" and relation_counts(data, row, None):
            out[row["a"]].add(row["b"])
    return out


def every_scope(data, window):
    """(name, chain ids, actors, bases, core) of the ten centres and the province."""
    ties = activity(data, window)
    sector = all_actors(data)
    bases_of = registered_bases(data)
    chains = {r["chain_id"]: set(r["center_ids"].split(";")) - {""} for r in data["chains"]}
    # CHOICE 11: K of the province leaves out the centre whose state is planned (the sentence on
    # K), though the sentence on the scope says "K = all centres"; it stays an actor there.
    provincial = {
        row["center_id"] for row in data["centers"] if row["state"] != "planned_or_unknown"
    }
    for name in [*sorted(row["center_id"] for row in data["centers"]), "province"]:
        if name == "province":
            yield name, set(chains), set(sector), set(bases_of), provincial
        else:
            ids = {chain for chain, centres in chains.items() if name in centres}
            yield name, ids, *scope_actors(data, name, ties, window, ids), {name}


def scopes(data, window):
    """Every scope with its headline values and, in both readings, all keys of three cards."""
    parts = memberships(data, window)
    ties = projected(data, parts)[0]
    sector = all_actors(data)
    host = hosts(data)
    out = {}
    for name, ids, actors, bases, core in every_scope(data, window):
        weight = {pair: w for pair, w in ties.items() if pair <= actors}
        design = Design(data, ids, window, join=True)
        values, seen, detail = headlines(actors, weight, core, bases, host, sector, design)
        keys, how = all_keys(data, parts, actors, core, bases, host, sector)
        out[name] = {
            "actors": len(actors),
            "actor_ids": sorted(actors),
            "observed": len(seen),
            "observed_ids": seen,
            "ties": {"|".join(sorted(pair)): float(w) for pair, w in weight.items()},
            "K": sorted(core),
            "B": sorted(bases),
            "chains": sorted(ids),
            "hosts": sorted(set().union(*(host[c] for c in core))),
            "robustness": detail,
            "headlines": values,
            "links": dict(Counter(design.status.values())),
            "segments": {"counted": len(design.counted), "linked": len(design.linked)},
            "keys": keys,
            "keys_robustness": how,
        }
    return out


def scopes_in_window(data, window):
    """The same keys in another window, and the headlines of the chain card."""
    parts = memberships(data, window)
    sector = all_actors(data)
    host = hosts(data)
    out = {}
    for name, ids, actors, bases, core in every_scope(data, window):
        keys, how = all_keys(data, parts, actors, core, bases, host, sector)
        out[name] = {
            "actor_ids": sorted(actors),
            "chain": chain_headlines(Design(data, ids, window, join=True)),
            "keys": keys,
            "keys_robustness": how,
        }
    return out
