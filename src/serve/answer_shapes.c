/* answer_shapes.c - what the JSON answers hold: docs/answers.md and docs/api.md tell the meaning in full. */
#include "openapi.h"

#include <stddef.h>

#define HEAD(shape) \
    {shape, "version", "string", "of the program"}, {shape, "as_of", "date?", "date of the question"}, \
        {shape, "what_if", "string?", "name of the edits"}, {shape, "place", "string", "as asked"}, \
        {shape, "chain", "string?", "chain asked; null: all"}, \
        {shape, "snapshot", "string", "16 hexadecimal digits that name the content"}, \
        {shape, "zone", "string", "id of the zone"}, \
    { \
        shape, "places", "[string]", "codes of the places asked" \
    }
#define TAIL(shape) \
    {shape, "assumptions", "object", "each assumption as used"}, \
    { \
        shape, "formulas", "object", "how each figure is computed" \
    }
#define REACH(shape) \
    {shape, "version", "string", "of the program"}, {shape, "zone", "string", "id of the zone"}, \
        {shape, "snapshot", "string", "16 hexadecimal digits that name the content, with the edits done"}, \
        {shape, "what_if", "string?", "name of the edits"}, {shape, "vehicle", "string", "car or truck"}, \
        {shape, "speed", "string", "plan or limit"}, {shape, "direction", "string", "from or to"}, \
        {shape, "roads", "Network", "what the minutes were computed on"}, \
        {shape, "works", "[RoadWork]", "works on the roads that count before or after"}, \
        {shape, "marks", "[string]", "illustrative, assumed, unverified"}, \
        {shape, "sources", "[string]", "ids of sources"}, \
    { \
        shape, "formulas", "object", "how each figure is computed" \
    }
#define BEHIND(shape) \
    {shape, "marks", "[string]", "illustrative, assumed, unverified"}, \
        {shape, "sources", "[string]", "ids of sources"}, \
    { \
        shape, "dated", "date?", "latest date among the rows behind the figures" \
    }

