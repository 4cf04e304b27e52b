/* buf.c - text that grows: its room doubles, and a failure is kept until someone looks. */
#include "changhe/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LEAST_ROOM = 64, SHORT_FORMAT = 32 };

static bool move_to(ch_buf *buf, size_t capacity)
{
    char *larger = ch_memory_take(buf->memory, capacity);
    if (larger == NULL)
        return false;
    if (buf->len > 0)
        memcpy(larger, buf->at, buf->len);
    ch_memory_give(buf->memory, buf->at);
    buf->at = larger;
    buf->capacity = capacity;
    return true;
}

/* Room for so many bytes more; false: none, and the buffer has failed. */
static bool make_room(ch_buf *buf, size_t more)
{
    if (buf->failed)
        return false;
    if (more <= buf->capacity - buf->len)
        return true;

    size_t doubled = buf->capacity <= SIZE_MAX / 2 ? buf->capacity * 2 : SIZE_MAX;
    size_t capacity = doubled > LEAST_ROOM ? doubled : LEAST_ROOM;
    if (more > capacity - buf->len)
        capacity = more <= SIZE_MAX - buf->len ? buf->len + more : 0;
    buf->failed = capacity == 0 || !move_to(buf, capacity);
    return !buf->failed;
}

void ch_buf_add(ch_buf *buf, ch_text text)
{
    if (text.len == 0 || !make_room(buf, text.len))
        return;
    memcpy(buf->at + buf->len, text.at, text.len);
    buf->len += text.len;
}

void ch_buf_adds(ch_buf *buf, const char *string)
{
    ch_buf_add(buf, ch_text_of(string));
}

void ch_buf_addc(ch_buf *buf, char byte)
{
    if (make_room(buf, 1))
        buf->at[buf->len++] = byte;
}

/* Written where there is room; only what does not fit is written again, once there is. */
void ch_buf_addf(ch_buf *buf, const char *format, ...)
{
    if (!make_room(buf, SHORT_FORMAT))
        return;
    va_list values, again;
    va_start(values, format);
    va_copy(again, values);
    size_t room = buf->capacity - buf->len;
    int len = vsnprintf(buf->at + buf->len, room, format, values);
    if (len < 0)
        buf->failed = true;
    else if ((size_t)len >= room && make_room(buf, (size_t)len + 1)) /* a NUL goes behind */
        vsnprintf(buf->at + buf->len, (size_t)len + 1, format, again);
    if (!buf->failed)
        buf->len += (size_t)len;
    va_end(again);
    va_end(values);
}

ch_text ch_buf_text(const ch_buf *buf)
{
    return (ch_text){buf->at != NULL ? buf->at : "", buf->len};
}

void ch_buf_free(ch_buf *buf)
{
    ch_memory_give(buf->memory, buf->at);
    *buf = (ch_buf){.memory = buf->memory};
}
