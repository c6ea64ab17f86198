"""网络化: whether the network stands without its core (METRIC_KEYS.md section 4)."""
