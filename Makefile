# Needs git, make and Python 3.11 or newer; everything else goes into .venv, but for what the tests
# take from Debian to check us with.

BIN := .venv/bin
DEBIAN := golang-go golang-golang-x-mod-dev libreoffice-calc-nogui libreoffice-writer-nogui openssl poppler-utils python3-uno

.PHONY: help demo serve test test-all lint bench clean debian .venv

help:
	@echo "make demo      try the ledger on the conference's real records"
	@echo "make serve     the same as a service, with an account for each office"
	@echo "make test      lint, then all but the slow tests, with coverage"
	@echo "make test-all  lint, then every test, with coverage"
	@echo "make lint      ruff, mypy and the layers only"
	@echo "make bench     measure speed and memory"
	@echo "make clean     remove .venv and whatever the tools left behind"

demo: .venv
	@$(BIN)/rcm-ledger demo

serve: .venv
	@$(BIN)/rcm-ledger serve --demo

test: debian lint
	@$(BIN)/pytest -q -n auto -m "not slow" --cov

test-all: debian lint
	@$(BIN)/pytest -q -n auto --cov

lint: .venv
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@layers=$$($(BIN)/lint-imports --no-cache 2>&1) || { echo "$$layers" >&2; exit 1; }
	@echo "ruff, mypy, layers: in order"

bench: .venv
	@$(BIN)/python -m tests.benchmarks

# Installs what is missing where it may; quick where nothing is. Elsewhere than on Debian, the tests
# that need one of these say so.
debian:
	@command -v apt-get >/dev/null || exit 0; \
	there=$$(dpkg-query -W -f '$${db:Status-Status}/$${Package}\n' $(DEBIAN) 2>/dev/null); \
	for each in $(DEBIAN); do \
	  case " $$(echo $$there) " in *" installed/$$each "*) ;; *) missing="$$missing $$each";; esac; \
	done; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" != 0 ]; then \
	  echo "The tests need more of Debian: apt-get install$$missing" >&2; \
	  exit 1; \
	fi; \
	echo "Installing what the tests take from Debian, once:$$missing" >&2; \
	export DEBIAN_FRONTEND=noninteractive; \
	install="apt-get install -qq -y --no-install-recommends$$missing"; \
	$$install >/dev/null 2>&1 || { apt-get update -qq && $$install >/dev/null; }

clean:
	@rm -rf .venv build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find api ledger projections tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv: .venv/installed
	@:

# The stamp is written last, so an installation that was broken off is taken up again.
.venv/installed: pyproject.toml requirements.lock
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
	  for python in python3.11 python3 none; do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && break; \
	  done; \
	  if [ $$python = none ]; then \
	    echo "Python 3.11 or newer is needed, as python3.11 or python3 (on Debian: apt-get install python3.11-venv)" >&2; \
	    exit 1; \
	  fi; \
	  echo "Making .venv, once; this takes about a minute." >&2; \
	  $$python -m venv --clear .venv >/dev/null || { \
	    rm -rf .venv; \
	    echo "$$python cannot make a virtual environment (on Debian: apt-get install python3.11-venv)" >&2; \
	    exit 1; \
	  }; \
	}
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@
