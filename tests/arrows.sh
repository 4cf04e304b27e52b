#!/bin/sh
# arrows.sh - the house's direction: base <- model <- { parts, io, store, solver, paper } <- book <- desk <- { serve, cli } <- rim.
# Reads every #include "..." below include/ and src/ of a project and tells each one that runs
# against an arrow, each circle among headers, each public header without a source of its name or
# whose source does not begin with it, and each source that belongs to no header of its room.
# usage: arrows.sh PROJECT     first proves on a made-up tree that it sees every kind of violation
set -eu
export LC_ALL=C

# Public headers that need no source: none yet.
headers_only=""

# Prints one line a violation, nothing when the house stands.
look() (
    cd "$1"
    find include src -type f -name '*.[ch]' -o -type f -name '*.def' | sort | awk -v headers_only="$headers_only" '
    function base(path) { sub(/.*\//, "", path); return path }
    function folder(path) { return match(path, /.*\//) ? substr(path, 1, RLENGTH - 1) : "." }

    # Where a file lives: base, model, parts/chain, io, ...; public headers live with their source.
    function room_of(path,    piece) {
        if (path ~ /^include\//) return home[path]
        split(path, piece, "/")
        return piece[2] == "parts" ? piece[2] "/" piece[3] : piece[2]
    }
    function floor(room) {
        if (room == "base") return 1
        if (room == "model") return 2
        if (room ~ /^parts\// || room == "io" || room == "store" || room == "solver" || room == "paper") return 3
        if (room == "book") return 4
        if (room == "desk") return 5
        if (room == "serve" || room == "cli") return 6
        if (room == "rim") return 7
        return 0
    }
    # a/./b and a/x/../b as a/b
    function plain(path) {
        while (sub(/\/\.\//, "/", path));
        while (sub(/[^\/.]+\/\.\.\//, "", path));
        return path
    }
    function found(from, name) {
        if (name ~ /^changhe\//) return "include/" name
        if (plain(folder(from) "/" name) in known) return plain(folder(from) "/" name)
        return "src/model/" name
    }
    # Of a part, any source may have a public header of its name, which it then begins with; its namesake must.
    function begins_with(f, header,    line, answer) {
        answer = 0
        while ((getline line < f) > 0)
            if (line ~ /^[ \t]*#[ \t]*include[ \t]*"/) { answer = index(line, "\"changhe/" base(header) "\"") > 0; break }
        close(f)
        return answer
    }
    # Depth first from a header; grey headers are on the way down here.
    function walk(header, way,    i, next_one) {
        shade[header] = "grey"
        for (i = 1; i <= uses[header]; i++) {
            next_one = use[header, i]
            if (shade[next_one] == "grey") print "circle: " way " -> " next_one
            else if (shade[next_one] == "") walk(next_one, way " -> " next_one)
        }
        shade[header] = "black"
    }

    { known[$0]; order[++files] = $0 }

    END {
        for (i = 1; i <= files; i++) {
            f = order[i]
            if (f !~ /^src\/.*\.c$/) continue
            if (f ~ /^src\/(cli|rim)\//) continue
            header = "include/changhe/" base(f)
            sub(/c$/, "h", header)
            if (f ~ /^src\/parts\// && base(f) != base(folder(f)) ".c" && !begins_with(f, header)) continue
            if (header in known) {
                if (header in home) print "two sources of one name: " header " in " home[header] " and " room_of(f)
                home[header] = room_of(f)
                own[f] = header
            }
        }

        split(headers_only, list, " ")
        for (i in list) allowed[list[i]]

        for (i = 1; i <= files; i++) {
            f = order[i]
            if (f ~ /^include\// && !(f in home) && !(f in allowed)) print "no source of this name: " f
            if (f ~ /^src\/.*\.c$/ && floor(room_of(f)) == 0) print "no such room: " f
            if (f ~ /^src\/parts\//) {
                header = "include/changhe/" base(folder(f)) ".h"
                if (!(header in home) && !(header in told)) print "no public header and namesake source: " folder(f)
                told[header]
            }
        }

        for (i = 1; i <= files; i++) {
            f = order[i]
            at_home = 0
            while ((getline line < f) > 0) {
                if (line !~ /^[ \t]*#[ \t]*include[ \t]*"/) continue
                split(line, piece, "\"")
                to = found(f, piece[2])
                if (!(to in known)) { print "cannot be found: " f " includes " piece[2]; continue }
                use[f, ++uses[f]] = to
                from_room = room_of(f)
                to_room = room_of(to)
                if (from_room == to_room) at_home = 1
                if (from_room == to_room || from_room == "" || to_room == "") continue
                if (floor(to_room) >= floor(from_room)) print "against the arrows: " f " includes " to " of " to_room
            }
            close(f)
            if (f in own && use[f, 1] != own[f]) print "does not begin with its own header: " f
            if (f ~ /\.c$/ && !at_home) print "includes no header of its own room: " f
        }
        for (i = 1; i <= files; i++)
            if (order[i] !~ /\.c$/ && shade[order[i]] == "") walk(order[i], order[i])
    }'
)

# ---- the test of the test ----------------------------------------------------------------------

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
wrong=0

put() { # file, lines to include
    mkdir -p "$tree/${1%/*}"
    : >"$tree/$1"
    file=$1
    shift
    for name; do printf '#include "%s"\n' "$name" >>"$tree/$file"; done
}

small_house() {
    for module in base/text model/zone parts/chain/chain parts/target/target io/csv store/store paper/paper desk/desk; do
        name=${module##*/}
        put "include/changhe/$name.h"
        put "src/$module.c" "changhe/$name.h"
    done
    put include/changhe/zone.h changhe/text.h schema/all.def
    put src/model/schema/all.def schema/words.def schema/words.def
    put src/model/schema/words.def
    put include/changhe/chain.h changhe/zone.h
    put src/parts/chain/net.h changhe/chain.h
    put src/parts/chain/graph.c net.h
    put include/changhe/desk.h changhe/chain.h changhe/csv.h changhe/store.h
    put src/desk/team.c ../desk/team.h
    put src/desk/team.h changhe/desk.h
    put src/cli/main.c options.h changhe/desk.h changhe/store.h
    put src/cli/options.h
    put src/cli/options.c options.h
    put include/changhe/serve.h changhe/zone.h
    put src/serve/serve.c changhe/serve.h changhe/desk.h
    put src/rim/rim.h ../cli/options.h
    put src/rim/main.c rim.h changhe/serve.h
}

sees() { # what the look must tell, alone or among others
    seen=$(look "$tree")
    case $seen in
    *"$1"*) ;;
    *) echo "the look missed: $1"; echo "  it told: $seen"; wrong=1 ;;
    esac
    rm -rf "$tree/src" "$tree/include"
    cp -r "$tree/sound/." "$tree"
}

small_house
mkdir "$tree/sound"
cp -r "$tree/src" "$tree/include" "$tree/sound"
seen=$(look "$tree")
[ -z "$seen" ] || { echo "a sound house is blamed: $seen"; wrong=1; }

put include/changhe/text.h changhe/zone.h
sees "against the arrows: include/changhe/text.h includes include/changhe/zone.h of model"
put src/model/zone.c changhe/chain.h
sees "against the arrows: src/model/zone.c includes include/changhe/chain.h of parts/chain"
put src/parts/target/target.c changhe/chain.h
sees "against the arrows: src/parts/target/target.c includes include/changhe/chain.h of parts/chain"
put src/parts/target/target.c ../chain/net.h
sees "against the arrows: src/parts/target/target.c includes src/parts/chain/net.h of parts/chain"
put src/parts/chain/graph.c changhe/csv.h
sees "against the arrows: src/parts/chain/graph.c includes include/changhe/csv.h of io"
put src/store/store.c changhe/csv.h
sees "against the arrows: src/store/store.c includes include/changhe/csv.h of io"
put src/paper/paper.c changhe/csv.h
sees "against the arrows: src/paper/paper.c includes include/changhe/csv.h of io"
put src/io/csv.c changhe/desk.h
sees "against the arrows: src/io/csv.c includes include/changhe/desk.h of desk"
put src/desk/desk.c changhe/desk.h ../cli/options.h
sees "against the arrows: src/desk/desk.c includes src/cli/options.h of cli"
put src/serve/serve.c changhe/serve.h ../rim/rim.h
sees "against the arrows: src/serve/serve.c includes src/rim/rim.h of rim"
put src/serve/serve.c changhe/serve.h ../cli/options.h
sees "against the arrows: src/serve/serve.c includes src/cli/options.h of cli"
put src/parts/chain/net.h graph.h
put src/parts/chain/graph.h net.h
sees "circle: src/parts/chain/graph.h -> src/parts/chain/net.h -> src/parts/chain/graph.h"
put include/changhe/alone.h
sees "no source of this name: include/changhe/alone.h"
put src/base/alone.c
sees "includes no header of its own room: src/base/alone.c"
put src/base/utf8.c changhe/text.h
put src/io/csv.c changhe/text.h changhe/csv.h
sees "does not begin with its own header: src/io/csv.c"
put src/parts/reach/dijkstra.c
sees "no public header and namesake source: src/parts/reach"
put src/model/text.c changhe/text.h
sees "two sources of one name: include/changhe/text.h"
put src/attic/old.c
sees "no such room: src/attic/old.c"
put src/io/csv.c missing.h
sees "cannot be found: src/io/csv.c includes missing.h"
[ "$wrong" = 0 ] || exit 1

# ---- the project -------------------------------------------------------------------------------

seen=$(look "$1")
[ -z "$seen" ] || { printf '%s\n' "$seen"; exit 1; }
echo "every arrow of $(find "$1/include" "$1/src" -type f | wc -l) files runs the right way"
