PYTHON ?= python3
BIN := .venv/bin
DB := news.db

.PHONY: install serve export test lint bench clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,dev]'
	touch $@

# Names of articles have spaces, which make must not take for the end of a name.
SOURCES := $(shell find samples yulu build_db.py -type f -not -name '*.pyc' | sed 's/ /\\ /g')

$(DB): .venv/installed $(SOURCES)
	$(BIN)/python build_db.py --db $@

serve: $(DB)
	$(BIN)/datasette serve . --host 127.0.0.1 --port 8001

export: $(DB)
	$(BIN)/python -m yulu.export --db $(DB)

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest -q

bench: .venv/installed
	for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean:
	rm -rf .venv $(DB) inspect-data.json export
