# 动词写在 help 里。 / The verbs are listed by `make help`. Written for any POSIX make.
.POSIX:

# Records made by `make bench`: 10k, 100k, 1m, …
SIZE = 100k
# Tried in this order. PYTHON, given on the command line or in the environment, replaces them.
# A pyenv shim may exist and still fail, so each one is run; the last is Debian's own.
INTERPRETERS = python3.14 python3.13 python3.12 python3.11 python3 /usr/bin/python3
PIP = .venv/bin/pip --disable-pip-version-check --no-input --quiet install -c constraints.txt

.PHONY: help demo serve test check docs bench notebooks clean

help:
	@printf '%s\n' \
	'创谱 Chuangpu' \
	'' \
	'  make demo       建好环境，生成示例图谱与报告' \
	'                  set everything up, build the sample graph, write the report' \
	'  make serve      打开示例图谱的网页与接口（先 make demo）' \
	'                  serve the page and the API of the sample (make demo first)' \
	'  make test       check，再运行全部测试' \
	'                  check, then run every test' \
	'  make check      代码规范、格式、类型、导入方向' \
	'                  lint, format, types, direction of imports' \
	'  make docs       重新生成 docs 里的表' \
	'                  generate the tables in docs again' \
	'  make bench      性能测量；SIZE=$(SIZE)' \
	'                  measure speed and memory; SIZE=$(SIZE)' \
	'  make notebooks  重新运行全部笔记本并写回结果' \
	'                  run all notebooks again and keep their output' \
	'  make clean      删除以上命令生成的一切（包括 .venv 与 demo）' \
	'                  delete all that these commands made (.venv and demo too)' \
	'  make help       本页 / this page' \
	'' \
	'新建 .venv 时可用 PYTHON=python3.12 指定解释器（3.11 及以上）；换解释器先 make clean。' \
	'PYTHON=python3.12 chooses the interpreter of a new .venv (3.11 or later); make clean first to change it.'

demo: .venv/.ready
	.venv/bin/chuangpu demo

serve: .venv/.ready
	.venv/bin/chuangpu serve --store demo/zhejiang.db

test: check
	.venv/bin/pytest

check: .venv/.ready-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

docs: .venv/.ready
	.venv/bin/python docs/generate.py

bench: .venv/.ready-dev
	.venv/bin/python -m benchmarks --size $(SIZE)
	.venv/bin/python -m benchmarks.structure --size $(SIZE)

# Without the times of running, so that the same results give the same files.
notebooks: .venv/.ready-notebook
	.venv/bin/python notebooks/pair.py notebooks/*.py
	.venv/bin/jupyter nbconvert --to notebook --execute --inplace \
	    --ExecutePreprocessor.record_timing=False notebooks/*.ipynb
	.venv/bin/python notebooks/pair.py --trim notebooks/*.ipynb

clean:
	rm -rf .venv demo build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache \
	    .import_linter_cache .hypothesis .benchmarks
	find . -name .git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

# pip is the last file that venv writes, so an interrupted .venv is made again.
.venv/bin/pip:
	@wanted='$(PYTHON)'; \
	for python in $${wanted:-$(INTERPRETERS)}; do \
	    "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	        2>/dev/null || continue; \
	    echo "用 $$python 新建 .venv …… / Making .venv with $$python …"; \
	    exec "$$python" -m venv --clear .venv; \
	done; \
	echo "没有可用的 Python 3.11+（含 venv；Debian：apt-get install python3-venv），可用 PYTHON= 指定。 /" \
	    "No usable Python 3.11+ with venv (Debian: apt-get install python3-venv); set PYTHON=." >&2; \
	exit 1

.venv/.ready: .venv/bin/pip pyproject.toml constraints.txt
	@echo '安装创谱到 .venv …… / Installing Chuangpu into .venv …'
	@$(PIP) -e .
	@touch $@

.venv/.ready-dev: .venv/bin/pip pyproject.toml constraints.txt
	@echo '安装创谱与开发工具到 .venv …… / Installing Chuangpu and its development tools into .venv …'
	@$(PIP) -e '.[dev]'
	@touch .venv/.ready $@

.venv/.ready-notebook: .venv/bin/pip pyproject.toml constraints.txt
	@echo '安装创谱与 Jupyter 到 .venv …… / Installing Chuangpu and Jupyter into .venv …'
	@$(PIP) -e '.[notebook]'
	@touch .venv/.ready $@
