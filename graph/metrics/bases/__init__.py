"""多基地: how many bases really work, where, and for whom (METRIC_KEYS.md section 3)."""
