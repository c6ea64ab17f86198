"""One-file HTML reports: open from a disk, make no request, lead every number to its rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from graph.chain.gaps import ChainGaps, find_gaps
from graph.chain.labels import LABELS
from graph.ecosystem.counting import window_of
from graph.ecosystem.scope import READINGS, WITH_HOSTS
from graph.ecosystem.scopes import PROVINCE, Scopes
from graph.errors import UnknownIdError
from graph.metrics.cards import Cards, cards_in
from graph.metrics.registry import CARDS, REGISTRY
from graph.metrics.result import REASONS
from graph.report.cards import cards_body
from graph.report.chain import STATUS, chain_body
from graph.report.evidence import Tracer
from graph.report.forms import map_body
from graph.report.forms_svg import map_svg
from graph.report.gaps import LISTS, gaps_body
from graph.report.meta import LINK_STATUS
from graph.report.values import number, value_text
from graph.report.words import SHORT_REASONS, WORDS, window_words
from graph.snapshot import Snapshot
from graph.store.base import Store

_SHOWN = 10


def center_report(snapshot: Snapshot, store: Store, center: str, lang: str = "zh") -> str:
    """The report on one center: four cards, its chains, their gaps.

    Raises
    ------
    UnknownIdError
        The id is no center.
    """
    wanted = center if center == PROVINCE else snapshot.canonical(center)
    return _Report(snapshot, store, lang).center(wanted)


def province_report(snapshot: Snapshot, store: Store, lang: str = "zh") -> str:
    """The report on the province: all centers side by side, the three lists over all chains."""
    return _Report(snapshot, store, lang).province()


def chain_report(snapshot: Snapshot, store: Store, chain: str, lang: str = "zh") -> str:
    """The report on one chain: the picture, the lists, every segment."""
    return _Report(snapshot, store, lang).chain(chain)


class _Report:
    def __init__(self, snapshot: Snapshot, store: Store, lang: str) -> None:
        self.snapshot, self.store, self.lang = snapshot, store, lang
        self.tracer = Tracer(snapshot, store)
        self.window = window_of(snapshot)
        folder = Path(__file__).with_name("templates")
        self.environment = Environment(
            loader=FileSystemLoader(folder, encoding="utf-8"), autoescape=True,
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self.environment.filters["number"] = number
        self.environment.filters["words"] = lambda one, metric, lang: value_text(metric, one, lang)
        self.environment.filters["years"] = lambda window: window_words(window, lang)
        datasets = [one for one, gone in store.datasets().values() if not gone]
        self.common: dict[str, Any] = {
            "lang": lang, "w": {key: words[lang] for key, words in WORDS.items()},
            "digest": snapshot.digest, "datasets": datasets,
            "invented": any(one.invented for one in datasets),
            "sample": any(one.name == "zhejiang" for one in datasets),
            "card_labels": {key: words[lang] for key, words in CARDS.items()},
            "reasons": {key: words[lang] for key, words in REASONS.items()},
            "short": {key: pair[lang == "en"] for key, pair in SHORT_REASONS.items()},
            "gap_labels": {key: words[lang] for key, words in LABELS.items()},
            "link_labels": {key: words[lang] for key, words in LINK_STATUS.items()},
            "statuses": STATUS, "metrics": REGISTRY, "name_of": self.name_of, "page": self.page,
            "style": Markup((folder / "report.css").read_text(encoding="utf-8")),
            "shown": _SHOWN, "lists": LISTS,
        }  # fmt: skip

    def name_of(self, entity: str) -> str:
        """Name of an id, or the id itself."""
        if entity not in self.snapshot:
            return entity
        return self.snapshot.name(self.snapshot.row(entity), self.lang)

    def page(self, document: str) -> str:
        """Publisher and title of a cited page."""
        found = self.tracer.documents.get(document)
        if found is None:
            return document
        return " · ".join(filter(None, (found.publisher, found.title)))

    def _render(self, template: str, **values: Any) -> str:
        return self.environment.get_template(template).render(**self.common, **values)

    def _cards(self, cards: list[Cards]) -> dict[str, Any]:
        """Cards with all evidence rows of every value."""
        body = cards_body(self.tracer, cards)
        for scope, one in zip(body["scopes"], cards, strict=True):
            seen: dict[tuple[Any, ...], str] = {}
            known: dict[int, list[dict[str, Any]]] = {}  # many values rest on the very same rows
            for card, results in one.cards.items():
                for key, result in results.items():
                    found = scope["cards"][card][key]["evidence"]
                    if id(result.evidence) not in known:
                        known[id(result.evidence)] = self.tracer.rows(result.evidence)
                    found["rows"] = known[id(result.evidence)]
                    # Values of a card mostly rest on the same rows: they are listed once.
                    whole = tuple(sorted((r["id"], r["file"], r["row"]) for r in found["rows"]))
                    found["listed"] = seen.setdefault(whole, key)
        return body

    def _chains(self, ids: list[str]) -> list[tuple[ChainGaps, dict[str, Any], dict[str, Any]]]:
        found = find_gaps(self.snapshot, ids, window=self.window) if ids else []
        return [
            (
                one, chain_body(self.tracer, one),
                gaps_body(self.tracer, [one], self.window)["chains"][0],
            )
            for one in found
        ]  # fmt: skip

    def center(self, center: str) -> str:
        scopes = Scopes(self.snapshot)
        cards = cards_in(scopes, [center])
        body = self._cards(cards)
        merged = cards_in(scopes.read(WITH_HOSTS), [center])
        chains = [self.snapshot.ids[row] for row in cards[0].scope.design.chains]
        return self._render(
            "center.html", title=body["scopes"][0]["name"], scope=body["scopes"][0],
            merged=cards_body(self.tracer, merged)["scopes"][0],
            window=body["window"], chains=self._chains(chains),
        )  # fmt: skip

    def province(self) -> str:
        scopes = Scopes(self.snapshot)
        readings = [cards_in(scopes.read(one)) for one in READINGS]
        whole = self._cards([one for one in readings[0] if one.scope.id == PROVINCE])
        body, merged = (cards_body(self.tracer, cards) for cards in readings)
        picture = map_svg(map_body(self.tracer, readings), self.lang)
        chains = self._chains([self.snapshot.ids[row] for row in self.snapshot.of_type("Chain")])
        return self._render(
            "province.html", title=self.common["w"]["province"], scopes=body["scopes"],
            merged_scopes=merged["scopes"], picture=Markup(picture), scope=whole["scopes"][0],
            merged=next(one for one in merged["scopes"] if one["id"] == PROVINCE),
            window=body["window"], chains=chains,
        )  # fmt: skip

    def chain(self, chain: str) -> str:
        if chain not in self.snapshot:
            raise UnknownIdError(f"没有产业链 {chain} / there is no chain {chain}")
        found = self._chains([self.snapshot.canonical(chain)])
        return self._render(
            "chain.html", title=found[0][0].name, chains=found, window=self.window.years
        )
