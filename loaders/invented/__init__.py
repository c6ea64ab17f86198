"""An invented province (虚构省): a seeded sample with its expected results."""

from loaders.invented.write import generate

__all__ = ["generate"]
