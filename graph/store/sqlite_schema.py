"""The SQLite layout and the statements that both store and session use."""

from __future__ import annotations

LAYOUT = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entity (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE predicate (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE qualifier (number INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE);
CREATE TABLE citation (number INTEGER PRIMARY KEY, documents TEXT NOT NULL UNIQUE);
CREATE TABLE dataset (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, body TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0);
CREATE TABLE document (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE file_version (
    number INTEGER PRIMARY KEY, dataset TEXT NOT NULL, file TEXT NOT NULL, sheet TEXT NOT NULL,
    sha256 TEXT NOT NULL, source TEXT NOT NULL,
    UNIQUE (dataset, file, sheet, sha256, source));
CREATE TABLE statement (
    number INTEGER PRIMARY KEY, hash BLOB NOT NULL, subject INTEGER NOT NULL,
    predicate INTEGER NOT NULL, object INTEGER, value TEXT, qualifier INTEGER NOT NULL,
    dataset INTEGER NOT NULL, active INTEGER NOT NULL DEFAULT 1);
CREATE UNIQUE INDEX statement_hash ON statement (hash);
CREATE INDEX statement_subject ON statement (subject, predicate);
CREATE INDEX statement_object ON statement (object) WHERE object IS NOT NULL;
CREATE TABLE provenance (
    statement INTEGER NOT NULL, version INTEGER NOT NULL, row INTEGER NOT NULL,
    citation INTEGER NOT NULL, original TEXT NOT NULL, since INTEGER NOT NULL,
    PRIMARY KEY (statement, version, row, citation, original)) WITHOUT ROWID;
CREATE TABLE load (
    number INTEGER PRIMARY KEY, time TEXT NOT NULL, kind TEXT NOT NULL, files TEXT NOT NULL,
    counts TEXT NOT NULL, digest_before TEXT NOT NULL, digest_after TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0, target TEXT);
CREATE TABLE load_file (
    load INTEGER NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (load, version)) WITHOUT ROWID;
CREATE TABLE judgement (
    number INTEGER PRIMARY KEY, left TEXT NOT NULL, right TEXT NOT NULL, verdict TEXT NOT NULL,
    reason TEXT NOT NULL, user TEXT NOT NULL, date TEXT NOT NULL);
CREATE VIRTUAL TABLE name_index USING fts5 (
    tokens, entity UNINDEXED, predicate UNINDEXED, text UNINDEXED, statement UNINDEXED,
    tokenize = "unicode61 remove_diacritics 0");
"""

READ = """
SELECT s.number, s.hash, e.id, p.name, o.id, s.value, q.json, d.name
FROM statement s JOIN entity e ON e.number = s.subject
JOIN predicate p ON p.number = s.predicate JOIN qualifier q ON q.number = s.qualifier
JOIN dataset d ON d.number = s.dataset LEFT JOIN entity o ON o.number = s.object
WHERE s.active = 1 AND """

# A statement is in force when a load that is not undone, and is not older than the moment the
# place was first read, covers a file version that says it; and its dataset is not withdrawn.
REFRESH = """
UPDATE statement SET active = (
    EXISTS (SELECT 1 FROM provenance p JOIN load_file f ON f.version = p.version
            JOIN load l ON l.number = f.load
            WHERE p.statement = statement.number AND l.undone = 0 AND l.number >= p.since)
    AND NOT EXISTS (SELECT 1 FROM dataset d WHERE d.number = statement.dataset AND d.withdrawn))
WHERE """

PROVENANCES = """
SELECT v.file, v.sheet, p.row, p.original, c.documents
FROM provenance p JOIN file_version v ON v.number = p.version
JOIN citation c ON c.number = p.citation
WHERE p.statement = ? AND (p.since = ? OR EXISTS (
    SELECT 1 FROM load_file f JOIN load l ON l.number = f.load
    WHERE f.version = p.version AND l.undone = 0 AND l.number >= p.since))"""

# A place is in force when the last load in force of its file version is not older than it.
PLACES = "SELECT statement, version, row, citation, since FROM provenance"
LIVING = """
SELECT f.version, max(f.load) FROM load_file f JOIN load l ON l.number = f.load
WHERE l.undone = 0 GROUP BY f.version"""


def bigrams(key: str) -> str:
    """Overlapping two-character tokens of a search key, the last character alone at the end.

    A query of two or more characters is a phrase of bigrams; a single character is a prefix.

    >>> bigrams("浙江大学")
    '浙江 江大 大学 学'
    """
    letters = "".join(c for c in key if c.isalnum())
    pairs = [letters[i : i + 2] for i in range(len(letters) - 1)]
    return " ".join([*pairs, letters[-1:]])


def match_query(key: str) -> str | None:
    """The full-text query for a search key, or None when it holds no letter or digit.

    >>> match_query("江大学"), match_query("学"), match_query("--")
    ('"江大 大学"', '"学"*', None)
    """
    letters = "".join(c for c in key if c.isalnum())
    if not letters:
        return None
    if len(letters) == 1:
        return f'"{letters}"*'
    return '"' + " ".join(letters[i : i + 2] for i in range(len(letters) - 1)) + '"'
