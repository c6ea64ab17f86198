"""The graph in other tools' formats; one writer per format."""

from graph.export.formats import FORMATS, export

__all__ = ["FORMATS", "export"]
