"""The domain: model, facts, stores, snapshot, metrics, chains.

A notebook needs four names: `open_store`, `open_snapshot`, `compute_cards`, `find_gaps`.
"""

from graph.chain.gaps import find_gaps
from graph.metrics.cards import compute_cards
from graph.snapshot import Snapshot, open_snapshot
from graph.store import open_store

__all__ = ["Snapshot", "compute_cards", "find_gaps", "open_snapshot", "open_store"]
