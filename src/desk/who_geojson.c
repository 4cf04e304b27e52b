/* who_geojson.c - the targets of `who` as points on a map (RFC 7946): docs/answers.md has the shape. */
#include "changhe/answer.h"
#include "json_keys.h"

#include <math.h>

static void emit_point(ch_emit *e, double lon_deg, double lat_deg)
{
    ch_emit_key(e, "geometry");
    if (isnan(lon_deg) || isnan(lat_deg)) {
        ch_emit_null(e);
        return;
    }
    ch_emit_open(e, '{');
    ch_desk__key_string(e, "type", "Point");
    ch_desk__key_open(e, "coordinates", '[');
    ch_emit_number(e, lon_deg);
    ch_emit_number(e, lat_deg);
    ch_emit_close(e, ']');
    ch_emit_close(e, '}');
}

static void emit_properties(ch_emit *e, const ch_desk *desk, const ch_target *target, size_t rank,
                            const ch_behind *behind)
{
    const ch_rows_firms *firm = &desk->zone->firms;
    ch_desk__key_open(e, "properties", '{');
    ch_desk__key_whole(e, "rank", rank);
    ch_desk__key_text(e, "name_zh", firm->name_zh[target->firm]);
    ch_desk__key_text(e, "name_en", firm->name_en[target->firm]);
    ch_desk__key_text(e, "place", firm->place[target->firm]);
    ch_desk__key_ids(e, "segments", desk->zone->segments.id, target->segment, target->segments);
    ch_desk__key_number(e, "score", target->score);
    ch_desk__key_number(e, "gain", target->gain);
    ch_desk__key_number(e, "chance", target->chance);
    ch_desk__key_number(e, "km", target->km);
    ch_desk__key_number(e, "minutes", target->minutes);
    ch_desk__key_marks(e, behind->marks);
    ch_desk__key_texts(e, "sources", behind->source, behind->sources);
    ch_desk__key_date(e, "dated", behind->as_of);
    ch_emit_close(e, '}');
}

static ch_err emit_feature(ch_emit *e, ch_arena *scratch, const ch_desk *desk, const ch_target *target, size_t rank)
{
    const ch_rows_firms *firm = &desk->zone->firms;
    ch_behind behind;
    ch_err err = ch_desk_behind_target(scratch, desk, target, &behind);
    if (err != CH_OK)
        return err;
    ch_emit_open(e, '{');
    ch_desk__key_string(e, "type", "Feature");
    ch_desk__key_text(e, "id", firm->id[target->firm]);
    emit_point(e, firm->lon[target->firm], firm->lat[target->firm]);
    emit_properties(e, desk, target, rank, &behind);
    ch_emit_close(e, '}');
    return CH_OK;
}

ch_err ch_answer_who_geojson(const ch_desk *asked, const ch_who_answer *answer, ch_buf *out)
{
    const ch_desk *desk = answer->desk;
    const size_t top = asked->question->top;
    ch_emit e = {.out = out};
    ch_arena scratch = CH_ARENA(out->memory);
    ch_err err = CH_OK;
    ch_emit_open(&e, '{');
    ch_desk__key_string(&e, "type", "FeatureCollection");
    ch_desk__key_string(&e, "snapshot", desk->digest);
    ch_desk__key_open(&e, "features", '[');
    for (size_t i = 0; err == CH_OK && i < answer->ranking.targets && (top == 0 || i < top); i++)
        err = emit_feature(&e, &scratch, desk, &answer->ranking.target[i], i + 1);
    ch_emit_close(&e, ']');
    ch_emit_close(&e, '}');
    ch_arena_free(&scratch);
    ch_buf_addc(out, '\n');
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}