const serve_member serve_shapes[] = {
    {"ChainAnswer", NULL, NULL, "links strong, weak and missing"},
    HEAD("ChainAnswer"),
    {"ChainAnswer", "local_content", "number", "Q of the places"},
    {"ChainAnswer", "chains", "[Chain]", "one a chain asked"},
    {"ChainAnswer", "gaps", "[string]", "segments missing or unknown with gain > 0, ranked"},
    {"ChainAnswer", "weak", "[string]", "weak segments, ranked"},
    {"ChainAnswer", "extraction", "[Extraction]", "what is lost with each local firm"},
    {"ChainAnswer", "surveys", "[Survey]", "who looked, and for what"},
    TAIL("ChainAnswer"),

    {"Chain", NULL, NULL, "an industry chain"},
    {"Chain", "id", "string", ""},
    {"Chain", "name_zh", "string", ""},
    {"Chain", "name_en", "string?", ""},
    {"Chain", "health", "Health", ""},
    {"Chain", "segments", "[Segment]", "by id"},

    {"Health", NULL, NULL, "health of a chain, 0 to 100"},
    {"Health", "value", "number?", ""},
    {"Health", "parts", "object", "each 0 to 1"},
    {"Health", "weights", "object", "of these parts, adding to 1"},
    {"Health", "lacking", "[string]", "parts without data"},

    {"Segment", NULL, NULL, "a link of a chain"},
    {"Segment", "id", "string", ""},
    {"Segment", "name_zh", "string", ""},
    {"Segment", "name_en", "string?", ""},
    {"Segment", "tier", "string?", "up, mid, down"},
    {"Segment", "group", "string?", "lane in the picture"},
    {"Segment", "class", "string", "strong, weak, missing, absent, unknown"},
    {"Segment", "label", "string", "the class in Chinese"},
    {"Segment", "risk", "string?", "single supplier"},
    {"Segment", "x", "integer", "(group, place) pairs that fill it"},
    {"Segment", "strength", "number", "s"},
    {"Segment", "q", "number", "local content of the node"},
    {"Segment", "worth", "number", "of one more typical firm"},
    {"Segment", "gain", "number", "fill + extension"},
    {"Segment", "fill", "number", ""},
    {"Segment", "extension", "number", ""},
    {"Segment", "base", "number", ""},
    {"Segment", "lambda", "number", ""},
    {"Segment", "inner", "number", ""},
    {"Segment", "step", "number", ""},
    {"Segment", "inputs", "[string]", "segments that feed it"},
    {"Segment", "users", "[string]", "segments it feeds"},
    {"Segment", "firms", "[string]", "firms that fill it here"},
    {"Segment", "surveys", "[string]", "surveys that looked for it here"},
    BEHIND("Segment"),

    {"Extraction", NULL, NULL, "what Q loses without a firm"},
    {"Extraction", "firm", "string", ""},
    {"Extraction", "name_zh", "string", ""},
    {"Extraction", "loss", "number", ""},

    {"Survey", NULL, NULL, "who looked"},
    {"Survey", "id", "string", ""},
    {"Survey", "looked_for", "[string]", "roles; none: every kind of firm"},
    {"Survey", "source", "string", ""},
    {"Survey", "as_of", "date?", ""},
    {"Survey", "marks", "[string]", ""},

    {"WhoAnswer", NULL, NULL, "whom to invite"},
    HEAD("WhoAnswer"),
    {"WhoAnswer", "local_content", "number", "Q of the places"},
    {"WhoAnswer", "found", "integer", "targets before top cuts the list"},
    {"WhoAnswer", "targets", "[Target]", "by score, then gain, descending, then id"},
    {"WhoAnswer", "excluded", "[Excluded]", "outside firms that are no targets, up to 100 of each reason"},
    {"WhoAnswer", "excluded_counts", "object", "all of them, by reason"},
    {"WhoAnswer", "team", "Team?", ""},
    TAIL("WhoAnswer"),

    {"Target", NULL, NULL, "a firm to invite, with its reasons"},
    {"Target", "firm", "string", ""},
    {"Target", "name_zh", "string", ""},
    {"Target", "name_en", "string?", ""},
    {"Target", "place", "string", ""},
    {"Target", "segments", "[string]", "that it fills"},
    {"Target", "score", "number", "gain * chance"},
    {"Target", "gain", "number", ""},
    {"Target", "chance", "number", ""},
    {"Target", "points", "[Point]", "adding up to -ln(1 - chance)"},
    {"Target", "km", "number?", "great circle to the nearest place asked"},
    BEHIND("Target"),

    {"Point", NULL, NULL, "a piece of evidence"},
    {"Point", "evidence", "string", "tie, expansion, near, leader, growth"},
    {"Point", "id", "string", ""},
    {"Point", "x", "number", ""},
    {"Point", "points", "number", ""},
    {"Point", "source", "string", ""},
    {"Point", "as_of", "date?", ""},
    {"Point", "alpha", "number", ""},
    {"Point", "with", "string?", "the local firm of a tie"},
    {"Point", "marks", "[string]", ""},

    {"Excluded", NULL, NULL, "an outside firm that is no target"},
    {"Excluded", "firm", "string", ""},
    {"Excluded", "reason", "string", "county_unknown, no_segment, no_gain"},

    {"Team", NULL, NULL, "firms to visit first"},
    {"Team", "firms", "[string]", ""},
    {"Team", "coverage", "number", ""},
    {"Team", "bound", "number", "no team of as many covers more"},
    {"Team", "what_if", "number", "true change of local content"},
    {"Team", "lands_at", "string", ""},
    {"Team", "best", "object?", "the best team, proven"},

    {"BoardAnswer", NULL, NULL, "both answers of one snapshot"},
    {"BoardAnswer", "chain", "ChainAnswer", ""},
    {"BoardAnswer", "who", "WhoAnswer", ""},

    {"Zone", NULL, NULL, "the zone at a glance"},
    {"Zone", "version", "string", ""},
    {"Zone", "snapshot", "string", ""},
    {"Zone", "zone", "row_zone", ""},
    {"Zone", "members", "[string]", "own place first"},
    {"Zone", "places", "[row_places]", ""},
    {"Zone", "chains", "[row_chains]", ""},
    {"Zone", "districts", "[row_districts]", ""},
    {"Zone", "sources", "[row_sources]", ""},
    {"Zone", "assumptions", "[row_assumptions]", ""},
    {"Zone", "rows", "object", "rows of each table"},
    {"Zone", "dated", "object", "latest date of each dated table"},
    {"Zone", "writable", "boolean", "can rows be changed here"},

    {"Schema", NULL, NULL, "every table and column"},
    {"Schema", "version", "string", ""},
    {"Schema", "tables", "[object]", ""},

    {"Rows", NULL, NULL, "rows of a table"},
    {"Rows", "snapshot", "string", ""},
    {"Rows", "table", "string", ""},
    {"Rows", "total", "integer", ""},
    {"Rows", "rows", "[object]", "version and row"},
    {"Rows", "next", "string?", "for after"},
    {"Rows", "hidden", "[string]", "columns the visitor may not see in all of them"},

    {"Row", NULL, NULL, "one row"},
    {"Row", "snapshot", "string", ""},
    {"Row", "table", "string", ""},
    {"Row", "version", "string", "16 hexadecimal digits: opaque, another when the row is another"},
    {"Row", "row", "object", ""},
    {"Row", "hidden", "[string]", ""},

    {"Found", NULL, NULL, "what a search found"},
    {"Found", "query", "string", ""},
    {"Found", "found", "[object]", "table, id, name_zh, name_en, place, how, from, length"},

    {"Session", NULL, NULL, "who asks"},
    {"Session", "accounts", "boolean", "can one sign in here"},
    {"Session", "visitor", "object?", "name, grants, token"},

    {"Change", NULL, NULL, "a change of rows, as logged"},
    {"Change", "id", "integer", ""},
    {"Change", "at", "string", "RFC 3339"},
    {"Change", "who", "string?", "null: the program, which loaded the zone"},
    {"Change", "note", "string?", ""},
    {"Change", "undoes", "integer?", ""},
    {"Change", "undone", "integer?", ""},
    {"Change", "before", "string", "snapshot"},
    {"Change", "after", "string", "snapshot"},
    {"Change", "mine", "boolean", "by who asks"},
    {"Change", "rows", "[object]", "table, key, before, after"},

    {"Changes", NULL, NULL, "changes, newest first"},
    {"Changes", "changes", "[object]", "as Change, but rows is their number"},
    {"Changes", "next", "integer?", "for before"},

    {"Changed", NULL, NULL, "a change was made"},
    {"Changed", "change", "integer?", "null: the rows were like that before, and nothing was written"},
    {"Changed", "snapshot", "string", ""},
    {"Changed", "rows", "integer", "changed, cascades too"},
    {"Changed", "versions", "[object]", "table, key, version of each now; null: it is gone"},

    {"Import", NULL, NULL, "what a sheet would do; nothing is written"},
    {"Import", "table", "string", "id of the form"},
    {"Import", "sheet", "string", ""},
    {"Import", "head_row", "integer", ""},
    {"Import", "rows", "integer", "of data: good and bad"},
    {"Import", "added", "integer", "good rows that are new"},
    {"Import", "changed", "integer", "good rows of which something differs"},
    {"Import", "same", "integer", "good rows that are so already"},
    {"Import", "bad", "integer", "rows that do not go in"},
    {"Import", "columns", "[object]", "column, head, table, fills, means, unit, assumed_unit, near"},
    {"Import", "faults", "[SheetFault]", "up to 1000"},
    {"Import", "fault_count", "integer", "all of them"},
    {"Import", "doubts", "[object]", "row, column, found, table, like: key, name, score"},
    {"Import", "filled", "[object]", "row, table, name, value, source: from what the zone knows"},
    {"Import", "emptied", "[object]", "row, column, table, name, was: empty in the sheet, not in the zone; up to 1000"},
    {"Import", "emptied_count", "integer", "all of them"},
    {"Import", "absent", "[string]", "heads of the form that the sheet does not have: those columns stay"},
    {"Import", "edit_count", "integer", "of the good rows"},
    {"Import", "sheets", "[object]", "name, hidden"},
    {"Import", "encoding", "string?", "of a CSV: utf8, gb18030, utf16"},
    {"Import", "delimiter", "string?", "of a CSV: comma, semicolon, tab"},
    {"Import", "heads_in_order", "[string]", "one a column from A on"},
    {"Import", "bad_rows", "[object]", "up to 200: row, cells: column, text"},

    {"SheetFault", NULL, NULL, "what is wrong in a sheet"},
    {"SheetFault", "sheet", "string", ""},
    {"SheetFault", "row", "integer", "0: of no row"},
    {"SheetFault", "column", "string?", "A, B, ..."},
    {"SheetFault", "name", "string", "of the column that it fills"},
    {"SheetFault", "found", "string", ""},
    {"SheetFault", "expected", "string", ""},
    {"SheetFault", "expected_zh", "string", ""},

    {"Imported", NULL, NULL, "a sheet was taken in"},
    {"Imported", "snapshot", "string", ""},
    {"Imported", "rows", "integer", "of the sheet"},
    {"Imported", "added", "integer", ""},
    {"Imported", "changed", "integer", ""},
    {"Imported", "same", "integer", ""},
    {"Imported", "bad", "integer", "left out: only with good_only=yes"},
    {"Imported", "change", "integer?", "null: nothing differs, and nothing was written"},

    {"Network", NULL, NULL, "a network of roads"},
    {"Network", "source", "string", "zone, extract or none"},
    {"Network", "title", "string?", "of an extract"},
    {"Network", "licence", "string?", "of an extract"},
    {"Network", "as_of", "date?", "of an extract"},
    {"Network", "digest", "string?", "of an extract"},
    {"Network", "nodes", "integer", ""},
    {"Network", "streets", "integer", ""},
    {"Network", "marks", "[string]", ""},

    {"RoadWork", NULL, NULL, "a work on the roads"},
    {"RoadWork", "id", "string", ""},
    {"RoadWork", "name_zh", "string", ""},
    {"RoadWork", "name_en", "string?", ""},
    {"RoadWork", "kind", "string", "close, speed, oneway, open, add or join"},
    {"RoadWork", "active_before", "boolean", "counts without the edits"},
    {"RoadWork", "active_after", "boolean", "counts with them"},
    {"RoadWork", "end", "string?",
     "done, far: an end lies near no street; nothing: it changes none; null: it does not count"},

    {"RoadsAnswer", NULL, NULL, "the network, its gates and works"},
    REACH("RoadsAnswer"),
    {"RoadsAnswer", "gates", "[object]", "id, name_zh, name_en, lon, lat"},
    {"RoadsAnswer", "classes", "[object]", "class, zh, en, streets, km"},
    {"RoadsAnswer", "speeds", "[object]", "vehicle, class, limit_kmh, factor, most_kmh"},
    {"RoadsAnswer", "street", "object?", "the one asked about; null: none was, or there is none of that name"},

    {"CircleAnswer", NULL, NULL, "what lies within so many minutes"},
    REACH("CircleAnswer"),
    {"CircleAnswer", "at", "object", "asked, name_zh, name_en, points, entries: where the points enter the network"},
    {"CircleAnswer", "outcome", "string", "reached, no_roads, no_point, no_entry or no_way"},
    {"CircleAnswer", "reason", "object?", "zh, en; null: reached"},
    {"CircleAnswer", "circles", "[Circle]", "one a limit"},
    {"CircleAnswer", "rule", "object", "off_road_kmh, off_road_m, hole_km2"},

    {"Circle", NULL, NULL, "a limit, before and after"},
    {"Circle", "minutes", "number", ""},
    {"Circle", "before", "CircleSide", "without the edits"},
    {"Circle", "after", "CircleSide?", "null: no edits"},
    {"Circle", "gained", "CircleChange?", "within afterwards and not before"},
    {"Circle", "lost", "CircleChange?", "within before and not afterwards"},

    {"CircleSide", NULL, NULL, "what lies within"},
    {"CircleSide", "area_km2", "number", ""},
    {"CircleSide", "people", "number?", "of those known; null: of nobody is it known"},
    {"CircleSide", "people_unknown", "[string]", "places within whose people are not known"},
    {"CircleSide", "firms", "integer", ""},
    {"CircleSide", "stations", "[string]", "ids"},
    {"CircleSide", "facilities", "[string]", "ids"},
    {"CircleSide", "km2_of", "[object]", "place, km2"},
    {"CircleSide", "nodes", "integer", "of the network, within the limit"},
    {"CircleSide", "geometry", "object", "GeoJSON MultiPolygon"},

    {"CircleChange", NULL, NULL, "what differs"},
    {"CircleChange", "area_km2", "number", ""},
    {"CircleChange", "people", "number?", ""},
    {"CircleChange", "firms", "[string]", "ids, 100 at most"},
    {"CircleChange", "firm_count", "integer", ""},
    {"CircleChange", "stations", "[string]", "ids"},
    {"CircleChange", "facilities", "[string]", "ids"},
    {"CircleChange", "geometry", "object", "GeoJSON MultiPolygon, along cells"},

    {"MinutesAnswer", NULL, NULL, "minutes from places to places"},
    REACH("MinutesAnswer"),
    {"MinutesAnswer", "from", "[object]", "asked, name_zh, name_en, lon, lat, entered"},
    {"MinutesAnswer", "to", "[object]", "the same"},
    {"MinutesAnswer", "rows", "[object]",
     "from, to (numbers in those lists), minutes, km, toll_km, before; null: no way"},

    {"AccessAnswer", NULL, NULL, "schools or hospitals within reach"},
    REACH("AccessAnswer"),
    {"AccessAnswer", "kind", "string", "school or hospital"},
    {"AccessAnswer", "method", "string", ""},
    {"AccessAnswer", "minutes", "number", ""},
    {"AccessAnswer", "unit", "string", "seats or beds"},
    {"AccessAnswer", "weights", "[object]", "minutes, weight: the decay"},
    {"AccessAnswer", "places", "[object]",
     "place, name_zh, name_en, people, alone, shared, before_shared, gain_per_thousand"},
    {"AccessAnswer", "facilities", "[object]",
     "id, name_zh, name_en, place, lon, lat, capacity, shared, group, per_thousand, source, marks"},
    {"AccessAnswer", "check", "object", "supply_used = access_times_people"},
    {"AccessAnswer", "unknown", "object", "people, capacity, no_road"},

    {"Duties", NULL, NULL, "which office owes which data"},
    {"Duties", "today", "date", "the day they are judged on"},
    {"Duties", "overdue", "integer", ""},
    {"Duties", "never", "integer", "nothing ever came"},
    {"Duties", "due", "integer", ""},
    {"Duties", "kept", "integer", ""},
    {"Duties", "duties", "[Duty]", "worst first"},
    {"Duties", "tables", "[object]", "table, latest, stale, duty, age_days"},

    {"Duty", NULL, NULL, "what an office owes"},
    {"Duty", "id", "string", ""},
    {"Duty", "office", "string", ""},
    {"Duty", "office_name", "string?", ""},
    {"Duty", "table", "string", ""},
    {"Duty", "table_name", "string?", ""},
    {"Duty", "figure", "string?", "null: the whole table"},
    {"Duty", "place", "string?", "null: of all places"},
    {"Duty", "cadence", "string?", ""},
    {"Duty", "state", "string", "overdue, never, due, kept"},
    {"Duty", "covered", "date?", "last day of what came last"},
    {"Duty", "owed", "date?", "last day of the first period that has not come"},
    {"Duty", "due_on", "date?", ""},
    {"Duty", "days", "integer", "> 0: overdue; <= 0: left"},
    {"Duty", "periods", "integer", "ended and not come"},
    {"Duty", "age_days", "integer?", ""},
    {"Duty", "received_on", "date?", ""},
    {"Duty", "source", "string?", ""},
    {"Duty", "marks", "[string]", ""},

    {"Districts", NULL, NULL, "targets shared among the promotion districts"},
    HEAD("Districts"),
    {"Districts", "load", "string", "what is balanced: score a head, or targets"},
    {"Districts", "found", "integer", "targets before top cuts the list"},
    {"Districts", "districts", "[District]", "by id"},
    {"Districts", "without", "[string]", "places of targets that no district covers"},

    {"Status", NULL, NULL, "how the server is"},
    {"Status", "status", "string", "ok, ready"},

    {"District", NULL, NULL, "a promotion district and the targets given to it"},
    {"District", "id", "string", ""},
    {"District", "name_zh", "string", ""},
    {"District", "name_en", "string?", ""},
    {"District", "covers", "[string]", "codes of places"},
    {"District", "staff", "integer?", ""},
    {"District", "targets", "[string]", "firms, in the order of their ranks"},
    {"District", "uncovered", "[string]", "those of them whose place no district covers"},
    {"District", "score", "number", "sum of their scores"},
    {"District", "load", "number", ""},
    BEHIND("District"),

    {NULL, NULL, NULL, NULL}};
