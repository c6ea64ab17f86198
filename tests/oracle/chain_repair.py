"""Oracle of the chain card: gap labels, repair values (Shapley) and exposures."""

import math
import random
from fractions import Fraction
from itertools import combinations

import networkx as nx

from .chain_reading import feasible, importance_share, rounded

EXACT_CAUSES = 12  # repair: the most root causes handled by enumeration
BATCH = 2_000  # repair above that: seeded permutations in one batch
MOST_PERMUTATIONS = 20_000
SMALL_ERROR = 4e-4
ROOT_LABELS = {"missing", "external_choke", "external_substitutable", "blocked_input"}


# ---------------------------------------------------------------- labels


def hhi(capacity):
    """Sum of squared shares of capacity, None without maker."""
    total = sum(capacity.values())
    return sum((c / total) ** 2 for c in capacity.values()) if capacity else None


def external_share(chain, s):
    """External capacity over all capacity, None without maker."""
    outside, inside = sum(chain.external[s].values()), sum(chain.local[s].values())
    return Fraction(outside) / (outside + inside) if outside + inside else None


def is_blocked(chain, status, t):
    """Some group of t has covered members and the link of each of them is none."""
    for members in chain.groups[t]:
        covered = [s for s in members if chain.local[s]]
        if covered and all(status[s, t] == "none" for s in covered):
            return True
    return False


def labels_of(chain, status, at_risk, upper, s):
    """The sorted labels of one segment."""
    local, outside = chain.local[s], chain.external[s]
    if not local and not outside:
        return ["missing"] if chain.surveyed[s] else ["missing_unverified"]
    labels = set()
    if not local or rounded(external_share(chain, s)) >= Fraction(7, 10):
        labels.add("external_choke" if rounded(at_risk[s]) > 0 else "external_substitutable")
    if local:
        if len(local) == 1:
            labels.add("single_source")
        elif rounded(hhi(local)) > Fraction(1, 2):
            labels.add("concentrated")
        if is_blocked(chain, status, s):
            labels.add("blocked_input")
        if s not in upper and not labels & {"blocked_input", "external_choke"}:
            labels.add("stranded")
    return sorted(labels)


# ---------------------------------------------------------------- repair


def repaired_value(chain, status, repaired):
    """v(T): importance share of segments feasible after repairing T."""

    def holds(s, t):
        return s in repaired or t in repaired or status[s, t] in ("local", "unknown")

    found = feasible(chain, lambda s: bool(chain.local[s]) or s in repaired, holds)
    return importance_share(chain, found, chain.segments)


def shapley_exact(players, worth):
    """Shapley values by enumeration of all coalitions."""
    k = len(players)
    values = {
        frozenset(team): worth(frozenset(team))
        for size in range(k + 1)
        for team in combinations(players, size)
    }
    shares = dict.fromkeys(players, Fraction(0))
    for team, value in values.items():
        for player in set(players) - team:
            chance = Fraction(1, k * math.comb(k - 1, len(team)))
            shares[player] += chance * (values[team | {player}] - value)
    return shares


def shapley_sampled(players, worth, seed=20240229):
    """Shapley values from seeded permutations: means, largest standard error, number."""
    rng, known = random.Random(seed), {}
    total, squares, runs = dict.fromkeys(players, 0.0), dict.fromkeys(players, 0.0), 0

    def value(team):
        if team not in known:
            known[team] = float(worth(team))
        return known[team]

    while True:
        for _ in range(BATCH):
            order, team = rng.sample(players, len(players)), frozenset()
            for player in order:
                gain = value(team | {player}) - value(team)
                total[player] += gain
                squares[player] += gain * gain
                team |= {player}
        runs += BATCH
        means = {p: total[p] / runs for p in players}
        spread = max(squares[p] / runs - means[p] ** 2 for p in players)
        error = math.sqrt(max(spread, 0.0) / (runs - 1))
        if error < SMALL_ERROR or runs >= MOST_PERMUTATIONS:
            return means, error, runs


def ranked(chain, values):
    """Ids by value descending, number of descendants descending, id."""
    return sorted(values, key=lambda s: (-rounded(values[s]), -len(nx.descendants(chain.D, s)), s))


def repair_keys(chain, status, labels, exact_causes=EXACT_CAUSES):
    """The repair keys, and how the Shapley values were found."""
    causes = [s for s in chain.segments if set(labels[s]) & ROOT_LABELS]

    def worth(team):
        return repaired_value(chain, status, team)

    how = {"root_causes": len(causes), "exact": len(causes) <= exact_causes}
    if how["exact"]:
        shares = shapley_exact(causes, worth)
    else:
        shares, how["standard_error"], how["permutations"] = shapley_sampled(causes, worth)
    keys = {
        "feasible_value_all_repaired": worth(frozenset(causes)),
        "repair_shapley": shares,
        "repair_order": ranked(chain, shares),
    }
    return keys, how


def exposure_keys(chain, labels, at_risk):
    """Exposure of the single-source and concentrated segments, and their order."""
    exposure = {}
    for s in chain.segments:
        if {"single_source", "concentrated"} & set(labels[s]):
            capacity = chain.local[s].values()
            exposure[s] = at_risk[s] * max(capacity) / sum(capacity)
    return {"exposure": exposure, "exposure_order": ranked(chain, exposure)}
