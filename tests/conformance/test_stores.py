"""One suite for all stores: what the protocol promises, whatever keeps the data."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from graph.errors import StoreError
from graph.records import (
    TYPE,
    Dataset,
    Document,
    FileVersion,
    Judgement,
    Provenance,
    statement,
)
from graph.snapshot import Snapshot
from graph.store import MemoryStore, SqliteStore, open_store

OPEN = {
    "memory": lambda folder: MemoryStore(),
    "sqlite": lambda folder: SqliteStore(folder / "graph.db"),
    "sqlite-without-shared-memory": lambda folder: SqliteStore(
        folder / "graph.db", vfs="unix-dotfile"
    ),
}
# (store, test) -> why it must fail today. Once it passes, the run goes red: delete the line.
KNOWN_GAPS: dict[tuple[str, str], str] = {}

FILE = FileVersion("demo", "orgs.csv", None, "a" * 64, "organizations")
OTHER = FileVersion("demo", "links.csv", None, "b" * 64, "links")


@pytest.fixture(params=OPEN)
def store(request, tmp_path):
    gap = KNOWN_GAPS.get((request.param, request.node.originalname))
    if gap:
        request.applymarker(pytest.mark.xfail(reason=gap, strict=True))
    if request.param.endswith("memory") and request.param != "memory" and sys.platform == "win32":
        pytest.skip("unix-dotfile is a POSIX file system of SQLite")
    store = OPEN[request.param](tmp_path)
    yield store
    store.close()


def organization(number, dataset="demo", name=None):
    key = f"org:{number}"
    return [
        statement(key, TYPE, "Organization", dataset),
        statement(key, "name", name or f"浙江示例机构{number}", dataset),
    ]


def tie(left, right, dataset="demo", **qualifiers):
    return statement(
        f"org:{left}", "COLLABORATES_WITH", f"org:{right}", dataset,
        qualifiers=qualifiers, relation=True,
    )  # fmt: skip


def load(store, statements, version=FILE, documents=()):
    session = store.begin()
    for row, one in enumerate(statements, 2):
        session.add(version, one, Provenance(version.file, None, row, "原文", documents))
    return session.commit([version.file], {"read": len(statements)})


def content():
    return [*organization(1), *organization(2), *organization(3), tie(1, 2, role="联合"), tie(2, 3)]


def test_round_trip(store):
    """What was written is read back, with its place."""
    load(store, content(), documents=("src:a", "src:b"))

    found = store.statements_of("org:1")

    assert [(one.predicate, one.value) for one in found] == [
        ("COLLABORATES_WITH", "org:2"), ("name", "浙江示例机构1"), ("type", "Organization"),
    ]  # fmt: skip
    assert found[0].qualifiers == {"role": "联合"}
    assert [one.subject for one in store.statements_to("org:3")] == ["org:2"]
    place = store.provenances([found[0].id])[found[0].id]
    assert place == [Provenance("orgs.csv", None, 8, "原文", ("src:a", "src:b"))]


def test_loading_twice_adds_nothing(store):
    """The same file again: same digest, same version, no new load."""
    load(store, content())
    before = store.info(), len(store.loads())

    again = load(store, content())

    assert again is None
    assert (store.info(), len(store.loads())) == before


def test_order_of_writing_does_not_show(store):
    """Equal content gives an equal digest, whatever the order of rows, files and stores."""
    rows = content()
    random.Random(7).shuffle(rows)
    load(store, rows[:4], OTHER)
    load(store, rows[4:], FILE)
    other = MemoryStore()
    load(other, content())

    assert store.info().digest == other.info().digest
    assert Snapshot.take(store).digest == Snapshot.take(other).digest


def places_of(snapshot, identity):
    """File, sheet, row and documents of a statement, by the columns of a snapshot."""
    i = [one.tobytes() for one in snapshot.statements].index(identity)
    places = snapshot.places
    return {
        (*places.files[places.version[at]], int(places.row[at]), places.citations[places.citation[at]])
        for at in range(places.start[i], places.start[i + 1])
    }  # fmt: skip


def test_columns_and_single_look_ups_name_the_same_places(store):
    load(store, content(), documents=("src:a", "src:b"))
    load(store, [*content()[:2], *organization(9)], OTHER)
    for change in (None, lambda: store.undo_load(2), lambda: store.undo_load(3)):
        if change:
            change()
        snapshot = Snapshot.take(store)
        identities = [one.tobytes() for one in snapshot.statements]
        found = store.provenances(identities)
        assert len(found) == len(identities)
        for identity in identities:
            told = {
                (p.file, p.sheet or "", p.row or 0, ";".join(p.documents)) for p in found[identity]
            }
            assert told
            assert places_of(snapshot, identity) == told


def test_last_load_rises_with_every_change(store):
    load(store, content())
    digest, before = store.info().digest, store.last_load()
    load(store, content(), OTHER)  # the same facts, read elsewhere
    assert (store.info().digest, store.last_load()) == (digest, before + 1)


def test_data_version_rises_only_with_the_digest(store):
    """A second file that says the same adds a place, not a version."""
    load(store, content())
    before = store.data_version()

    record = load(store, content(), OTHER)

    assert record is not None
    assert store.data_version() == before
    load(store, organization(9), OTHER)
    assert store.data_version() == before + 1


def test_rollback_leaves_no_trace(store):
    load(store, content())
    before = store.info()

    session = store.begin()
    session.add(FILE, tie(1, 3), Provenance("orgs.csv", None, 99))
    session.rollback()

    assert store.info() == before
    assert store.statements_of("org:1") == [
        one for one in store.statements_of("org:1") if one.value != "org:3"
    ]


def test_session_sees_its_own_writes(store):
    session = store.begin()
    assert session.type_of("org:1") is None

    new = [session.add(FILE, one, Provenance("orgs.csv", None, 2)) for one in organization(1)]
    again = session.add(FILE, organization(1)[0], Provenance("orgs.csv", None, 3))

    assert (new, again) == ([True, True], False)
    assert session.type_of("org:1") == "Organization"
    assert len(session.statements_of("org:1")) == 2
    session.rollback()


def test_withdrawing_and_restoring_a_dataset(store):
    """Withdrawn statements leave digest, reading and search; restoring is the identity."""
    load(store, content())
    extra = FileVersion("second", "more.csv", None, "c" * 64, "more")
    before = store.info()
    load(store, [*organization(7, "second", "撤回测试公司"), tie(1, 3, "second")], extra)
    full = store.info()

    store.withdraw("second")

    assert store.info().digest == before.digest
    assert store.info().facts == before.facts
    assert list(store.find("撤回测试")) == []
    assert store.datasets()["second"][1] is True
    store.restore("second")
    assert store.info().digest == full.digest
    assert [hit[0] for hit in store.find("撤回测试")] == ["org:7"]


def test_undoing_a_load_takes_back_only_what_it_alone_said(store):
    load(store, content())
    first = store.info().digest
    load(store, [tie(1, 2, role="联合"), *organization(5)], OTHER)
    second = store.info().digest

    undo = store.undo_load(2)

    assert store.info().digest == first
    assert any(one.value == "org:2" for one in store.statements_of("org:1"))
    store.undo_load(undo.number)
    assert store.info().digest == second
    assert [one.undone for one in store.loads()] == [False, False, True, False]


def test_a_load_that_was_undone_can_be_loaded_again(store):
    load(store, content())
    full = store.info().digest
    store.undo_load(1)
    assert store.info().facts == 0

    load(store, content())

    assert store.info().digest == full


def test_judgements_count_in_the_digest_and_can_be_undone(store):
    load(store, content())
    before = store.info().digest

    for verdict in ("same", "undone"):
        session = store.begin()
        session.judge([Judgement("org:1", "org:2", verdict, "测试", "tester", "2026-01-01")])
        session.commit([], {})
        changed = store.info().digest

    assert changed == before
    assert [one.verdict for one in store.judgements()] == ["same", "undone"]


def test_merged_entities_are_one_in_the_snapshot(store):
    load(store, content())
    session = store.begin()
    session.judge([Judgement("org:1", "org:3", "same")])
    session.commit([], {})

    snapshot = Snapshot.take(store)

    assert snapshot.ids == ["org:1", "org:2"]
    assert snapshot.canonical("org:3") == "org:1"


@pytest.mark.parametrize(
    ("text", "hits"),
    [("示例", 3), ("示", 3), ("构2", 1), ("构", 3), ("2", 1), ("大学", 0), ("--", 0)],
)
def test_search_finds_chinese_substrings(store, text, hits):
    load(store, content())

    assert len(list(store.find(text))) == hits


def test_documents_and_datasets(store):
    session = store.begin()
    session.add_dataset(Dataset("demo", {"zh": "示例"}, "CC0"))
    assert session.add_document(Document("src:a", "demo", "一页", url="https://example.org"))
    assert not session.add_document(Document("src:a", "demo", "一页", url="https://example.org"))
    session.commit([], {})

    assert store.documents()["src:a"].title == "一页"
    assert store.datasets()["demo"] == (Dataset("demo", {"zh": "示例"}, "CC0"), False)


def test_invented_and_real_data_never_share_a_store(store):
    session = store.begin()
    session.add_dataset(Dataset("real"))

    with pytest.raises(StoreError, match="must not share"):
        session.add_dataset(Dataset("made", invented=True))
    session.rollback()


@pytest.mark.parametrize("call", ["undo_load", "withdraw", "restore"])
def test_unknown_load_or_dataset(store, call):
    with pytest.raises(StoreError, match="there is no"):
        getattr(store, call)(99 if call == "undo_load" else "nothing")


def test_check_finds_nothing_in_a_sound_store(store):
    load(store, content())

    assert store.check() == []


def test_hostile_text_comes_back_as_data(store):
    names = ["'); DROP TABLE statement;--", "=cmd()", "<img src=x onerror=alert(1)>", "长" * 5000]
    for number, name in enumerate(names):
        load(store, organization(number, name=name), FileVersion("demo", name, None, "d", "x"))

    assert [store.statements_of(f"org:{n}")[0].value for n in range(len(names))] == names


def test_every_known_gap_names_a_real_store_and_test():
    for name, test in KNOWN_GAPS:
        assert name in OPEN
        assert test in globals()


def test_reading_beside_a_writer_in_another_process(tmp_path):
    """WAL: a second process writes while this one reads the state before it."""
    path = tmp_path / "graph.db"
    store = SqliteStore(path)
    load(store, content())
    before = store.info()
    program = (
        "import sys; from pathlib import Path; from graph.store import SqliteStore\n"
        "from graph.records import statement, FileVersion, Provenance\n"
        "session = SqliteStore(Path(sys.argv[1])).begin()\n"
        "session.add(FileVersion('demo', 'w.csv', None, 'w', 'w'), "
        "statement('org:w', 'type', 'Organization', 'demo'), Provenance('w.csv', None, 2))\n"
        "print('writing', flush=True); sys.stdin.readline()\n"
        "session.commit(['w.csv'], {})\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with writer:
        assert writer.stdout.readline() == "writing\n"

        assert store.info() == before  # the writer's transaction is open: we still read
        assert Snapshot.take(store).digest == before.digest

        writer.communicate("go\n", timeout=60)
    assert writer.returncode == 0
    assert store.data_version() == before.data_version + 1
    store.close()


def test_a_quick_copy_of_the_columns_is_used_and_never_stale(tmp_path, monkeypatch):
    """Beside a large store stands a copy of its columns; one of another digest is not used."""
    monkeypatch.setattr("graph.store.sqlite_store._WORTH_KEEPING", 1)
    store = SqliteStore(tmp_path / "graph.db")
    load(store, content())
    first = Snapshot.take(store)
    copy = tmp_path / "graph.db-snapshot"
    assert copy.exists()
    monkeypatch.setattr(
        "graph.store.sqlite_store.read_columns", lambda db: pytest.fail("read the statements again")
    )

    again = Snapshot.take(store)

    assert (again.ids, again.digest) == (first.ids, first.digest)
    assert again.column("name") == first.column("name")
    assert again.tables()["edges"].equals(first.tables()["edges"])
    monkeypatch.undo()
    load(store, organization(9), OTHER)
    assert Snapshot.take(store).ids == [*first.ids, "org:9"]
    copy.write_bytes(b"broken")
    assert Snapshot.take(store).ids == [*first.ids, "org:9"]
    store.close()


def test_another_schema_version_is_refused(tmp_path):
    store = SqliteStore(tmp_path / "graph.db")
    store._set_meta("schema_version", "99")
    store.close()

    with pytest.raises(StoreError, match="schema version 99"):
        SqliteStore(tmp_path / "graph.db")


def test_a_file_that_is_no_store_is_refused(tmp_path):
    (tmp_path / "text.db").write_text("not a database, but long enough to look like one" * 30)

    with pytest.raises(StoreError, match="cannot open"):
        SqliteStore(tmp_path / "text.db")


def test_a_missing_store_is_an_error_and_is_not_created(tmp_path):
    with pytest.raises(StoreError, match="there is no store"):
        open_store(str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()
