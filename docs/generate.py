"""Write the generated pages of ``docs/``: dictionary, metrics, tables, problem codes.

Run ``python docs/generate.py`` in the environment that Chuangpu is installed in. ``--check``
writes nothing and exits 1 if a page on disk differs from what the code says today.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from example_page import PICTURES, example_picture
from metrics_page import metrics_page as _metrics_page

from graph.schema import dictionary, load_schema
from loaders.build import bundled_mappings
from loaders.mapping import Mapping
from loaders.problems import CODES

FOLDER = Path(__file__).parent
COMMAND = "make docs"


def dictionary_page(lang: str) -> Iterator[str]:
    """The model: types, properties, relations, vocabularies."""
    yield from dictionary(load_schema(), lang)


def metrics_page(lang: str) -> Iterator[str]:
    """Every registered metric by card, worked on the example ecosystem."""
    yield from _metrics_page(lang, COMMAND)


_TABLES = {
    "zh": {
        "title": "输入表",
        "from": f"由 `loaders/mappings/` 生成（`{COMMAND}`），请勿手改。",
        "how": (
            "`build` 和 `check` 凭表头认表，文件名不限（`doubts` 例外：它按文件名指别的表）。"
            "表头可用下列英文名或中文名；**粗体**的列必须有。"
            "`source_ids` 填来源编号，多个用英文分号隔开；`invented` 填“虚构”表示虚构行。"
        ),
        "becomes": "每行成为",
        "chooses": "`{}` 填[数据字典](数据字典.md)里的关系名；另认",
        "reverse": "（方向相反）",
        "head": "| 列 | 也可写作 |",
    },
    "en": {
        "title": "Input tables",
        "from": f"Generated from `loaders/mappings/` by `{COMMAND}`; do not edit.",
        "how": (
            "`build` and `check` recognize a table by its header, whatever the file is called "
            "(except `doubts`, which names other tables by file name). A heading may be the "
            "English or the Chinese name below; columns in **bold** must be there. `source_ids` "
            "holds ids of sources, several separated by a semicolon; `invented` marks invented rows."
        ),
        "becomes": "A row becomes",
        "chooses": "`{}` holds a relation of the [dictionary](data_dictionary.md), or",
        "reverse": " (read the other way)",
        "head": "| column | may also be called |",
    },
}


def tables_page(lang: str) -> Iterator[str]:
    """Every bundled mapping with its columns."""
    words = _TABLES[lang]
    yield from (f"# {words['title']}", "", words["from"], "", words["how"])
    for one in bundled_mappings():
        yield from ("", f"## {one.title[lang]} `{one.source}`", "")
        yield from _made(one, lang)
        yield from (words["head"], "|---|---|")
        for name, aliases in one.columns.items():
            column = f"**`{name}`**" if name in one.required else f"`{name}`"
            yield f"| {column} | {'、'.join(aliases)} |"


def _made(one: Mapping, lang: str) -> Iterator[str]:
    """What a row of this table becomes, and the words of a column that chooses the relation."""
    words = _TABLES[lang]
    found = [rule.type for rule in one.entities.values()]
    found += [rule.type for rule in one.relations if rule.type]
    if found:
        yield from (f"{words['becomes']} {', '.join(found)}", "")
    for rule in one.relations:
        if rule.type_column:
            pairs = [
                f"`{word}` = {kind}{words['reverse'] if reverse else ''}"
                for word, (kind, reverse) in rule.names.items()
            ]
            yield from (f"{words['chooses'].format(rule.type_column)} {', '.join(pairs)}", "")


_CODES = {
    "zh": {
        "title": "问题代码",
        "from": f"由 `loaders/problems.py` 生成（`{COMMAND}`），请勿手改。",
        "how": (
            "`build` 与 `check` 报告里的 `code`，也可用 `chuangpu check --codes` 列出。"
            "错误（error）的行被隔离，不入图；警告（warning）的行照常入图，疑点留在上面看得见。"
            "没有行号的问题说的是整个文件：错误则拒收整个文件。"
        ),
        "head": "| 代码 | 意思 |",
    },
    "en": {
        "title": "Problem codes",
        "from": f"Generated from `loaders/problems.py` by `{COMMAND}`; do not edit.",
        "how": (
            "The `code` in the reports of `build` and `check`; `chuangpu check --codes` lists them "
            "too. A row with an error is quarantined, outside the graph; a row with a warning is in "
            "the graph, and the doubt stays visible on it. A problem without a row number is one of "
            "the whole file: an error refuses the file."
        ),
        "head": "| code | meaning |",
    },
}


def codes_page(lang: str) -> Iterator[str]:
    """Every code that a report can hold."""
    words = _CODES[lang]
    yield from (f"# {words['title']}", "", words["from"], "", words["how"], "")
    yield from (words["head"], "|---|---|")
    for code, (zh, en) in sorted(CODES.items()):
        yield f"| `{code}` | {zh if lang == 'zh' else en} |"


PAGES = (
    (dictionary_page, {"zh": "数据字典.md", "en": "data_dictionary.md"}),
    (metrics_page, {"zh": "指标.md", "en": "metrics.md"}),
    (example_picture, PICTURES),
    (tables_page, {"zh": "输入表.md", "en": "tables.md"}),
    (codes_page, {"zh": "问题代码.md", "en": "problem_codes.md"}),
)


def pages() -> dict[str, str]:
    """Text of every generated page by its path below ``docs/``."""
    return {
        f"{lang}/{names[lang]}": "\n".join(page(lang)) + "\n"
        for page, names in PAGES
        for lang in ("zh", "en")
    }


def stale(folder: Path = FOLDER) -> list[str]:
    """Paths of the pages that are missing or differ."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text("utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` only compare them."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(f"usage: {COMMAND} [--check]\n")
        return 2
    old = stale()
    if arguments:
        for name in old:
            sys.stderr.write(f"docs/{name}: 已过时，运行 / out of date, run {COMMAND}\n")
        return 1 if old else 0
    text = pages()
    for name in old:
        path = FOLDER / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text[name], encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
