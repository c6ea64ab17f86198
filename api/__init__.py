"""Faces of the product: the command line."""
