"""Reading a YAML file of the user, or saying in plain words where it is broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from graph.errors import MappingError, reason_of


def read_yaml(path: Path) -> Any:
    """The decoded content.

    Raises
    ------
    MappingError
        It cannot be opened, is no UTF-8, or is no YAML; with line and column where known.
    """
    name = path.name
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        zh, en = reason_of(error)
        raise MappingError(
            f"{name}：读不了，{zh} / {name} cannot be read: {en}",
            "检查路径和权限 / check the path and its permissions",
        ) from error
    except UnicodeDecodeError as error:
        raise MappingError(
            f"{name}：不是 UTF-8 / {name} is not UTF-8", "另存为 UTF-8 / save it as UTF-8"
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise MappingError(
            f"{name} 第 {line} 行第 {column} 个字符处：不是 YAML / "
            f"{name}, line {line}, character {column}: this is no YAML",
            "检查此处和上一行的缩进、引号、括号，冒号后要有空格 / check indentation, quotes and "
            "brackets here and on the line before; a colon needs a space after it",
        ) from error
    except (yaml.YAMLError, ValueError) as error:  # a character, or a date such as 2022-13-01
        raise MappingError(
            f"{name}：有不合 YAML 的字符或日期 / {name}: a character or date that YAML does not allow",
            "删去不可见字符，给日期加引号 / remove invisible characters, put dates in quotes",
        ) from error
