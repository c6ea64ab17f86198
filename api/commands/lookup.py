"""``entity`` and ``search``: one thing with its sources, or things by name."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from api.arguments import positive
from api.console import Console
from api.tables import print_mark
from graph.errors import UnknownIdError
from graph.report.entity import Entities
from graph.report.search import search_body, searchable
from graph.schema import Property, load_schema
from graph.snapshot import open_snapshot
from graph.store import open_store
from loaders.problems import CODES


def register(groups: Any, shared: argparse.ArgumentParser, say: Callable[[str, str], str]) -> None:
    """Add ``entity`` and ``search``."""
    entity = groups.add_parser(
        "entity", parents=[shared], help=say("一个实体的全部事实和来源", "one thing, all facts, all sources"),
        epilog=say("例：", "example: ") + "chuangpu entity ctr:modern-textile --store demo/zhejiang.db",
    )  # fmt: skip
    entity.add_argument(
        "id", metavar="ID", help=say("编号、代码或全名", "id, identifier or exact name")
    )
    entity.set_defaults(run=run_entity)
    search = groups.add_parser(
        "search", parents=[shared], help=say("按名称查找", "find things by name"),
        epilog=say("例：", "example: ") + "chuangpu search 纺织 --store demo/zhejiang.db",
    )  # fmt: skip
    search.add_argument("text", metavar="TEXT", help=say("名称的一部分", "a part of the name"))
    search.add_argument("--limit", type=positive, default=20, metavar="N",
                        help=say("最多几条", "at most so many"))  # fmt: skip
    search.set_defaults(run=run_search)


def run_entity(arguments: argparse.Namespace, console: Console) -> int:
    """Print one thing, or the candidates when a name means several."""
    store = open_store(arguments.store)
    try:
        entities = Entities(store)
        found = entities.resolve(arguments.id)
        if not found:
            hits = search_body(entities.snapshot, store, arguments.id, limit=3)["hits"]
            near = "、".join(f"{hit['id']} {hit['name']}" for hit in hits)
            raise UnknownIdError(
                f"没有 {arguments.id} / there is no {arguments.id}",
                f"相近：{near} / near: {near}" if near
                else "用 search 查找 / look for it with search",
            )  # fmt: skip
        if len(found) > 1:
            return _candidates(console, [entities.label(one) for one in found])
        body = entities.body(found[0])
    finally:
        store.close()
    if console.as_json:
        console.document(body)
    else:
        print_entity(console, body)
    return 0


def _candidates(console: Console, found: list[dict[str, Any]]) -> int:
    if console.as_json:
        console.document({"candidates": found})
    else:
        head = (console.say("编号", "id"), console.say("名称", "name"), console.say("类型", "type"))
        title = console.say(
            "这个名称对应多个实体，请用编号", "several things bear that name, use an id"
        )
        console.table(head, [(one["id"], one["name"], one["type"]) for one in found], title=title)
    return 1


def print_entity(console: Console, body: dict[str, Any]) -> None:
    """Facts, relations and flags, each with file, row and page."""
    schema = load_schema()
    node = schema.nodes[body["type"]]
    print_mark(console, invented=body["invented"])
    console.heading(f"{body['name']}  {body['id']}  {console.label(node.label)}")
    for flag in body["flags"]:
        console.line("⚑ " + flag_text(console, flag))
    head = [
        console.say(*pair) for pair in (("属性", "property"), ("值", "value"), ("来源", "source"))
    ]
    rows = [
        (
            console.label(node.properties[fact["property"]].label)
            if fact["property"] in node.properties else fact["property"],
            spelled(console, node.properties.get(fact["property"]), fact["value"]),
            source_text(fact["sources"]),
        )
        for fact in body["facts"]
    ]  # fmt: skip
    console.table(head, rows)
    head = [console.say(*pair) for pair in (
        ("关系", "relation"), ("对方", "other end"), ("限定", "qualifiers"), ("来源", "source"))]  # fmt: skip
    rows4 = []
    for one in body["relations"]:
        arrow = "→" if one["direction"] == "out" else "←"
        mark = " ⚑" if one["flags"] else ""
        known = schema.relations[one["type"]].properties
        qualifiers = ", ".join(
            f"{console.label(known[k].label)} {spelled(console, known[k], v)}"
            for k, v in one["properties"].items()
            if k in known
        )
        rows4.append((
            f"{console.label(schema.relations[one['type']].label)} {arrow}{mark}",
            f"{one['other']['name']} {one['other']['id']}",
            "; ".join([qualifiers, *(flag_text(console, flag) for flag in one["flags"])]).strip("; "),
            source_text(one["sources"]),
        ))  # fmt: skip
    if rows4:
        console.table(head, rows4)


def flag_text(console: Console, flag: dict[str, Any]) -> str:
    """A flag in words: its own reason, else what its code means."""
    zh, en = CODES.get(flag["code"], (flag["code"], flag["code"]))
    text = str(flag.get(console.lang) or console.say(zh, en))
    return f"{text} ({flag['property']})" if flag.get("property") else text


def spelled(console: Console, known: Property | None, value: Any) -> str:
    """A value with the label of its vocabulary, if it has one."""
    words = load_schema().vocabularies.get(known.vocabulary or "", {}) if known else {}
    found = words.get(value) if isinstance(value, str) else None
    return console.label(found) if found else value_text(value)


def value_text(value: Any) -> str:
    """A value as people write it."""
    if isinstance(value, dict):
        for key in ("date", "name"):
            if value.get(key):
                return str(value[key])
        if "currency" in value:
            low, high = value["low"], value["high"]
            span = f"{low:,}" if low == high else f"{low:,}–{'' if high is None else f'{high:,}'}"
            return f"{span} {value['currency']} ({value['qualifier']})"
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return str(value)


def source_text(sources: list[dict[str, Any]]) -> str:
    """File and row, and the publishers of the pages cited."""
    if not sources:
        return "–"
    places = dict.fromkeys(f"{one['file']}:{one['row']}" for one in sources)
    pages = dict.fromkeys(one["publisher"] or one["title"] for one in sources)
    return f"{', '.join(places)} · {'、'.join(list(pages)[:3])}"


def run_search(arguments: argparse.Namespace, console: Console) -> int:
    """Print hits, best first."""
    text = searchable(arguments.text)
    store = open_store(arguments.store)
    try:
        body = search_body(open_snapshot(store), store, text, limit=arguments.limit)
    finally:
        store.close()
    if console.as_json:
        console.document(body)
        return 0
    print_mark(console, invented=body["invented"])
    if not body["hits"]:
        console.line(console.say(
            "没有匹配的实体。可尝试简称或英文名。", "No match. Try a short name or the English name."
        ))  # fmt: skip
        return 0
    head = [console.say(*pair) for pair in (
        ("编号", "id"), ("名称", "name"), ("类型", "type"), ("匹配", "matched"))]  # fmt: skip
    rows = [
        (hit["id"], hit["name"], hit["type"],
         f"{hit['matched']['property']}: {hit['matched']['text']}")
        for hit in body["hits"]
    ]  # fmt: skip
    console.table(head, rows)
    console.line(console.say(
        f"共 {body['total']} 条，显示 {len(rows)} 条", f"{body['total']} found, {len(rows)} shown"
    ))  # fmt: skip
    return 0
