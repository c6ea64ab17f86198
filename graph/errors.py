"""The one error tree: each class exists because some caller acts on it.

EcosystemError
    SchemaError      the model (schema.yaml) or a name looked up in it is wrong
    MappingError     a mapping or dataset file of the user is wrong
    SourceError      a file cannot be read as a whole
    StoreError       the store cannot be opened, or refuses what is asked
    UnknownIdError   no entity has that id, identifier or name
    UsageError       the arguments of a call make no sense together

The text of an error says where, what, and what to do, as ``中文 / English``; each half stands
alone.
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable


class EcosystemError(Exception):
    """Root of all errors that the product raises on purpose."""

    code = "error"
    suggestion = ""

    def __init__(self, message: str, suggestion: str = "") -> None:
        super().__init__(message, suggestion)
        self.message, self.suggestion = message, suggestion

    def __str__(self) -> str:
        return f"{self.message}; {self.suggestion}" if self.suggestion else self.message


class SchemaError(EcosystemError):
    """The model is inconsistent, or a name is not in it."""

    code = "schema"


class MappingError(EcosystemError):
    """A mapping or a dataset file is wrong; all mistakes are in the message."""

    code = "mapping"


class SourceError(EcosystemError):
    """A file cannot be read as a whole; the other files of the call go on."""

    code = "unreadable-file"

    def __init__(self, code: str, message: str, suggestion: str = "") -> None:
        super().__init__(message, suggestion)
        self.args = (code, message, suggestion)
        self.code = code


class StoreError(EcosystemError):
    """The store cannot be opened or refuses what is asked; ``missing`` if it is not there."""

    code = "store"
    missing = False


class UnknownIdError(EcosystemError):
    """No entity has that id, identifier or name."""

    code = "unknown-id"


class UsageError(EcosystemError):
    """Arguments that make no sense together (exit status 2)."""

    code = "usage"


def half(text: str, lang: str) -> str:
    """The half of a ``中文 / English`` message in one language; all of it if it has one half.

    >>> half("没有 / none", "en")
    'none'
    """
    zh, bar, en = text.partition(" / ")
    return (zh if lang == "zh" else en) if bar else text


_REASONS = {
    errno.EACCES: ("没有权限", "permission denied"),
    errno.EPERM: ("没有权限", "permission denied"),
    errno.ENOENT: ("没有这个文件或文件夹", "there is no such file or folder"),
    errno.EEXIST: ("已有同名文件", "a file of that name is there already"),
    errno.EISDIR: ("是文件夹，不是文件", "it is a folder, not a file"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.ENAMETOOLONG: ("名字太长", "the name is too long"),
    errno.ENOSPC: ("磁盘已满", "the disk is full"),
    errno.EROFS: ("磁盘只读", "the disk is read-only"),
    errno.EIO: ("磁盘读写出错", "the disk fails to read or write"),
    errno.EMFILE: ("打开的文件太多", "too many files are open"),
    errno.EADDRINUSE: ("已被占用", "it is in use"),
    errno.EADDRNOTAVAIL: ("本机没有这个地址", "this machine has no such address"),
}


def reason_of(error: OSError) -> tuple[str, str]:
    """Why the system refused, in Chinese and English.

    >>> reason_of(IsADirectoryError(errno.EISDIR, "Is a directory"))[1]
    'it is a folder, not a file'
    """
    number = error.errno or 0
    return _REASONS.get(
        number, (f"系统不允许（错误 {number}）", f"the system refuses (error {number})")
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion in both languages: the nearest known word, or all of them when few.

    >>> did_you_mean("gefx", ["gexf", "csv"])
    '是不是 gexf？ / did you mean gexf?'
    """
    words = sorted(known)
    near = nearest(word, words)
    if near:
        return f"是不是 {near}？ / did you mean {near}?"
    if len(words) > 20:
        return ""
    listed = ", ".join(words) or "–"
    return f"可用：{listed} / known: {listed}"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to ``word``, or None when none is near.

    >>> nearest("fund", ["funds", "owns"])
    'funds'
    """
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None
