# Every command sees to its own set-up. What is longer than a line lives in scripts/.
.DEFAULT_GOAL := help
.PHONY: help install run test test-everywhere test-fast check fix demo gallery guide-pictures bench shell reset texts requirements
PYTHON_HERE := .venv/bin/python
export PYTHON PORT

help: ## Say what each command does
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 22

install: ## Make the environment with all tools (run and test do it themselves)
	@scripts/install.sh dev && $(PYTHON_HERE) scripts/catalogues.py compile

run: ## Start the tracker with the published figures and print its address (PORT=8080 to choose)
	@scripts/install.sh base && $(PYTHON_HERE) scripts/catalogues.py compile && exec $(PYTHON_HERE) scripts/run.py

test: install ## Check and test everything, exactly as CI does
	@scripts/system_packages.sh && exec $(PYTHON_HERE) scripts/check.py all

test-everywhere: install ## The same, with every test on the second PostgreSQL too (ten minutes more)
	@scripts/system_packages.sh && exec $(PYTHON_HERE) scripts/check.py everywhere

test-fast: install ## Run the tests without a browser
	@exec $(PYTHON_HERE) -m pytest -q -m "not browser and not setup"

check: install ## Lint, types, import storeys, migrations, catalogues; no tests
	@exec $(PYTHON_HERE) scripts/check.py static

fix: install ## Format, and repair what the linter can
	@$(PYTHON_HERE) -m ruff check --fix-only --quiet . && $(PYTHON_HERE) -m ruff format --quiet .

demo: ## Start it with invented data beside the published figures
	@scripts/install.sh base && $(PYTHON_HERE) scripts/catalogues.py compile && exec $(PYTHON_HERE) scripts/run.py --demo

gallery: install ## Take pictures of the pages into var/gallery (FIGURES="published --page home --look phone" to choose)
	@exec $(PYTHON_HERE) scripts/gallery.py $(FIGURES)

guide-pictures: install ## Take the pictures of the guides under /help/ anew, into static/guides
	@exec $(PYTHON_HERE) scripts/guide_pictures.py

bench: install ## Measure pages on generated countries, pages in a slowed browser, and what files and imports cost
	@$(PYTHON_HERE) bench/pages.py --write && $(PYTHON_HERE) bench/files.py && $(PYTHON_HERE) bench/imports.py && exec $(PYTHON_HERE) bench/browser.py

shell: install ## Open a Python shell with the models
	@exec $(PYTHON_HERE) manage.py shell

reset: ## Delete the local database, after asking (CONFIRM=yes answers)
	@scripts/install.sh base && CONFIRM="$(CONFIRM)" exec $(PYTHON_HERE) scripts/reset.py

texts: install ## Put the project's new texts into the Vietnamese catalogue
	@$(PYTHON_HERE) scripts/catalogues.py update

requirements: install ## Resolve the dependencies anew from pyproject.toml
	@scripts/requirements.sh
