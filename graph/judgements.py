"""Which ids mean the same thing: canonical ids as a view over written decisions.

Positive decisions are transitive; a negative one on any pair of two clusters keeps the whole
clusters apart. Clusters are found with a loop, in an order that does not depend on when the
decisions were written.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.records import Judgement, in_force


def canonical_ids(judgements: Iterable[Judgement]) -> dict[str, str]:
    """The canonical id of every id that is merged: the smallest id of its cluster.

    Ids that stand alone are left out. Positive pairs are joined in ascending order; a pair whose
    joining would bring together two ids judged different is not joined.

    >>> canonical_ids([Judgement("b", "a", "same"), Judgement("c", "b", "same")])
    {'b': 'a', 'c': 'a'}
    >>> canonical_ids([Judgement("b", "a", "same"), Judgement("a", "b", "different")])
    {}
    """
    last = in_force(judgements)
    same = sorted((left, right) for left, right, verdict in last if verdict == "same")
    apart = {(left, right) for left, right, verdict in last if verdict == "different"}
    members: dict[str, set[str]] = {}
    for left, right in same:
        one = members.setdefault(left, {left})
        two = members.setdefault(right, {right})
        if one is two or any(tuple(sorted((x, y))) in apart for x in one for y in two):
            continue
        one |= two
        for key in two:
            members[key] = one
    return {key: min(cluster) for key, cluster in sorted(members.items()) if min(cluster) != key}
