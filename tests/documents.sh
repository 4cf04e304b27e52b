#!/bin/sh
# documents.sh - what the documents show is what the program prints: every command of docs/article.md
# prints its line, every example is answered, every file that a document points to is there.
# usage: documents.sh PROGRAM SOURCE_ROOT
set -u
program=$1
cd "$2" || exit 1
faults=0

fault() {
    printf 'documents: %s\n' "$1"
    faults=$((faults + 1))
}

shown=$(mktemp) || exit 1
trap 'rm -f "$shown"' EXIT

# rows of the article: | ... | `changhe COMMAND` | `LINE` |
grep -o '`changhe [^`]*` | `[^`]*`' docs/article.md >"$shown"
rows=0
while IFS= read -r row; do
    rows=$((rows + 1))
    command=$(printf '%s' "$row" | sed 's/^`changhe \([^`]*\)`.*/\1/')
    line=$(printf '%s' "$row" | sed 's/.* | `\([^`]*\)`$/\1/')
    # shellcheck disable=SC2086 # words of the command
    "$program" $command | grep -qF -e "$line" || fault "changhe $command does not print: $line"
done <"$shown"
[ "$rows" -gt 0 ] || fault "docs/article.md shows no command"

for edits in examples/*.json; do
    for command in chain who; do
        "$program" $command --zone zones/changhe --what-if "$edits" >/dev/null || fault "$command fails on $edits"
    done
    "$program" split --zone zones/changhe --agreement typical --what-if "$edits" >/dev/null || fault "split fails on $edits"
done

for months in "--month 2026-03" "--year 2026"; do
    # shellcheck disable=SC2086 # an option and its value
    "$program" medical examples/medical-claims.csv --zone zones/changhe $months >/dev/null || fault "medical $months fails on its example"
done

for game in examples/games/*.json; do
    "$program" game "$game" --samples 100 >/dev/null || fault "game fails on $game"
done

# links to files of the project, seen from the document that has them
for document in README.md README.zh.md CHANGELOG.md CONTRIBUTING.md docs/*.md docs/*/*.md examples/*.md; do
    [ -f "$document" ] || fault "$document is not there"
    grep -o '](\([^)#]*\)' "$document" | sed 's/](//' >"$shown"
    while IFS= read -r link; do
        case $link in
        '' | http:* | https:* | mailto:*) continue ;;
        esac
        [ -e "$(dirname "$document")/$link" ] || fault "$document points to $link, which is not there"
    done <"$shown"
done

[ "$faults" -eq 0 ]
