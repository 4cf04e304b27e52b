/* accounts.h - who may sign in to a zone kept in a store: names, grants, and a secret that another room
 * makes and compares. They stand in two tables of the same file and live on when the zone is loaded anew.
 * Each change is one transaction. An id is never given twice. */
#ifndef CHANGHE_ACCOUNTS_H
#define CHANGHE_ACCOUNTS_H

#include "changhe/access.h"

enum { CH_ACCOUNT_MOST_NAME = 64, CH_ACCOUNT_MOST_GRANTS = 100 };

typedef struct {
    int64_t id;    /* 0: not in the store yet */
    int64_t stamp; /* rises with every change of the account */
    ch_text name, secret;
    const ch_grant *grant; /* by place, each place once, CH_ACCOUNT_MOST_GRANTS at most */
    size_t grants;
} ch_account;

/* All of them, by name; secrets left out. A store without such tables has none. Results live in the arena.
 * CH_EIO, CH_EDATA: the store cannot be read, or is none of ours; CH_ENOMEM. The same for the next three. */
CH_MUST_USE ch_err ch_accounts_list(ch_arena *arena, const char *path, const ch_account **account, size_t *n,
                                    ch_faults *faults);
/* Is there any? Cost: one look. */
CH_MUST_USE ch_err ch_accounts_exist(const char *path, const ch_memory *memory, bool *exist, ch_faults *faults);
/* CH_ENONE: there is none of this name. */
CH_MUST_USE ch_err ch_accounts_find(ch_arena *arena, const char *path, ch_text name, ch_account *account,
                                    ch_faults *faults);
/* The stamp of an account now, 0: it is no longer there. */
CH_MUST_USE ch_err ch_accounts_stamp(const char *path, const ch_memory *memory, int64_t id, int64_t *stamp,
                                     ch_faults *faults);

/* Write an account: a new one when its id is 0, else this secret and these grants for the one that has the id.
 * CH_ENONE: it is gone, or was changed since its stamp was read. CH_EDATA: the name is taken, or is not 1 to 64
 * characters without blanks and hidden ones. CH_EIO, CH_ENOMEM. */
CH_MUST_USE ch_err ch_accounts_put(const char *path, const ch_memory *memory, const ch_account *account,
                                   ch_faults *faults);
/* Another secret of the same password: the stamp stays, and so do the account's sessions.
 * CH_ENONE: the account is gone, or was changed since it was read. CH_EIO, CH_EDATA, CH_ENOMEM. */
CH_MUST_USE ch_err ch_accounts_renew(const char *path, const ch_memory *memory, const ch_account *account,
                                     ch_text secret, ch_faults *faults);
/* CH_ENONE: there is none of this name. */
CH_MUST_USE ch_err ch_accounts_remove(const char *path, const ch_memory *memory, ch_text name, ch_faults *faults);

#endif
