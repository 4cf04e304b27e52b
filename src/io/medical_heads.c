/* medical_heads.c - columns and places by their names. */
#include "medical_heads.h"

#include <stdlib.h>

const char *const ch_medical__head_name[CH_MEDICAL__HEADS][2] = {
    [CH_MEDICAL__CLAIM] = {"claim", "结算编号"},
    [CH_MEDICAL__PERSON] = {"person", "参保人代码"},
    [CH_MEDICAL__INSURED] = {"insured", "参保地"},
    [CH_MEDICAL__CARE] = {"care", "就医地"},
    [CH_MEDICAL__KIND] = {"kind", "就医类别"},
    [CH_MEDICAL__FILING] = {"filing", "备案类型"},
    [CH_MEDICAL__SETTLED] = {"settled", "结算日期"},
    [CH_MEDICAL__TOTAL] = {"total_yuan", "总费用"},
    [CH_MEDICAL__CATALOGUE] = {"catalogue_yuan", "目录内费用"},
    [CH_MEDICAL__ADMITTED] = {"admitted", "入院日期"},
    [CH_MEDICAL__FUND] = {"fund_yuan", "统筹基金"},
    [CH_MEDICAL__SUPPLEMENT] = {"supplement_yuan", "大病补充"},
    [CH_MEDICAL__AID] = {"aid_yuan", "医疗救助"},
    [CH_MEDICAL__ACCOUNT] = {"account_yuan", "个人账户"},
    [CH_MEDICAL__CASH] = {"cash_yuan", "个人现金"},
    [CH_MEDICAL__STATE] = {"state", "状态"},
    [CH_MEDICAL__DECIDED] = {"decided", "争议裁定日期"}};

const char ch_medical__head_list[] =
    "claim, person, insured, care, kind, filing, settled, total_yuan, catalogue_yuan, admitted, fund_yuan, "
    "supplement_yuan, aid_yuan, account_yuan, cash_yuan, state, decided";

bool ch_medical__find_head(ch_text name, ch_medical__head *head)
{
    for (unsigned h = 0; h < CH_MEDICAL__HEADS; h++)
        if (ch_text_equal(name, ch_text_of(ch_medical__head_name[h][0])) ||
            ch_text_equal(name, ch_text_of(ch_medical__head_name[h][1]))) {
            *head = (ch_medical__head)h;
            return true;
        }
    return false;
}

/* ---- places */

struct ch_medical__name {
    ch_text name;
    uint32_t row; /* CH_MEDICAL_NOWHERE: several have it */
};

static int by_name(const void *left, const void *right)
{
    const struct ch_medical__name *a = left, *b = right;
    return ch_text_compare(a->name, b->name);
}

ch_err ch_medical__places_make(ch_arena *arena, const ch_zone *zone, ch_medical__places *places)
{
    const ch_rows_places *rows = &zone->places;
    struct ch_medical__name *list = CH_NEW(arena, struct ch_medical__name, 2 * rows->rows);
    size_t n = 0, kept = 0;
    if (list == NULL)
        return CH_ENOMEM;
    for (size_t row = 0; row < rows->rows; row++) {
        list[n++] = (struct ch_medical__name){rows->name_zh[row], (uint32_t)row};
        if (rows->name_en[row].len > 0)
            list[n++] = (struct ch_medical__name){rows->name_en[row], (uint32_t)row};
    }
    qsort(list, n, sizeof *list, by_name);
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && ch_text_equal(list[kept - 1].name, list[i].name)) {
            if (list[kept - 1].row != list[i].row)
                list[kept - 1].row = CH_MEDICAL_NOWHERE;
        } else {
            list[kept++] = list[i];
        }
    }
    *places = (ch_medical__places){zone, list, kept};
    return CH_OK;
}

uint32_t ch_medical__find_place(const ch_medical__places *places, ch_text called)
{
    const size_t row = ch_zone_find_place(places->zone, called);
    if (row != SIZE_MAX)
        return (uint32_t)row;
    const struct ch_medical__name asked = {called, 0};
    const struct ch_medical__name *found =
        places->names > 0 ? bsearch(&asked, places->name, places->names, sizeof *places->name, by_name) : NULL;
    return found != NULL ? found->row : CH_MEDICAL_NOWHERE;
}
