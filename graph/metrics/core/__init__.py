"""强核心: how far the center is the core of its ecosystem (METRIC_KEYS.md section 2)."""
