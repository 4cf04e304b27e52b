/* password.h - secrets of accounts: argon2id (RFC 9106) by libsodium. */
#ifndef CHANGHE_SERVE_PASSWORD_H
#define CHANGHE_SERVE_PASSWORD_H

#include "changhe/text.h"

enum {
    SERVE_LEAST_PASSWORD = 10,  /* characters */
    SERVE_MOST_PASSWORD = 1000, /* bytes */
    SERVE_SECRET_ROOM = 128
};

/* Once, before anything else here or in sessions.h. false: the machine has no randomness to give. */
bool serve_crypto_open(void);

/* For what holds a password for an instant: wiped when it is given back, and not swapped out where the system
 * allows. Dear: each block has pages of its own. */
extern const ch_memory serve_secret_memory;

bool serve_password_is_long_enough(ch_text password);

/* false: memory ran out (64 MiB for an instant). */
bool serve_password_hide(ch_text password, char secret[SERVE_SECRET_ROOM]);

typedef enum { SERVE_PASSWORD_RIGHT, SERVE_PASSWORD_WRONG, SERVE_PASSWORD_BUSY } serve_password;

/* Two at once, each with 64 MiB, so that a flood of them costs time and not the memory of the machine; eight
 * wait, more are told BUSY. An empty secret is wrong, and as dear as any. */
serve_password serve_password_check(ch_text password, ch_text secret);

/* Is the secret of a right password one of less work than is asked for today? Then it is made anew, by the
 * same rule of two at once. false: it is not, or there was no room to make it. */
bool serve_password_renew(ch_text password, ch_text secret, char renewed[SERVE_SECRET_ROOM]);

#endif
