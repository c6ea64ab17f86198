"""The body of ``meta``: the model, the words and the colours that every face shows."""

from __future__ import annotations

from dataclasses import asdict
from math import isfinite
from typing import Any

from graph.chain.labels import LABELS
from graph.conventions import load_conventions
from graph.ecosystem.counting import Window
from graph.metrics.registry import CARDS, REGISTRY
from graph.metrics.result import REASONS
from graph.report.chain import STATUS, label_status
from graph.schema import Property
from graph.snapshot import Snapshot
from graph.store.base import Store

LINK_STATUS = {
    "local": {"zh": "本地已接上", "en": "realized locally"},
    "external": {"zh": "外供", "en": "supplied from outside"},
    "none": {"zh": "确无", "en": "none"},
    "unknown": {"zh": "未知", "en": "unknown"},
    "no_maker": {"zh": "无厂家", "en": "no maker"},
}


def meta_body(snapshot: Snapshot, store: Store, window: Window) -> dict[str, Any]:
    """Everything a page must know before it draws."""
    schema = snapshot.schema
    datasets = [one for one, gone in store.datasets().values() if not gone]
    invented = any(one.invented for one in datasets)
    kinds = {kind: len(snapshot.of_type(kind)) for kind in schema.nodes}
    ties = {name: len(snapshot.edge_rows(name)) for name in schema.relations}
    return {
        "digest": snapshot.digest, "data_version": snapshot.data_version,
        "title": {"zh": "区域创新生态知识图谱", "en": "Regional innovation ecosystem graph"},
        "invented": invented,
        "sample": not invented and any(one.name == "zhejiang" for one in datasets),
        "counts": {"entities": {k: n for k, n in kinds.items() if n},
                   "relations": {k: n for k, n in ties.items() if n}},
        "types": {
            name: {"label": node.label, "color": node.color, "shape": node.shape,
                   "count": kinds[name]}
            for name, node in schema.nodes.items()
        },
        "relation_types": {
            name: {"label": one.label, "layer": one.layer, "directed": one.directed}
            for name, one in schema.relations.items()
        },
        "layers": schema.layers, "vocabularies": schema.vocabularies,
        "properties": {
            name: _properties(node.properties) for name, node in schema.nodes.items()
        },
        "qualifiers": {
            name: _properties(one.properties) for name, one in schema.relations.items()
        },
        "cards": CARDS,
        "metrics": {
            key: {"card": one.card, "label": one.label, "sentence": one.sentence,
                  "caveat": one.caveat, "headline": one.headline, "unit": one.unit,
                  "range": [x if isfinite(x) else None for x in one.range], "parts": one.parts,
                  "nulls": one.nulls,
                  "formula": one.formula, "direction": one.direction, "additive": one.additive,
                  "reference": one.reference, "layer": one.layer}
            for key, one in REGISTRY.items()
        },
        "reasons": REASONS,
        "gap_labels": {
            label: {**words, "status": label_status(label)} for label, words in LABELS.items()
        },
        "segment_status": STATUS, "link_status": LINK_STATUS,
        "conventions": asdict(load_conventions()), "window": window.years,
        "centers": [
            {"id": snapshot.ids[row], "name": snapshot.name(row),
             "name_en": snapshot.column("name_en")[row], "state": snapshot.column("state")[row]}
            for row in snapshot.of_type("Center")
        ],
        "regions": sorted({snapshot.name(row) for row in snapshot.of_type("Region")}),
        "datasets": [asdict(one) for one in datasets],
    }  # fmt: skip


def _properties(found: Any) -> dict[str, Any]:
    return {name: _property(one) for name, one in found.items()}


def _property(one: Property) -> dict[str, Any]:
    return {"label": one.label, "type": one.type, "unit": one.unit, "vocabulary": one.vocabulary}
