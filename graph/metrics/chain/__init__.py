"""产业链: how well the chain is covered, joined and held (METRIC_KEYS.md section 5)."""
