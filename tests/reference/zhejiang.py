"""Prints the whole reference as one JSON document with sorted keys.

Usage, from the root of the repository:
python -m tests.reference.zhejiang FOLDER > tests/reference/zhejiang_expected.json
"""

import json
import re
import sys

from .counts import chain_counts, entities, statements
from .gaps import gaps
from .layers import untied
from .scopes import scopes, scopes_in_window
from .tables import load
from .window import default_window

OTHER_WINDOWS = ((2020, 2024),)


def printed(document):
    """The document as JSON with sorted keys; each value under "keys" on one line, nulls left out."""
    lines = []

    def folded(node, inside=False):
        if not isinstance(node, dict):
            return node
        if inside and "coverage" in node:
            told = {k: v for k, v in node.items() if v is not None}
            lines.append(json.dumps(told, sort_keys=True))
            return f"@{len(lines) - 1}@"
        return {k: folded(v, inside or k == "keys") for k, v in node.items()}

    text = json.dumps(folded(document), ensure_ascii=False, indent=1, sort_keys=True)
    return re.sub(r'"@(\d+)@"', lambda found: lines[int(found[1])], text)


def main():
    """Print the whole document."""
    data = load(sys.argv[1])
    found = default_window(data)
    window = (found["start"], found["end"])
    document = {
        "entities": entities(data),
        "relations": statements(data),
        "chains": chain_counts(data),
        "window": found,
        "untied": {"default_window": untied(data, window), "no_window": untied(data, None)},
        "scopes": scopes(data, window),
        "gaps": gaps(data, window),
        "windows": {f"{a}-{b}": scopes_in_window(data, (a, b)) for a, b in OTHER_WINDOWS},
    }
    print(printed(document))


if __name__ == "__main__":
    main()
