"""The domain model: complete in both languages, and its mistakes reported all at once."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import yaml

import graph
from graph.errors import SchemaError, nearest
from graph.schema import dictionary, load_schema, parse_schema
from graph.values import VALUE_TYPES

SOURCE = Path(graph.__file__).with_name("schema.yaml")


@pytest.fixture
def body():
    return copy.deepcopy(yaml.safe_load(SOURCE.read_text(encoding="utf-8")))


def test_the_model_is_the_file(body):
    """Every type of the file is there, with its own and the common properties."""
    schema = load_schema()

    assert set(schema.nodes) == set(body["nodes"])
    assert set(schema.relations) == set(body["relations"])
    for name, node in schema.nodes.items():
        own = body["nodes"][name].get("properties") or {}
        assert set(node.properties) == {*body["common_properties"], *own}


def test_every_word_is_labelled_in_both_languages():
    schema = load_schema()
    labels = [one.label for one in (*schema.nodes.values(), *schema.relations.values())]
    labels += [p.label for one in (*schema.nodes.values(), *schema.relations.values())
               for p in one.properties.values()]  # fmt: skip
    labels += [label for words in schema.vocabularies.values() for label in words.values()]
    labels += schema.layers.values()

    assert all(label["zh"] and label["en"] for label in labels)


def test_prefixes_tell_types_apart():
    schema = load_schema()
    prefixes = [node.prefix for node in schema.nodes.values()]

    assert len(prefixes) == len(set(prefixes))
    assert all(schema.type_of_prefix(f"{n.prefix}:x") == n.name for n in schema.nodes.values())
    assert schema.type_of_prefix("nope:x") is None
    assert schema.type_of_prefix("") is None


def test_layers_divide_the_relations():
    schema = load_schema()

    found = [name for layer in schema.layers for name in schema.of_layer(layer)]

    assert sorted(found) == sorted(schema.relations)


def test_an_unknown_name_offers_the_nearest():
    with pytest.raises(SchemaError, match="did you mean 'Organization'"):
        load_schema().node("Organisation")
    with pytest.raises(SchemaError, match="did you mean 'HOSTED_BY'"):
        load_schema().relation("HOSTED_BI")


def test_all_mistakes_are_reported_at_once(body):
    body["nodes"]["Center"]["prefix"] = "org"
    body["nodes"]["Center"]["color"] = "red"
    body["nodes"]["Base"]["label"] = {"zh": "基地"}
    body["nodes"]["Base"]["properties"]["place"] = {"type": "txt", "label": {"zh": "a", "en": "a"}}
    body["nodes"]["Team"]["properties"]["level"]["vocabulary"] = "levels"
    body["nodes"]["Project"]["properties"]["budget"].pop("unit")
    body["nodes"]["Project"]["properties"]["center"]["to"] = ["Centre"]
    body["nodes"]["Park"]["properties"]["kind"]["requird"] = True
    body["relations"]["SERVES"]["layer"] = "deeds"
    body["relations"]["LICENSES"]["to"] = ["Firm"]

    with pytest.raises(SchemaError) as caught:
        parse_schema(body)

    text = str(caught.value)
    assert "10 mistakes" in text
    for place in ("'org' is used by two", "nodes.Center: color", "nodes.Base: label",
                  "nodes.Base.place: unknown value type 'txt'", "nodes.Team.level: vocabulary",
                  "nodes.Project.budget: a money needs a unit", "unknown type 'Centre'",
                  "nodes.Park.kind: unknown key 'requird'", "relations.SERVES: layer 'deeds'",
                  "unknown type 'Firm'"):  # fmt: skip
        assert place in text


def test_value_types_of_the_model_have_cleaners():
    for one in (*load_schema().nodes.values(), *load_schema().relations.values()):
        assert {p.type for p in one.properties.values()} <= set(VALUE_TYPES)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_dictionary_names_every_type_and_property(lang):
    schema = load_schema()

    text = "\n".join(dictionary(schema, lang))

    for node in schema.nodes.values():
        assert f"## {node.name} {node.label[lang]}" in text
        assert all(f"`{name}` | {p.label[lang]}" in text for name, p in node.properties.items())
    assert all(f"**{name}** {one.label[lang]}" in text for name, one in schema.relations.items())


def test_nearest_is_silent_when_nothing_is_near():
    assert nearest("浙江", ["funds", "owns"]) is None
    assert nearest("fund", ["owns", "funds"]) == "funds"


@pytest.mark.parametrize("ends", [[0], [100, 0], ["a", "b"], 5, "0-100", [0, 1, 2]])
def test_a_range_is_two_numbers_in_order(body, ends):
    body["relation_properties"]["share"]["range"] = ends

    with pytest.raises(SchemaError, match=r"share: range"):
        parse_schema(body)


def test_only_numbers_have_a_range(body):
    body["nodes"]["Base"]["properties"]["place"]["range"] = [0, 100]

    with pytest.raises(SchemaError, match=r"nodes.Base.place: range"):
        parse_schema(body)
