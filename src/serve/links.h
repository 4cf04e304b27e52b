/* links.h - the connections that are open: how many an address may have, and how long each may take.
 * The library that reads the sockets cuts off who is silent; who sends one byte now and then is cut off
 * here, when the time for a whole request is over. */
#ifndef CHANGHE_SERVE_LINKS_H
#define CHANGHE_SERVE_LINKS_H

#include "changhe/fault.h"

#include <sys/socket.h>

typedef struct serve_links serve_links;
typedef struct serve_link serve_link;

serve_links *serve_links_new(unsigned most_per_address); /* NULL: memory ran out */
void serve_links_free(serve_links *links);               /* all connections are closed by now */

/* May one more come from this address? Any number from the machine itself; of IPv6 the first 64 bits
 * count, as one subscriber has all that lies below. Cost: O(connections). */
bool serve_links_admit(serve_links *links, const struct sockaddr *address);

/* NULL: memory ran out. fd stays its owner's, who calls serve_links_remove before closing it. */
serve_link *serve_links_add(serve_links *links, int fd, const struct sockaddr *address);
void serve_links_remove(serve_links *links, serve_link *link); /* NULL is fine */

/* What belongs to the connection besides: its request, until that is completed. NULL link: nothing is kept. */
void serve_link_keep(serve_link *link, void *kept);
void *serve_link_kept(const serve_link *link);

/* From now so long until the link is cut; called again, the time begins anew. NULL is fine. */
void serve_link_allow(serve_link *link, unsigned seconds);

/* Shut down every connection whose time is over; the library then closes it. Any thread. Returns how many. */
unsigned serve_links_cut(serve_links *links);

/* Of a peer, as text; room for INET6_ADDRSTRLEN. An IPv4 address within IPv6 is told as IPv4. */
void serve_address_print(const struct sockaddr *address, char *text, size_t room);
bool serve_address_is_loopback(const struct sockaddr *address);

#endif
