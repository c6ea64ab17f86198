"""The one exception of the value types."""

from __future__ import annotations


class ValueProblem(ValueError):
    """A cell that cannot be read as its type.

    ``zh`` and ``en`` say what is wrong; ``suggestion_zh`` and ``suggestion_en`` what to do.
    """

    def __init__(
        self, code: str, zh: str, en: str, suggestion_zh: str = "", suggestion_en: str = ""
    ) -> None:
        super().__init__(code, zh, en, suggestion_zh, suggestion_en)
        self.code, self.zh, self.en = code, zh, en
        self.suggestion_zh, self.suggestion_en = suggestion_zh, suggestion_en
