"""Every key of the cards core, bases and network of one scope, in both readings of the core.

The measures of a plain graph come from ``tests/oracle``, which was written from the same
definitions and without the code; scope, ties, events, sectors, regions and who is observed come
from the tables here.
"""

from importlib import import_module
from types import SimpleNamespace

import networkx as nx

from .cards import item
from .layers import projected

READINGS = ("center", "with_hosts")
MEAN_OVER_CENTRES = {
    "core_betweenness",
    "core_coreness_ratio",
    "core_constraint",
    "core_effective_size",
    "core_efficiency",
    "core_strength_percentile",
    "core_independence",
}
# The headlines of section 6 that are no keys of metric_keys.json.
MORE_BASES = ["bases_effective_of_5", "base_regions_of_5"]
MORE_NETWORK = ["robustness_normalized", "non_articulation_share", "cross_sector_tie_share"]


def oracle():
    """The measures of tests/oracle; imported late, since pytest knows this folder without its parent."""
    return import_module("..oracle.measures", __package__)


def contraction(core, host):
    """host -> the one centre of this core that it hosts; a host of two stays itself."""
    every = set().union(*(host[c] for c in core))
    own = {h: [c for c in core if h in host[c]] for h in every}
    return {h: centres[0] for h, centres in own.items() if len(centres) == 1}


def regions(data):
    """actor -> its city, where one is given: `city` is the property region.

    Bases have no such column, and none of them is observed here.
    """
    out = {row["org_id"]: row["city"] for row in data["organizations"]}
    out.update({row["center_id"]: row["city"] for row in data["centers"]})
    return {actor: city for actor, city in out.items() if city}


def observed_ecosystem(data, parts, actors, core, bases, host, sector, reading):
    """The observed part of a scope in one reading, in the shape that tests/oracle measures."""
    into = contraction(core, host) if reading == "with_hosts" else {}
    # The scope is built first (`actors`, the same in both readings), then contracted. CHOICE 13:
    # in the scope of one centre only this centre is contracted; a host of another centre is an
    # actor there as in the reading `center`, since the other centre itself is left out.
    actors = {into.get(actor, actor) for actor in actors}
    weight, events = projected(data, parts, into)
    ties = sorted(sorted(pair) for pair in weight if pair <= actors)
    seen = {actor for pair in ties for actor in pair}  # no source is `complete:`: a tie decides
    graph = nx.Graph()
    graph.add_nodes_from(sorted(seen))  # sorted, so that seeded runs repeat
    graph.add_edges_from((u, v, {"weight": weight[frozenset((u, v))]}) for u, v in ties)
    # CHOICE 14: events are the province's, as the weights are, and hold in a scope their members
    # among its observed actors: one is enough, also where a person's other body is elsewhere.
    # (No value of this sample would differ if such a person made no event.)
    kept = [group & seen for _, group in sorted(events.items()) if group & seen]
    city = regions(data)
    eco = SimpleNamespace(
        reading=reading,
        A=graph,
        K=sorted(core & seen),
        B=sorted(bases & seen),
        sector={a: "center" if a in core else sector[a] for a in seen},
        region={a: city.get(a) for a in seen},
        events=kept,
        hosts=host,
    )
    return eco, len(actors)


def undefined(key, reading, n):
    """Why a key of the core card has no value although a centre is observed."""
    if key == "core_independence":
        return "contracted" if reading == "with_hosts" else "no_host"
    if key == "core_cross_type_brokerage_share":
        return "no_open_pair"
    if key == "be_fit_best" and n > oracle().BEST_FIT_ACTORS:
        return "cost"
    return "too_few"


def core_card(eco, of, core):
    """All keys of core: over the observed actors, the means over the observed centres."""
    measures = oracle()
    n, out = len(eco.A), {}
    keys = measures.KEYS["core"].split()
    values = measures.core_card(eco, keys)
    for key in keys:
        cover = (len(eco.K), len(core)) if key in MEAN_OVER_CENTRES else (n, of)
        if not eco.K:  # also core_independence of with_hosts: "every key of core"
            out[key] = item(None, "unobserved", *cover)
        else:
            value = measures.plain(values[key])
            out[key] = item(value, undefined(key, eco.reading, n), *cover)
    return out


def bases_card(eco, bases):
    """All keys of bases, where none of them is observed."""
    if eco.B:  # never so in this sample; say so rather than guess
        raise SystemExit("a base is observed: the base card needs its own code")
    out = {}
    for key in oracle().KEYS["bases"].split() + MORE_BASES:
        out[key] = item(None, "unobserved" if bases else "no_base", 0, len(bases))
    out["bases_registered"] = item(len(bases), None, 0, len(bases))
    if not bases:
        out["bases_active"] = item(0, None, 0, 0)
    return out


def network_card(eco, of):
    """All keys of network: a value only where enough of the scope is observed."""
    measures = oracle()
    n, out = len(eco.A), {}
    values, how = measures.network_card(eco, measures.KEYS["network"].split())
    none = dict.fromkeys(measures.KEYS["bases"].split())
    more = measures.extra_cards(eco, none, values)
    values.update((key, more[key]) for key in MORE_NETWORK)
    for key, value in values.items():
        value = measures.plain(value)
        if key.startswith("coreless") and not eco.K:
            out[key] = item(None, "unobserved", n, of)
        elif 2 * n < of or n < 10:
            out[key] = item(None, "partly_observed", n, of, recorded=value)
        elif key == "isolate_share" and n < of:
            # CHOICE 15: null without `recorded`, as the sentence on it names none. Never so here.
            out[key] = item(None, "partly_observed", n, of)
        else:
            out[key] = item(value, "too_few", n, of)
    return out, how


def all_keys(data, parts, actors, core, bases, host, sector):
    """{reading: {card: {key: item}}} of one scope, and how robustness was found."""
    out, details = {}, {}
    for reading in READINGS:
        eco, of = observed_ecosystem(data, parts, actors, core, bases, host, sector, reading)
        network, details[reading] = network_card(eco, of)
        cards = {"core": core_card(eco, of, core), "bases": bases_card(eco, bases)}
        out[reading] = {**cards, "network": network}
    return out, details
