#!/bin/sh
# See to it that what the tests need from the system is there: a browser, its fonts, a reader of what it prints, what
# WeasyPrint sets type with, and Debian's PostgreSQL.
# Root on Debian installs what is missing; others are told how. In CI something missing is an error.
set -eu
missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
[ -d /usr/share/fonts/truetype/liberation ] || [ -d /usr/share/fonts/truetype/liberation2 ] ||
    missing="$missing fonts-liberation"
has_library() { ldconfig -p | grep -q "$1"; }
PATH=$PATH:/sbin has_library libpango-1.0.so.0 || missing="$missing libpango-1.0-0"
PATH=$PATH:/sbin has_library libpangoft2-1.0.so.0 || missing="$missing libpangoft2-1.0-0"
PATH=$PATH:/sbin has_library libharfbuzz-subset.so.0 || missing="$missing libharfbuzz-subset0"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
found=""
for postgres in /usr/lib/postgresql/*/bin/postgres; do
    [ -x "$postgres" ] && found=yes
done
[ -n "$found" ] || missing="$missing postgresql"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing …"
    mkdir -p var
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  a list of packages
    if { apt-get update && apt-get install -y --no-install-recommends $missing; } >var/system_packages.log 2>&1; then
        exit 0
    fi
    tail -n 5 var/system_packages.log >&2
fi
echo "Missing on this machine:$missing. On Debian: sudo apt-get install$missing" >&2
[ "${CI:-}" != true ] || exit 1
echo "What needs them is left out of this run, and named." >&2
