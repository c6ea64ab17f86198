"""Bytes into rows with file, sheet, row and column."""
