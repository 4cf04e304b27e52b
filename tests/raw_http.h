/* raw_http.h - an HTTP client of a few lines that sends what it is told, bytes and all.
 * Every wait ends after HANG_S, so that a server that hangs fails a test and does not stop it. */
#ifndef CHANGHE_TESTS_RAW_HTTP_H
#define CHANGHE_TESTS_RAW_HTTP_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { HANG_S = 60 };

typedef struct {
    int status;      /* 0: the connection was closed before an answer */
    char head[8192]; /* status line and headers, NUL behind */
    char *body;      /* malloc'ed, NUL behind */
    size_t body_bytes;
    bool is_whole; /* as many bytes came as Content-Length says */
} raw_answer;

/* "http://127.0.0.1:1234/" */
static inline int raw_port(const char *address)
{
    return atoi(strrchr(address, ':') + 1);
}

static inline int raw_open(int port)
{
    const struct timeval hang = {.tv_sec = HANG_S};
    const struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &hang, sizeof hang);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &hang, sizeof hang);
    if (connect(fd, (const struct sockaddr *)&to, sizeof to) == 0)
        return fd;
    close(fd);
    return -1;
}

/* false: the peer closed before it took all. */
static inline bool raw_send(int fd, const char *bytes, size_t n)
{
    for (size_t done = 0; done < n;) {
        const ssize_t sent = send(fd, bytes + done, n - done, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        done += (size_t)sent;
    }
    return true;
}

/* Value of a header in head, copied; false: it is not there. */
static inline bool raw_header(const raw_answer *answer, const char *name, char *value, size_t room)
{
    const size_t length = strlen(name);
    for (const char *line = strstr(answer->head, "\r\n"); line && line[2]; line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, length) != 0 || line[2 + length] != ':')
            continue;
        const char *from = line + 3 + length + strspn(line + 3 + length, " ");
        snprintf(value, room, "%.*s", (int)strcspn(from, "\r"), from);
        return true;
    }
    return false;
}

/* One byte at a time, so that nothing of the next answer is taken. */
static inline bool raw_read_head(int fd, raw_answer *answer)
{
    size_t n = 0;
    while (n + 1 < sizeof answer->head && (n < 4 || memcmp(answer->head + n - 4, "\r\n\r\n", 4) != 0)) {
        if (recv(fd, answer->head + n, 1, 0) != 1)
            return false;
        n++;
    }
    answer->head[n] = '\0';
    return sscanf(answer->head, "HTTP/1.%*c %d", &answer->status) == 1;
}

/* The next answer of a connection. is_head: none of its body is sent. */
static inline raw_answer raw_read(int fd, bool is_head)
{
    raw_answer answer = {0};
    char length[32] = "0";
    if (!raw_read_head(fd, &answer)) {
        answer.status = 0;
        return answer;
    }
    const bool told = raw_header(&answer, "Content-Length", length, sizeof length);
    const bool bodyless = is_head || answer.status == 304 || answer.status < 200;
    const size_t bytes = bodyless ? 0 : (size_t)strtoull(length, NULL, 10);
    answer.body = calloc(1, bytes + 1);
    while (answer.body && answer.body_bytes < bytes) {
        const ssize_t n = recv(fd, answer.body + answer.body_bytes, bytes - answer.body_bytes, 0);
        if (n <= 0)
            break;
        answer.body_bytes += (size_t)n;
    }
    answer.is_whole = (told || answer.status == 304) && answer.body_bytes == bytes;
    return answer;
}

/* One request on a connection of its own, sent as it stands. */
static inline raw_answer raw_ask_bytes(int port, const char *request, size_t n)
{
    raw_answer answer = {0};
    const int fd = raw_open(port);
    if (fd < 0)
        return answer;
    raw_send(fd, request, n);
    answer = raw_read(fd, n > 5 && memcmp(request, "HEAD ", 5) == 0);
    close(fd);
    return answer;
}

static inline raw_answer raw_ask(int port, const char *request)
{
    return raw_ask_bytes(port, request, strlen(request));
}

static inline void raw_free(raw_answer *answer)
{
    free(answer->body);
    answer->body = NULL;
}

#endif
