# What people do here. `make` alone explains; each verb sets up what it needs first.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
READY := .venv/.grader-ready
DEV := .venv/.dev-ready
FUZZ := .venv/.fuzz-ready
BOX := .box/.ready
OPENEDX := .openedx/.ready

COURSE ?= examples/course
# Why -P: without it the current folder would come before our own packages.
GRADER := $(PY) -P -m grader

# A setting of the user's own must not send packages elsewhere.
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_REQUIREMENT PIP_NO_BINARY PYTHONHOME PYTHONPATH PYTHONSTARTUP
export PIP_USER := 0
export PIP_REQUIRE_VIRTUALENV := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP_INSTALL := -m pip install --quiet --no-input --require-hashes --only-binary=:all:

# An environment whose Python has gone, or is not the one asked for, is made again.
BASE = import os, sys; print(os.path.realpath(sys._base_executable) * ((3, 11) <= sys.version_info < (3, 14)))
ifneq ($(wildcard .venv),)
HAVE := $(shell $(PY) -c '$(BASE)' 2>/dev/null)
ifeq ($(HAVE),)
STALE := stale
else ifdef PYTHON
ifneq ($(HAVE),$(shell $(PYTHON) -c '$(BASE)' 2>/dev/null))
STALE := stale
endif
endif
endif

# Prints the first Python of the list that will do, or says what is missing.
define FIND_PYTHON
find_python() { \
    local found='' bare='' python; \
    for python in $${PYTHON:-python3 python3.13 python3.12 python3.11}; do \
        [ -n "$$("$$python" -c '$(BASE)' 2>/dev/null)" ] || continue; \
        if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then found=$$python; break; fi; \
        bare="$$bare $$python"; \
    done; \
    if [ -n "$$found" ]; then echo "$$found"; return 0; fi; \
    if [ -n "$$bare" ]; then \
        echo "setup:$$bare cannot make virtual environments. Run: apt-get install python3-venv" >&2; \
    elif [ -n "$${PYTHON:-}" ]; then \
        echo "setup: $$PYTHON is no Python from 3.11 to 3.13." >&2; \
    else \
        echo "setup: there is no Python from 3.11 to 3.13 on PATH. Run: apt-get install python3 python3-venv" >&2; \
        echo "       or name one: make setup PYTHON=/path/to/python3.12" >&2; \
    fi; \
    return 1; \
}
endef

# Beside pip's own programs: `.venv/bin/grader`, which finds its Python from where it lies.
define WRAPPER
#!/bin/sh
here=$$(dirname "$$(readlink -f "$$0")")
exec "$$here/python" -P -m grader "$$@"
endef
export WRAPPER

ifdef PYTHON
export PYTHON
endif

.PHONY: help setup grade test prove hostile fuzz lint verify mutants template gradescope serve bench lock stale

help: ## explains the verbs
	@echo 'Grades Django model exercises. On a fresh machine: make grade, then make test.'
	@echo
	@grep -E '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z]+):.*## /  make \1|/' \
	    | awk -F'|' '{ printf "%-15s %s\n", $$1, $$2 }'
	@echo
	@echo 'make grade takes COURSE=folder ASSIGNMENT=slug STUDENT=id JOBS=number FEEDBACK_LANG=en|ru'
	@echo 'ISOLATION=full|filtered; make verify, make mutants and make template take SLUG=slug; make setup takes PYTHON=program.'
	@echo 'One submission: .venv/bin/grader check models.py --assignment one_to_one'

setup: $(READY) $(BOX) ## makes the environments that grade: .venv, and .box for what students can see
	@echo "setup: ready ($$($(PY) -V), $(CURDIR)/.venv)"

grade: $(READY) $(BOX) ## grades a course: COURSE= (default examples/course), ASSIGNMENT=, STUDENT=, JOBS=
ifeq ($(COURSE),examples/course)
	@echo 'Grading the shipped course, examples/course. For your own: make grade COURSE=/path/to/course'
endif
	@$(GRADER) grade '$(COURSE)' $(if $(ASSIGNMENT),--assignment '$(ASSIGNMENT)') \
	    $(if $(STUDENT),--student '$(STUDENT)') $(if $(JOBS),--jobs '$(JOBS)') \
	    $(if $(FEEDBACK_LANG),--lang '$(FEEDBACK_LANG)') $(if $(ISOLATION),--min-isolation '$(ISOLATION)')

test: $(DEV) $(BOX) ## runs the tests
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist worksteal

prove: $(DEV) $(BOX) $(OPENEDX) ## shows what was promised, at full size, a line each
	@$(PY) -m tests.prove

hostile: $(DEV) $(BOX) ## carries out every attack on two lanes: what was required, what happened, points gained
	@GRADER_PROVE=1 $(PY) -m pytest -q --no-header -p tests.hostile.report -n 2 --dist worksteal tests/hostile

fuzz: $(FUZZ) $(BOX) ## looks for input that breaks the codec or intake, guided by coverage: SECONDS=
	@$(PY) -m tests.fuzz '$(or $(SECONDS),60)'

lint: $(DEV) ## style, types, and which part may import which
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(PY) -m pytest -q --no-header tests/template/test_stale.py

verify: $(READY) $(BOX) ## every named answer in solutions/ gets exactly its verdict.toml: SLUG=
	@$(GRADER) verify $(if $(SLUG),'$(SLUG)')

