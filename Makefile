PYTHON ?= python3
BIN := .venv/bin
DB := news.db

.PHONY: install serve desk export test lint bench fast interpreted clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,dev]'
	touch $@

# Names of articles have spaces, which make must not take for the end of a name.
SOURCES := $(shell find samples yulu build_db.py $(wildcard verdicts) -type f -not -name '*.pyc' -not -name '*.so' | sed 's/ /\\ /g')

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

# The finding of quotes compiled, half as fast again, for large folders. Needs a C compiler. After a change
# of the sources they are used again, until the next `make fast`.
fast: .venv/installed
	$(BIN)/python scripts/compile_quotes.py

interpreted: .venv/installed
	$(BIN)/python scripts/compile_quotes.py --undo

test: lint interpreted
	$(BIN)/python -m pytest -q

bench: .venv/installed
	-$(BIN)/python scripts/compile_quotes.py > /dev/null
	for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean:
	rm -rf .venv yulu/quotes/*.so $(DB) $(DB).kept inspect-data.json export
