#!/bin/sh
# Make .venv and fill it from the hashed requirements; do nothing if that has been done. Usage: install.sh base|pdf|docx|dev
# `base` is what running needs, `pdf` adds the writer of PDF files, `docx` to these the writer of Word documents, `dev` to
# all of them the tools of the tests.
set -eu
cd "$(dirname "$0")/.."
group=${1:-base}
requirements=requirements/$group.txt

fail() { printf '%s\n' "$@" >&2; exit 1; }

find_python() {
    # shellcheck disable=SC2086  a list of names
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
        # A name may exist and still not run (version managers leave such stubs): it is tried.
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
    [ -z "${PYTHON:-}" ] || fail "PYTHON is $PYTHON, which is no Python 3.11 or later: correct it or leave it out."
    fail "No Python 3.11 or later was found. On Debian 12 or later: apt-get install python3 python3-venv." \
        "Elsewhere name one: make run PYTHON=/path/to/python3"
}

make_environment() {
    python=$(find_python)
    rm -rf .venv
    if ! "$python" -m venv .venv >var/install.log 2>&1; then
        rm -rf .venv
        package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            echo "Installing $package, which Debian keeps apart from Python …"
            { apt-get update && apt-get install -y --no-install-recommends "$package"; } >>var/install.log 2>&1 ||
                fail "Installing $package failed; see var/install.log."
            "$python" -m venv .venv
        else
            cat var/install.log >&2
            fail "$python cannot make a virtual environment. On Debian: sudo apt-get install $package"
        fi
    fi
}

fill_environment() {
    echo "Installing the packages of $requirements …"
    # Whatever the person's own configuration says, no other Python is fetched and files are copied, not linked.
    export UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_NO_PROGRESS=1
    if .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt &&
        .venv/bin/uv pip install -q --python .venv/bin/python --compile-bytecode --require-hashes -r "$requirements"
    then
        return
    fi
    echo "uv did not do it; trying pip, which takes longer …"
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$requirements" ||
        fail "The packages could not be installed: is the package registry reachable? The first installation needs it;" \
            "afterwards everything runs offline."
    .venv/bin/python -m compileall -q .venv/lib >/dev/null || true
}

mkdir -p var 2>/dev/null || true
[ -w . ] && [ -w var ] ||
    fail "$(pwd) or its folder var cannot be written by $(id -un): it belongs to $(stat -c %U var 2>/dev/null || stat -c %U .)." \
        "Run as that account, or take the folder over: sudo chown -R $(id -un) '$(pwd)'"

# Two commands at the same time take turns.
if command -v flock >/dev/null; then
    exec 9>var/install.lock
    flock 9
fi

# An environment knows its own place: one that was moved, copied or broken off is made anew.
here=$(.venv/bin/python -c 'import sys, os; print(os.path.realpath(sys.prefix))' 2>/dev/null || true)
[ "$here" = "$(pwd -P)/.venv" ] || make_environment

# Each contains those before it, at the same versions: a larger one's stamp will do.
digest() { cat requirements/uv.txt "requirements/$1.txt" | sha256sum | cut -d' ' -f1; }
case $group in
    base) larger="dev docx pdf" ;;
    pdf) larger="dev docx" ;;
    *) larger=dev ;;
esac
for done in $larger $group; do
    [ "$(cat ".venv/installed-$done" 2>/dev/null)" != "$(digest "$done")" ] || exit 0
done
fill_environment
digest "$group" >".venv/installed-$group"
