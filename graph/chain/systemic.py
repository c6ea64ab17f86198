"""Economic systemic risk: what share of all output fails in the end if one firm fails.

Diem et al., Scientific Reports 12:7719, 2022, with all inputs essential. All scenarios run side by
side as columns of sparse products.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
_COLUMNS = 64
_CLOSE = 1e-12
_ROUNDS = 10_000


def systemic_risk(
    ties: Mapping[tuple[int, int], float], sector: Mapping[int, int]
) -> dict[int, float]:
    """ESRI of each firm with a supply tie.

    Parameters
    ----------
    ties : mapping of (supplier, customer) to float
        Value of each supply tie, positive; at least one.
    sector : mapping of firm to int
        The one segment that each firm makes.

    Returns
    -------
    dict of int to float
        In [0, 1], by firm. Firms weigh by the value they supply.
    """
    firms = sorted({end for pair in ties for end in pair})
    flow = _Flow(firms, ties, sector)
    found = np.empty(len(firms))
    for start in range(0, len(firms), _COLUMNS):
        gone = np.arange(start, min(start + _COLUMNS, len(firms)))
        found[gone] = flow.lost(gone)
    return dict(zip(firms, found.tolist(), strict=True))


class _Flow:
    """The network as matrices: shares of inputs by sector, shares of sales, sectors."""

    def __init__(
        self, firms: list[int], ties: Mapping[tuple[int, int], float], sector: Mapping[int, int]
    ) -> None:
        place = {firm: i for i, firm in enumerate(firms)}
        n = len(firms)
        pairs = sorted(ties)
        seller = np.array([place[a] for a, _ in pairs])
        buyer = np.array([place[b] for _, b in pairs])
        value = np.array([ties[pair] for pair in pairs], dtype=np.float64)
        names = {one: i for i, one in enumerate(sorted({sector[firm] for firm in firms}))}
        kind = np.array([names[sector[firm]] for firm in firms])
        self.output = np.bincount(seller, value, n)
        self.idle = self.output == 0  # nobody buys from them
        sales = value / self.output[seller]
        self.sales = sparse.csr_array(sparse.coo_array((sales, (seller, buyer)), shape=(n, n)))
        # One row for each buyer and sector it buys from, ordered by buyer.
        row, group = np.unique(buyer * len(names) + kind[seller], return_inverse=True)
        share = value / np.bincount(group, value)[group]
        self.inputs = sparse.csr_array(
            sparse.coo_array((share, (group, seller)), shape=(len(row), n))
        )
        self.buyers, self.first = np.unique(row // len(names), return_index=True)
        self.sector = sparse.csr_array(
            sparse.coo_array((np.ones(n), (kind, np.arange(n))), shape=(len(names), n))
        )
        self.kind = kind

    def lost(self, gone: NDArray[np.intp]) -> Floats:
        """Share of all output lost in the end when each of some firms fails."""
        n, columns = len(self.output), np.arange(len(gone))
        down = np.ones((n, len(gone)))
        down[gone, columns] = 0.0
        up = down.copy()
        for _ in range(_ROUNDS):
            before_down, before_up = down, up
            down = self._downstream(before_down)
            up = self.sales @ before_up
            up[self.idle] = 1.0
            down[gone, columns] = 0.0
            up[gone, columns] = 0.0
            change = max(np.abs(down - before_down).max(), np.abs(up - before_up).max())
            if change < _CLOSE:
                break
        weight = self.output / self.output.sum()
        found: Floats = weight @ (1 - np.minimum(down, up))
        return found

    def _downstream(self, level: Floats) -> Floats:
        """What each firm can still make: its scarcest kind of input decides."""
        left = (self.sector @ (self.output[:, None] * level))[self.kind]
        replaceable = np.where(
            left > 0, np.minimum(1.0, self.output[:, None] / np.where(left > 0, left, 1.0)), 1.0
        )
        missing = self.inputs @ (replaceable * (1 - level))
        found = np.ones(level.shape)
        found[self.buyers] = 1 - np.maximum.reduceat(missing, self.first, axis=0)
        return found
