"""``python -m api`` is the command ``chuangpu``."""

from api.cli import run

run()
