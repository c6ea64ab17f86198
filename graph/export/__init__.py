"""The graph in other tools' formats; one writer per format."""

from graph.export.formats import FORMATS, export
from graph.export.sanitize import as_text

__all__ = ["FORMATS", "as_text", "export"]
