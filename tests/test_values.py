"""Value types: what people write, what it means, and what is refused instead of guessed."""

from __future__ import annotations

import pytest

from graph.values import VALUE_TYPES, ValueProblem
from graph.values.credit_code import clean_credit_code
from graph.values.date import clean_date, year_of
from graph.values.money import clean_money
from graph.values.number import clean_number
from graph.values.text import (
    clean_boolean,
    clean_former_name,
    clean_text,
    clean_url,
    search_key,
)

# Examples of the standard and of public registers; the check character is theirs, not ours.
CREDIT_CODES = ("91350100M000100Y43", "91110000600037341L", "91330100799655058B")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1200", 1200, "CNY"), ("1,200元", 1200, "CNY"), ("１２００万元", 12_000_000, "CNY"),
        ("3.5亿", 350_000_000, "CNY"), ("305843.0395万元人民币", 3_058_430_395, "CNY"),
        ("330886万美元", 3_308_860_000, "USD"), ("2百万欧元", 2_000_000, "EUR"),
        ("1.2万亿元", 1_200_000_000_000, "CNY"), ("0元", 0, "CNY"),
    ],
)  # fmt: skip
def test_money_is_exact(text, amount, currency):
    found = clean_money(text)

    assert (found["amount"], found["low"], found["high"]) == (amount, amount, amount)
    assert (found["currency"], found["qualifier"]) == (currency, "exact")


def test_money_keeps_how_exact_it_is():
    """About, at least and ranges give no false point."""
    assert clean_money("约20亿元")["qualifier"] == "approx"
    assert clean_money("超3000万元") == {
        "amount": 30_000_000, "currency": "CNY", "low": 30_000_000, "high": None,
        "qualifier": "at_least",
    }  # fmt: skip
    assert clean_money("50亿元以上")["high"] is None
    between = clean_money("1-2万元")
    assert (between["amount"], between["low"], between["high"]) == (None, 10_000, 20_000)


@pytest.mark.parametrize("text", ["-", "若干", "12,34元", "壹佰万元", "1.2.3亿", "nan", "--", "万"])
def test_money_that_is_none_is_refused(text):
    with pytest.raises(ValueProblem, match="bad-money"):
        clean_money(text)


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("2022", "2022", "year"), ("2022年", "2022", "year"), ("2022.0", "2022", "year"),
        ("2022-05", "2022-05", "month"), ("2022年5月", "2022-05", "month"),
        ("2022/5", "2022-05", "month"), ("2022-5-6", "2022-05-06", "day"),
        ("2022.05.06", "2022-05-06", "day"), ("20220506", "2022-05-06", "day"),
        ("２０２２年５月６日", "2022-05-06", "day"), ("2022-05-06 00:00:00", "2022-05-06", "day"),
        ("2024-02-29", "2024-02-29", "day"), ("2022Q3", "2022-Q3", "quarter"),
        ("2022年第三季度", "2022-Q3", "quarter"), ("2022年1季度", "2022-Q1", "quarter"),
    ],
)  # fmt: skip
def test_dates_keep_their_precision(text, date, precision):
    assert clean_date(text) == {"date": date, "precision": precision}


@pytest.mark.parametrize(
    "text",
    ["2202", "22", "0", "19x8", "2022-13", "2022-02-30", "2023-02-29", "至今", "5/6/2022",
     "44696", "2022年13月", "2022Q5", "-"],
)  # fmt: skip
def test_dates_that_are_impossible_or_ambiguous_are_refused(text):
    with pytest.raises(ValueProblem, match="bad-date"):
        clean_date(text)


def test_year_of_a_date():
    assert year_of(clean_date("2022年第三季度")) == 2022
    assert year_of(None) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,200", 1200), ("７３.7", 73.7), ("-3", -3), ("10.5%", 10.5), ("1e3", 1000), ("0", 0),
     ("-0", 0)],
)  # fmt: skip
def test_numbers_as_people_write_them(text, value):
    assert clean_number(text) == value


@pytest.mark.parametrize("text", ["", "-", "nan", "inf", "1e999", "1,20", "12个", "1 2", "."])
def test_numbers_that_are_none_are_refused(text):
    with pytest.raises(ValueProblem, match="bad-number"):
        clean_number(text)


@pytest.mark.parametrize("code", CREDIT_CODES)
def test_credit_codes_of_public_registers(code):
    assert clean_credit_code(code) == code
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    assert clean_credit_code(f" {wide.lower()} ") == code


@pytest.mark.parametrize("code", CREDIT_CODES)
def test_any_changed_character_of_a_credit_code_is_seen(code):
    """The check character catches every single substitution (31 is prime)."""
    for place in range(18):
        wrong = code[:place] + ("1" if code[place] != "1" else "2") + code[place + 1 :]
        with pytest.raises(ValueProblem, match="check-digit"):
            clean_credit_code(wrong)


@pytest.mark.parametrize("code", ["9133", "91330100799655058", "9133010079965505I8", "x" * 5000])
def test_credit_codes_of_the_wrong_form(code):
    with pytest.raises(ValueProblem, match="bad-credit-code"):
        clean_credit_code(code)


def test_text_loses_only_what_cannot_be_seen():
    assert clean_text(" 浙江\u200b大学\u202e\x00　\n二 院 ") == "浙江大学 二 院"
    assert clean_text("[red]=1+1</script>") == "[red]=1+1</script>"
    assert clean_text("𠮷野家") == "𠮷野家"


def test_text_loses_direction_isolates_and_c1_controls():
    assert clean_text("甲\u2067乙\u2069丙\x9b31m") == "甲乙丙31m"


def test_search_key_folds_width_and_case():
    assert search_key("ＣＭＯＳ（杭州）") == search_key("cmos(杭州)")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://a.example", "www.a.example",
                                 "https://a.example/ b", 'https://a.example/"x', "data:text/html"])  # fmt: skip
def test_addresses_that_are_no_pages_are_refused(url):
    with pytest.raises(ValueProblem, match="bad-url"):
        clean_url(url)


def test_yes_and_no():
    assert [clean_boolean(word) for word in ("是", "1", "TRUE", "√")] == [True] * 4
    assert [clean_boolean(word) for word in ("否", "0", "no", "无")] == [False] * 4
    with pytest.raises(ValueProblem, match="bad-boolean"):
        clean_boolean("也许")


def test_former_names_with_and_without_years():
    assert clean_former_name("海门化工厂") == {"name": "海门化工厂"}
    assert clean_former_name("甲厂|2016|") == {"name": "甲厂", "first": 2016}
    with pytest.raises(ValueProblem, match="bad-date"):
        clean_former_name("甲厂|一六|")
    with pytest.raises(ValueProblem, match="bad-former-name"):
        clean_former_name("甲厂|2016")


@pytest.mark.parametrize("kind", sorted(set(VALUE_TYPES) - {"text", "choice", "reference"}))
def test_every_refusal_speaks_both_languages(kind):
    """Whatever a type refuses, it says why in Chinese and in English."""
    with pytest.raises(ValueProblem) as caught:
        VALUE_TYPES[kind]("javascript:甲|乙")

    assert caught.value.zh
    assert caught.value.en
    assert caught.value.zh != caught.value.en
