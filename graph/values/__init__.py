"""Value types: each cleans a cell's text into a canonical value, or says why it cannot.

A cleaner takes the text (never empty) and returns JSON-ready content. It raises `ValueProblem`
with a short code, a message in both languages and what to do. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graph.values.credit_code import clean_credit_code
from graph.values.date import clean_date
from graph.values.money import clean_money
from graph.values.number import clean_number
from graph.values.problem import ValueProblem
from graph.values.text import clean_boolean, clean_former_name, clean_text, clean_url

Cleaner = Callable[[str], Any]

VALUE_TYPES: dict[str, Cleaner] = {
    "text": clean_text,
    "url": clean_url,
    "boolean": clean_boolean,
    "former_name": clean_former_name,
    "number": clean_number,
    "money": clean_money,
    "date": clean_date,
    "credit_code": clean_credit_code,
    "choice": clean_text,
    "reference": clean_text,
}

__all__ = ["VALUE_TYPES", "Cleaner", "ValueProblem"]
