"""The unified social credit code of Chinese organizations (GB 32100-2015)."""

from __future__ import annotations

import unicodedata

from graph.values.problem import ValueProblem

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def clean_credit_code(text: str) -> str:
    """An 18-character code with a right check character.

    The check character closes sum(value_i * 3**i) to a multiple of 31.

    >>> clean_credit_code("91330000719543795 2".replace(" ", "")[:17] + "X") # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    graph.values.problem.ValueProblem: ...
    """
    code = unicodedata.normalize("NFKC", text).upper().replace(" ", "").replace("-", "")
    if len(code) != 18 or any(c not in _ALPHABET for c in code):
        raise ValueProblem(
            "bad-credit-code", f"“{text}”不是18位统一社会信用代码",
            f"{text!r} is not an 18-character unified social credit code",
            "核对是否缺位，或被表格软件改成了数字", "check for lost digits or a numeric cell",
        )  # fmt: skip
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    if _ALPHABET[(31 - total % 31) % 31] != code[17]:
        raise ValueProblem(
            "check-digit", f"“{text}”的校验位不对", f"the check character of {text!r} is wrong",
            "核对原件后重填", "compare with the original and correct it",
        )  # fmt: skip
    return code
