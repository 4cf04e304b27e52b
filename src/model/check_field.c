/* check_field.c - what must hold in the tables that officers keep: years are years, duties name tables. */
#include "check.h"

enum { YEAR_DIGITS = 4 };

static bool is_year(ch_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.len == YEAR_DIGITS;
}

static void check_years(ch_checking *c, ch_table_id id, unsigned column, const ch_text *year, size_t rows)
{
    for (size_t row = 0; row < rows && !ch_check__shares(c, id); row++)
        if (!is_year(year[row]))
            ch_check__tell(c, id, row, column, year[row], CH_WANT_YEAR, (ch_text){0});
}

/* The nearest name helps whoever wrote it in the plural, or in Chinese. */
static void check_tables_owed(ch_checking *c)
{
    const ch_rows_duties *duties = &c->zone->duties;
    for (size_t row = 0; row < duties->rows && !ch_check__shares(c, CH_TABLE_duties); row++)
        if (duties->table[row].len > 0 && ch_schema_find_table(duties->table[row]) < 0)
            ch_check__tell(c, CH_TABLE_duties, row, CH_COLUMN_duties_table, duties->table[row], CH_WANT_KNOWN_TABLE,
                           ch_text_of(ch_schema_nearest_table(duties->table[row])));
}

void ch_check__field(ch_checking *c)
{
    check_years(c, CH_TABLE_firm_years, CH_COLUMN_firm_years_year, c->zone->firm_years.year, c->zone->firm_years.rows);
    check_years(c, CH_TABLE_yields, CH_COLUMN_yields_year, c->zone->yields.year, c->zone->yields.rows);
    check_tables_owed(c);
}
