"""Speed and memory at size, beside NetworkX: ``python -m benchmarks --size 100k``."""
