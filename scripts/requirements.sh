#!/bin/sh
# Write the hashed requirements anew from pyproject.toml. The files name no registry, so that any mirror serves.
set -eu
cd "$(dirname "$0")/.."
compile() {
    .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-header --no-annotate "$@"
}
compile pyproject.toml -o requirements/base.txt
compile pyproject.toml --extra pdf -c requirements/base.txt -o requirements/pdf.txt
compile pyproject.toml --extra pdf --extra docx -c requirements/pdf.txt -o requirements/docx.txt
compile pyproject.toml --extra pdf --extra docx --group dev -c requirements/base.txt -o requirements/dev.txt
grep -A 100 '^uv==' requirements/dev.txt | awk 'NR > 1 && /^[a-z]/ { exit } { print }' >requirements/uv.txt
