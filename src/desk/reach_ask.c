/* reach_ask.c - open a question about minutes, work it out, have it written. */
#include "reach_ask.h"

static ch_err finish(ch_desk__reach *reach, ch_arena *arena, ch_err err, const ch_buf *out)
{
    ch_desk__reach_close(reach);
    ch_arena_free(arena);
    return err == CH_OK && out->failed ? CH_ENOMEM : err;
}

ch_err ch_desk__ask_roads(const ch_reach_question *asked, ch_desk__write_roads *write, ch_lang lang, ch_buf *out,
                          ch_faults *faults)
{
    ch_arena arena = CH_ARENA(asked->zone->memory);
    ch_desk__reach reach;
    const ch_err err = ch_desk__reach_open(&arena, asked, &reach, faults);
    if (err == CH_OK)
        write(&reach, lang, out);
    return finish(&reach, &arena, err, out);
}

ch_err ch_desk__ask_circles(const ch_reach_question *asked, ch_desk__write_circles *write, ch_lang lang, ch_buf *out,
                            ch_faults *faults)
{
    ch_arena arena = CH_ARENA(asked->zone->memory);
    ch_desk__reach reach;
    ch_desk__circles circles;
    ch_err err = ch_desk__reach_open(&arena, asked, &reach, faults);
    if (err == CH_OK)
        err = ch_desk__circles_of(&reach, &circles, faults);
    if (err == CH_OK)
        write(&reach, &circles, lang, out);
    return finish(&reach, &arena, err, out);
}

ch_err ch_desk__ask_trips(const ch_reach_question *asked, ch_desk__write_trips *write, ch_lang lang, ch_buf *out,
                          ch_faults *faults)
{
    ch_arena arena = CH_ARENA(asked->zone->memory);
    ch_desk__reach reach;
    ch_desk__trips trips = {.reach = &reach};
    ch_err err = ch_desk__reach_open(&arena, asked, &reach, faults);
    if (err == CH_OK)
        err = ch_desk__trips_of(&trips, faults);
    if (err == CH_OK)
        write(&trips, lang, out);
    return finish(&reach, &arena, err, out);
}

ch_err ch_desk__ask_access(const ch_reach_question *asked, ch_desk__write_access *write, ch_lang lang, ch_buf *out,
                           ch_faults *faults)
{
    ch_arena arena = CH_ARENA(asked->zone->memory);
    ch_desk__reach reach;
    ch_desk__access side[2];
    ch_err err = ch_desk__reach_open(&arena, asked, &reach, faults);
    for (size_t s = 0; err == CH_OK && s < reach.sides; s++)
        err = ch_desk__access_of(&reach, s, &side[s], faults);
    if (err == CH_OK)
        write(&reach, &side[reach.sides - 1], reach.sides > 1 ? &side[0] : NULL, lang, out);
    return finish(&reach, &arena, err, out);
}
