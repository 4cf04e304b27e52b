#!/bin/sh
# shown.sh - what the README pages show is what the program prints. In a code block, each line after a
# "$ command" must be a line of that command's output, in this order; a line "..." stands for any others.
# usage: shown.sh PROGRAM SOURCE_ROOT
set -u
program=$1
cd "$2" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
wrong=0

# Cut a page into commands (N.command) and the lines shown after each (N.lines).
cut_page() {
    LC_ALL=C awk -v work="$work" '
        /^```/                  { inside = !inside; out = ""; next }
        !inside                 { next }
        /^\$ build\/changhe /   { n++; print substr($0, 17) > (work "/" n ".command"); out = work "/" n ".lines"; next }
        out != ""               { print > out }
    ' "$1"
}

for page in README.md README.zh.md; do
    rm -f "$work"/*
    cut_page "$page"
    [ -f "$work/1.command" ] || { echo "$page shows no command"; wrong=1; }
    for command in "$work"/*.command; do
        [ -s "${command%.command}.lines" ] || { echo "$page shows nothing that this prints: $(cat "$command")"; wrong=1; continue; }
        # shellcheck disable=SC2046 # words of the command
        "$program" $(cat "$command") >"$work/printed" || wrong=1
        LC_ALL=C awk -v page="$page" '
            FNR == NR        { shown[++n] = $0; next }
            shown[at + 1] == "..." { at++ }
            at < n && $0 == shown[at + 1] { at++ }
            END {
                if (shown[at + 1] == "...") at++
                if (at < n) { print page ": not printed, or not in this place: " shown[at + 1]; exit 1 }
            }' "${command%.command}.lines" "$work/printed" || wrong=1
    done
done
exit "$wrong"
