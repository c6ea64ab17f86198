"""Null models: how a value compares with what chance gives (METRICS.md section 0)."""