mutants: $(DEV) $(BOX) ## every slip in a model answer must cost points: SLUG=, JOBS=
	@$(PY) -m tests.mutants $(if $(SLUG),'$(SLUG)') $(if $(JOBS),--jobs '$(JOBS)')

template: $(READY) ## makes what students receive, student_template/: SLUG=, and both archives with ZIP=1
	@$(GRADER) template $(if $(SLUG),'$(SLUG)') $(if $(ZIP),--zip)

gradescope: $(READY) ## makes Gradescope's autograder of one assignment: ASSIGNMENT=, FEEDBACK_LANG=, OUT=
	@$(GRADER) gradescope '$(or $(ASSIGNMENT),$(error ASSIGNMENT=slug is missing))' $(if $(OUT),--out '$(OUT)') \
	    $(if $(FEEDBACK_LANG),--lang '$(FEEDBACK_LANG)') $(if $(ISOLATION),--min-isolation '$(ISOLATION)')

serve: $(READY) $(BOX) ## the site on this machine, with a course to look at: PORT=, SITE=
	@$(GRADER) serve '$(or $(SITE),.grader-site)' --demo --port '$(or $(PORT),8000)' $(if $(JOBS),--jobs '$(JOBS)')

bench: $(DEV) $(BOX) ## measures how fast it grades, as a table and as JSON
	@$(PY) -m benchmarks

UV_COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate $(if $(UPGRADE),--upgrade)

lock: $(READY) ## writes the locks in requirements/ again: UPGRADE=1 for newer versions
	@[ -x .venv/bin/uv ] || $(PY) -m pip install --quiet --no-input --only-binary=:all: uv
	@$(UV_COMPILE) pyproject.toml -o requirements/grader.txt
	@$(UV_COMPILE) pyproject.toml --extra dev -c requirements/grader.txt -o requirements/dev.txt
	@$(UV_COMPILE) requirements/box.in -c requirements/grader.txt -o requirements/box.txt
	@$(UV_COMPILE) requirements/fuzz.in -o requirements/fuzz.txt
	@$(UV_COMPILE) requirements/openedx.in -o requirements/openedx.txt
	@if grep -nE '://|^-|[[:space:]]@[[:space:]]|^[./]' requirements/{grader,dev,box,fuzz,openedx}.txt; \
	    then echo 'lock: a lock names a place, not a version (above).' >&2; exit 1; fi
	@echo 'lock: requirements/grader.txt dev.txt box.txt fuzz.txt openedx.txt'

# -- the environments: a stamp is written last, so that what was interrupted is done again ----------------

$(READY): requirements/grader.txt $(STALE)
	@$(FIND_PYTHON); umask 022; \
	if [ -n '$(STALE)' ] || [ ! -f .venv/bin/activate ] || ! $(PY) -m pip --version >/dev/null 2>&1; then \
	    python=$$(find_python); \
	    echo "setup: making .venv with $$("$$python" -V) ($$("$$python" -c '$(BASE)'))"; \
	    "$$python" -m venv --clear .venv; \
	fi
	@$(PY) -c 'import ctypes; ctypes.CDLL("libseccomp.so.2")' 2>/dev/null || { \
	    echo 'setup: libseccomp.so.2 is missing. Run: apt-get install libseccomp2' >&2; exit 1; }
	@echo 'setup: installing what grades (requirements/grader.txt)'
	@umask 022; $(PY) $(PIP_INSTALL) -r requirements/grader.txt
	@umask 022; printf '../../../..\n' > "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/grader.pth"; \
	    printf '%s\n' "$$WRAPPER" > .venv/bin/grader; chmod 755 .venv/bin/grader; touch $@

$(DEV): requirements/dev.txt $(READY)
	@echo 'setup: installing what tests (requirements/dev.txt)'
	@umask 022; $(PY) $(PIP_INSTALL) -r requirements/dev.txt; touch $@

$(FUZZ): requirements/fuzz.txt $(DEV)
	@echo 'setup: installing what searches for broken input (requirements/fuzz.txt)'
	@umask 022; $(PY) $(PIP_INSTALL) -r requirements/fuzz.txt; touch $@

# A learning platform that tests launch us from. Its licence is not ours: an environment of its own, and never imported.
$(OPENEDX): requirements/openedx.txt $(READY)
	@echo 'setup: making the environment of a real LTI platform (requirements/openedx.txt)'
	@umask 022; rm -rf .openedx; $(PY) -m venv .openedx; \
	    .openedx/bin/python $(PIP_INSTALL) -r requirements/openedx.txt; touch $@

# No path of this machine may stand in what a student can read: bytecode names /packages, where the box has it,
# and pip's programs, whose first lines name our Python, are left out.
$(BOX): requirements/box.txt $(READY)
	@echo 'setup: making the environment of the box (requirements/box.txt)'
	@umask 022; rm -rf .box/partial; mkdir -p .box; \
	    $(PY) $(PIP_INSTALL) --no-compile --target .box/partial -r requirements/box.txt; \
	    rm -rf .box/partial/bin; \
	    $(PY) -m compileall -q -s .box/partial -p /packages --invalidation-mode unchecked-hash .box/partial; \
	    $(PY) -c '$(BASE)' > .box/interpreter; \
	    rm -rf .box/packages; mv .box/partial .box/packages; touch $@
