"""Positions for pictures: deterministic, computed once, drawn anywhere."""
