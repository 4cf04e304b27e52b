/* net_command.c - a file of claims read and netted as asked. */
#include "net_command.h"

#include "net_view.h"

#include <stdio.h>
#include <string.h>

/* A ch_csv_source of a stream. */
static int give(void *stream, char *bytes, size_t room)
{
    const size_t n = fread(bytes, 1, room, stream);
    return n == 0 && ferror((FILE *)stream) ? -1 : (int)n;
}

static ch_err read_claims(ch_arena *arena, const char *path, ch_claims *claims, ch_faults *faults)
{
    const bool is_piped = strcmp(path, "-") == 0;
    FILE *file = is_piped ? stdin : fopen(path, "rb");
    if (file == NULL) {
        const ch_fault fault = {.at.file = ch_text_of(path), .want = CH_WANT_READABLE};
        return ch_fault_tell(faults, &fault) == CH_ENOMEM ? CH_ENOMEM : CH_EIO;
    }
    const ch_err err = ch_claims_read(arena, ch_text_of(path), give, file, claims, faults);
    if (!is_piped)
        fclose(file);
    return err;
}

static ch_err find_net(ch_arena *arena, const options *asked, const ch_claims *claims, ch_netted *netted,
                       ch_faults *faults)
{
    ch_claim *claim = CH_NEW(arena, ch_claim, claims->rows);
    if (claim == NULL)
        return CH_ENOMEM;
    for (size_t i = 0; i < claims->rows; i++)
        claim[i] = (ch_claim){claims->row[i].from, claims->row[i].to, claims->row[i].fen};
    return asked->is_by_cycles ? ch_net_by_cycles(arena, claims->parties, claim, claims->rows, NULL, netted, faults)
                               : ch_net_by_novation(arena, claims->parties, claim, claims->rows, netted, faults);
}

ch_err net_command(const options *asked, ch_buf *out, ch_faults *faults)
{
    ch_arena arena = {0};
    ch_claims claims;
    ch_netted netted;
    ch_err err = read_claims(&arena, asked->dir, &claims, faults);
    if (err == CH_OK)
        err = find_net(&arena, asked, &claims, &netted, faults);
    if (err == CH_OK) {
        void (*const view)(const options *, const ch_claims *, const ch_netted *, ch_buf *) =
            asked->format == FORMAT_JSON  ? net_json
            : asked->format == FORMAT_CSV ? net_csv
                                          : net_view;
        view(asked, &claims, &netted, out);
    }
    ch_arena_free(&arena);
    return err;
}
