"""Ecosystem documents (METRICS.md, F) from disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from graph.errors import SourceError


def read_document(path: Path) -> dict[str, Any]:
    """The JSON object in a file.

    Raises
    ------
    SourceError
        The file is not there, is not UTF-8, is no JSON (NaN included), or holds no object.
    """
    name = path.as_posix()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        raise SourceError(
            "unreadable-file", f"没有文件 {name} / there is no file {name}",
            "检查路径 / check the path",
        ) from None  # fmt: skip
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            "unreadable-file", f"{name} 读不出：不是 UTF-8 文本 / {name} is no UTF-8 text",
            "存为 UTF-8 / save it as UTF-8",
        ) from error  # fmt: skip
    try:
        body = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        where = f"{name}:{error.lineno}:{error.colno}"
        raise SourceError(
            "unreadable-file", f"{where} 不是合法的 JSON / {where} is not valid JSON",
            "改正此处 / mend it there",
        ) from error  # fmt: skip
    except (ValueError, RecursionError) as error:
        raise SourceError(
            "unreadable-file", f"{name} 含 NaN、无穷大或嵌套过深 / {name} holds NaN or infinity, "
            "or is nested too deeply",
            "用 null 表示没有 / write null for nothing",
        ) from error  # fmt: skip
    if not isinstance(body, dict):
        raise SourceError(
            "unreadable-file", f"{name} 不是生态文件：要一个对象 / {name} holds no object",
            '{"meta": {}, "nodes": [], "edges": []}',
        )  # fmt: skip
    return body


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
