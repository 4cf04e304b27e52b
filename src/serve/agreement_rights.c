/* agreement_rights.c - an answer about an agreement tells what its internal columns hold: so whoever asks must see them. */
#include "agreement_rights.h"

#include "problem.h"
#include "visible.h"

static const ch_table_id tables[] = {CH_TABLE_agreements,      CH_TABLE_agreement_parties, CH_TABLE_agreement_amounts,
                                     CH_TABLE_agreement_plans, CH_TABLE_agreement_groups,  CH_TABLE_agreement_figures};
enum { TABLES = sizeof tables / sizeof *tables };

static bool sees_all(const ch_access *access, ch_table_id id, size_t row)
{
    const ch_table_kind *kind = ch_schema_table(id);
    for (unsigned c = 0; c < kind->columns; c++)
        if (!ch_access_sees(access, id, row, c))
            return false;
    return true;
}

static bool sees_agreement(const ch_access *access, ch_text agreement)
{
    ch_text of;
    for (size_t i = 0; i < TABLES; i++)
        for (size_t row = 0; row < access->zone->table[tables[i]]->rows; row++)
            if (ch_access_agreement(access->zone, tables[i], row, &of) && ch_text_equal(of, agreement) &&
                !sees_all(access, tables[i], row))
                return false;
    return true;
}

static bool is_agreements(ch_table_id id)
{
    for (size_t i = 0; i < TABLES; i++)
        if (tables[i] == id)
            return true;
    return false;
}

/* An edit of a row keeps the cells it does not name: one that moves a row of another agreement here would show them. */
static bool sees_edited(const ch_access *access, const ch_edits *edits)
{
    for (size_t i = 0; edits && i < edits->count; i++) {
        const ch_edit *edit = &edits->edit[i];
        const size_t row = is_agreements(edit->table) ? ch_edit_find(access->zone, edit) : SIZE_MAX;
        if (row != SIZE_MAX && !sees_all(access, edit->table, row))
            return false;
    }
    return true;
}

ch_err serve_may_read_agreement(serve_call *call, ch_text agreement, const ch_edits *edits, bool *may)
{
    ch_access access;
    *may = false;
    const ch_err err = serve_access(call, &access);
    if (err != CH_OK)
        return err;
    *may = sees_agreement(&access, agreement) && sees_edited(&access, edits);
    if (!*may)
        serve_problem(call, 403, "此协议的税额与数额仅供各方所在地有查阅权的账户查看；请登录，或向各方所在地管理员申请",
                      "the amounts of this agreement are for accounts that may read one of its parties' places: sign "
                      "in, or ask the steward there");
    return CH_OK;
}
