"""Prints the whole reference as one JSON document with sorted keys.

Usage, from the root of the repository:
python -m tests.reference.zhejiang FOLDER > tests/reference/zhejiang_expected.json
"""

import json
import sys

from .counts import chain_counts, entities, statements
from .gaps import gaps
from .layers import untied
from .scopes import scopes
from .tables import load
from .window import default_window


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
    }
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
