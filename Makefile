# make chat: environment, model, index of the shipped documents, page in the browser (PORT=, HOST=).
# make test: lint, types, doctests and all tests.   make install: the environment with the command `chidao`.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.PHONY: install chat test check programs lock clean

install: $(VENV)/.installed

# Every package is pinned and none brings another: PyTorch's CPU build stays the one that is named.
$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check --no-deps -r requirements.lock
	$(BIN)/pip install --disable-pip-version-check --no-deps --no-build-isolation --quiet -e .
	touch $@

chat: install
	$(BIN)/chidao chat $(if $(PORT),--port $(PORT)) $(if $(HOST),--host $(HOST))

test: install programs check
	$(BIN)/pytest -n 2 --dist loadfile

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# What the tests drive beside Python: a browser for the page, LibreOffice for old office files, tesseract for scans.
# Where they cannot be installed they say so, and the tests that need them are skipped.
PROGRAMS := chromium fonts-noto-core libreoffice-writer-nogui libreoffice-calc-nogui tesseract-ocr tesseract-ocr-vie
programs:
	@{ command -v chromium && command -v soffice && command -v tesseract; } >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && apt-get install -y -qq --no-install-recommends $(PROGRAMS) >/dev/null; } \
	  || echo "not all of these are here, nor can they be installed: $(PROGRAMS); their tests will be skipped"

lock:
	$(BIN)/pip freeze --all --exclude-editable | grep -v "^pip==" | sed "s/+cpu$$//" > requirements.lock

clean:
	rm -rf $(VENV) var build dist *.egg-info
