PYTHON ?= python3
BIN := .venv/bin
DB := news.db

.PHONY: install serve desk export test check audit lock lint bench clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,dev]'
	touch $@

# Names of articles have spaces, which make must not take for the end of a name.
SOURCES := $(shell find samples yulu build_db.py $(wildcard verdicts) -type f -not -name '*.pyc' | sed 's/ /\\ /g')

$(DB): .venv/installed $(SOURCES)
	$(BIN)/python build_db.py --db $@

serve: $(DB)
	$(BIN)/datasette serve . --host 127.0.0.1 --port 8001

# For editors, on this machine only: doubtful quotes, the most doubtful first. Writes verdicts/.
desk: $(DB)
	$(BIN)/python -m yulu.verdicts.desk --db $(DB)

export: $(DB)
	$(BIN)/python -m yulu.export --db $(DB)

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# What a change must pass before it is shown to others: no tests that need a browser, nor those that are slow.
check: lint
	$(BIN)/python -m pytest -q -m "not browser and not slow" -n auto --dist loadfile

# Known holes in what is installed, the licences of it, and a bill of materials (CycloneDX), in audit/.
audit: .venv-audit/installed
	mkdir -p audit
	.venv-audit/bin/pip-licenses --python $(BIN)/python --format markdown --with-urls --output-file audit/licences.md
	.venv-audit/bin/cyclonedx-py requirements deploy/requirements.txt --output-file audit/sbom.json
	.venv-audit/bin/pip-audit -r deploy/requirements.txt --require-hashes --disable-pip

.venv-audit/installed: .venv/installed
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/pip install --quiet 'pip-audit>=2.9,<3' 'cyclonedx-bom>=7,<8' 'pip-licenses>=5,<6' 'uv<1'
	touch $@

# What an image installs, with the sums of every file, after a change of pyproject.toml or constraints.txt.
lock: .venv-audit/installed
	.venv-audit/bin/uv pip compile pyproject.toml -c constraints.txt --python-platform linux \
	    --python-version 3.11.7 --generate-hashes --no-header --no-annotate -q -o deploy/requirements.txt

test: lint
	$(BIN)/python -m pytest -q

# Those that need no folder of articles of their own; the others say what they want with --help.
bench: .venv/installed
	for name in quotes search names stories second_reading swap; do \
	    echo "== $$name"; $(BIN)/python benchmarks/$$name.py || exit 1; done

clean:
	rm -rf .venv .venv-audit audit $(DB) $(DB).kept inspect-data.json export
