"""An independent reference for the Zhejiang sample: plain, slow, from the definitions only.

It reads the raw CSV files of the sample folder, follows METRIC_KEYS.md (section 7 above all) and
shares no code with the product. Where the text leaves a choice open, the comment "CHOICE n" names
the reading that was picked. Needs Python 3.11 and networkx.

From bottom to top: ``tables``; ``window`` and ``counts``; ``layers``; ``design`` (the chain of one
scope), ``network``; ``cards`` and ``keys``; ``scopes`` and ``gaps``; ``zhejiang`` prints the
document. ``keys`` gives its observed graphs to ``tests/oracle``, which was written from the
definitions and without the code too.
"""
