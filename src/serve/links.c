/* links.c - a list of connections under one lock. */
#define _GNU_SOURCE
#include "links.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Who a connection counts for: an IPv4 address, or the first half of one of IPv6. */
typedef struct {
    unsigned char byte[8];
    bool is_v4, is_loopback;
} host;

struct serve_link {
    serve_link *next, **place;
    int fd;
    host host;
    void *kept;
    atomic_llong end_s;
};

struct serve_links {
    pthread_mutex_t lock;
    serve_link *first;
    unsigned most_per_address;
};

static long long now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static host host_of_v4(const unsigned char *byte)
{
    host found = {.is_v4 = true, .is_loopback = byte[0] == 127};
    memcpy(found.byte, byte, 4);
    return found;
}

static host host_of(const struct sockaddr *address)
{
    host found = {.is_loopback = address->sa_family == AF_UNIX};
    if (address->sa_family == AF_INET)
        return host_of_v4((const unsigned char *)&((const struct sockaddr_in *)(const void *)address)->sin_addr);
    if (address->sa_family != AF_INET6)
        return found;
    const struct in6_addr *v6 = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(v6))
        return host_of_v4(v6->s6_addr + 12);
    memcpy(found.byte, v6->s6_addr, sizeof found.byte);
    found.is_loopback = IN6_IS_ADDR_LOOPBACK(v6);
    return found;
}

static bool is_same(host a, host b)
{
    return a.is_v4 == b.is_v4 && memcmp(a.byte, b.byte, sizeof a.byte) == 0;
}

serve_links *serve_links_new(unsigned most_per_address)
{
    serve_links *links = calloc(1, sizeof *links);
    if (!links)
        return NULL;
    links->most_per_address = most_per_address;
    pthread_mutex_init(&links->lock, NULL);
    return links;
}

void serve_links_free(serve_links *links)
{
    if (links)
        pthread_mutex_destroy(&links->lock);
    free(links);
}

bool serve_links_admit(serve_links *links, const struct sockaddr *address)
{
    const host wanted = host_of(address);
    unsigned n = 0;
    if (wanted.is_loopback)
        return true;
    pthread_mutex_lock(&links->lock);
    for (const serve_link *link = links->first; link; link = link->next)
        n += is_same(link->host, wanted);
    pthread_mutex_unlock(&links->lock);
    return n < links->most_per_address;
}

serve_link *serve_links_add(serve_links *links, int fd, const struct sockaddr *address)
{
    serve_link *link = calloc(1, sizeof *link);
    if (!link)
        return NULL;
    link->fd = fd;
    link->host = host_of(address);
    atomic_init(&link->end_s, INT64_MAX);
    pthread_mutex_lock(&links->lock);
    link->next = links->first;
    link->place = &links->first;
    if (link->next)
        link->next->place = &link->next;
    links->first = link;
    pthread_mutex_unlock(&links->lock);
    return link;
}

void serve_links_remove(serve_links *links, serve_link *link)
{
    if (!link)
        return;
    pthread_mutex_lock(&links->lock);
    *link->place = link->next;
    if (link->next)
        link->next->place = link->place;
    pthread_mutex_unlock(&links->lock);
    free(link);
}

void serve_link_keep(serve_link *link, void *kept)
{
    if (link)
        link->kept = kept;
}

void *serve_link_kept(const serve_link *link)
{
    return link ? link->kept : NULL;
}

void serve_link_allow(serve_link *link, unsigned seconds)
{
    if (link)
        atomic_store(&link->end_s, now_s() + seconds);
}

unsigned serve_links_cut(serve_links *links)
{
    const long long now = now_s();
    unsigned n = 0;
    pthread_mutex_lock(&links->lock);
    for (serve_link *link = links->first; link; link = link->next) {
        if (atomic_load(&link->end_s) > now)
            continue;
        shutdown(link->fd, SHUT_RDWR);
        atomic_store(&link->end_s, INT64_MAX);
        n++;
    }
    pthread_mutex_unlock(&links->lock);
    return n;
}

void serve_address_print(const struct sockaddr *address, char *text, size_t room)
{
    text[0] = '\0';
    if (address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text, (socklen_t)room);
    if (address->sa_family != AF_INET6)
        return;
    const struct in6_addr *v6 = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(v6))
        inet_ntop(AF_INET, v6->s6_addr + 12, text, (socklen_t)room);
    else
        inet_ntop(AF_INET6, v6, text, (socklen_t)room);
}

bool serve_address_is_loopback(const struct sockaddr *address)
{
    return host_of(address).is_loopback;
}
