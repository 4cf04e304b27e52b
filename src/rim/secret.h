/* secret.h - a line that is typed unseen. */
#ifndef CHANGHE_RIM_SECRET_H
#define CHANGHE_RIM_SECRET_H

#include "../serve/password.h"

/* One byte more than a password has: a line that is too long can be told from one that fits. */
typedef struct {
    char at[SERVE_MOST_PASSWORD + 1];
    size_t len;
} rim_secret;

/* A line of standard input without its end; what does not fit is left. On a terminal the prompt goes to standard
 * error and nothing typed is shown. A signal that ends or stops the program (Ctrl-C, Ctrl-Z, a hangup) finds the
 * terminal as it was before; who goes on after it is asked anew. Nothing of the line stays in a buffer of
 * stdio. Only for a program of one thread; the caller wipes the line. */
void rim_read_secret(const char *prompt, rim_secret *line);
void rim_wipe_secret(rim_secret *line);

#endif
