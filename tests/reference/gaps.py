"""The gaps of every chain: labels, risks, the order of repair and the three lists."""

import math
from collections import Counter
from fractions import Fraction
from itertools import combinations

import networkx as nx

from .design import Design


def labels(design, risk):
    """{segment: sorted labels} of one chain, empty lists included."""
    out = {}
    waiting = set()
    for ident in design.counted:
        found = set()
        local, outer = design.of(ident, "local"), design.of(ident, "external")
        if not local and not outer:
            found.add("origin_unknown" if design.makers[ident] else "missing_unverified")
            waiting.add(ident)
        elif Fraction(len(outer), len(local) + len(outer)) >= Fraction(7, 10):
            # an unlinked segment has no design_value_at_risk and cannot be external_choke
            found.add("external_choke" if risk.get(ident, 0) > 0 else "external_substitutable")
        if len(local) == 1:
            found.add("single_source")
        # concentrated needs HHI > .5 with two makers or more of capacity 1 each: never here
        out[ident] = found
    good = design.feasible(
        lambda k: design.covered(k) or k in waiting,
        lambda link: design.status[link] in ("local", "unknown"),
    )
    for ident in design.linked - good:
        # no link is `none` here, so no segment is blocked_input
        if design.covered(ident) and "external_choke" not in out[ident]:
            out[ident].add("stranded")
    return {ident: sorted(found) for ident, found in out.items()}, waiting


def shapley(design, roots, waiting):
    """repair_shapley of the root causes, v(none) and v(all): exact, over all subsets."""

    def v(chosen):
        good = design.feasible(
            lambda k: design.covered(k) or k in waiting or k in chosen,
            lambda link: bool(set(link) & chosen) or design.status[link] in ("local", "unknown"),
        )
        return Fraction(len(good), len(design.linked))

    size = len(roots)
    value = {k: Fraction(0) for k in roots}
    for k in roots:
        rest = [other for other in roots if other != k]
        for count in range(size):
            part = Fraction(
                math.factorial(count) * math.factorial(size - count - 1), math.factorial(size)
            )
            for chosen in combinations(rest, count):
                value[k] += part * (v(set(chosen) | {k}) - v(set(chosen)))
    none, every = v(set()), v(set(roots))
    assert none + sum(value.values(), Fraction(0)) == every
    return {k: float(x) for k, x in value.items()}, float(none), float(every)


def gaps(data, window):
    """Every chain on its own: labels, link status, feasible value, risks and the three lists."""
    out = {}
    for chain in data["chains"]:
        design = Design(data, {chain["chain_id"]}, window, join=False)
        risk = design.at_risk()
        below = {k: len(nx.descendants(design.graph, k)) for k in design.linked}
        label, waiting = labels(design, risk)
        causes = {"missing", "external_choke", "external_substitutable", "blocked_input"}
        roots = sorted(k for k in design.linked if causes & set(label[k]))
        exposure = {
            k: risk[k] / len(design.of(k, "local"))
            for k in design.linked
            if {"single_source", "concentrated"} & set(label[k])
        }

        def open_flag(ident):
            row = data["seg"][ident]
            return row["chokepoint"] == "1" and not row["choke_solved"]

        def ranked(values):
            return sorted(values, key=lambda k: (-round(values[k], 9), -below[k], k))

        repair, none, every = shapley(design, roots, waiting)
        out[chain["chain_id"]] = {
            "segments": {"counted": len(design.counted), "linked": len(design.linked)},
            "links": dict(Counter(design.status.values())),
            "labels": {k: v for k, v in label.items() if v},
            "link_status": {f"{a}>{b}": s for (a, b), s in design.status.items()},
            "feasible_value": {
                "low": design.feasible_low(),
                "high": design.feasible_high(),
                "coverage": len(design.linked) / len(design.counted),
            },
            "sinks": design.sinks,
            "design_value_at_risk": risk,
            "descendants": below,
            "breaks": ranked({k: risk[k] for k in roots}),
            "repair_shapley": repair,
            "repair_order": ranked(repair),
            "repair_v": {"none": none, "all": every},
            "exposure": exposure,
            "exposures": ranked(exposure),
            "to_verify": sorted(waiting, key=lambda k: (not open_flag(k), -below.get(k, 0), k)),
        }
    return out
