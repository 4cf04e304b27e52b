#!/bin/sh
# libreoffice.sh - what we write is what LibreOffice reads: every table of the bundled zone, and a sheet of odd cells, go
# through it to .xlsx and to CSV, and must say the same there, cell by cell.
# usage: libreoffice.sh BOOK_DRIVER PROJECT     77: LibreOffice is not installed
set -eu
driver=$1 project=$2
export LC_ALL=C.UTF-8

command -v soffice >/dev/null || {
    echo "skipped: no soffice here; Debian has it in libreoffice-calc-nogui"
    exit 77
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
mkdir "$work/own" "$work/xlsx" "$work/csv"
"$driver" write "$project/zones/changhe" "$work/own"

# LibreOffice ends with 0 also when it could not read a file; one that is missing is told below.
convert() {
    soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$1" --outdir "$2" "$work"/own/*.xlsx \
        >"$work/said" 2>&1 || {
        cat "$work/said"
        exit 1
    }
}
convert xlsx "$work/xlsx"
convert "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true" "$work/csv" # comma, quote, UTF-8, as shown

compared=0
same() {
    "$driver" "$1" "$2" >"$work/a"
    "$driver" "$1" "$3" >"$work/b"
    compared=$((compared + 1))
    cmp -s "$work/a" "$work/b" || {
        echo "not the same: $3"
        diff "$work/a" "$work/b" | head -20
        exit 1
    }
}
for file in "$work"/own/*.xlsx; do
    name=$(basename "$file" .xlsx)
    same print "$file" "$work/xlsx/$name.xlsx"
    same plain "$file" "$work/csv/$name.csv"
done

[ "$compared" -ge 20 ] || {
    echo "only $compared comparisons"
    exit 1
}
echo "$compared workbooks and CSV files say the same"
