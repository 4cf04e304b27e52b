/* net_view.h - payments after netting, for people, as JSON and as claims that can be read again. */
#ifndef CHANGHE_CLI_NET_VIEW_H
#define CHANGHE_CLI_NET_VIEW_H

#include "options.h"

#include "changhe/claims_file.h"
#include "changhe/netting.h"

/* Parties of netted are those of claims. out tells a lack of memory. */
void net_view(const options *asked, const ch_claims *claims, const ch_netted *netted, ch_buf *out);
void net_json(const options *asked, const ch_claims *claims, const ch_netted *netted, ch_buf *out);
void net_csv(const options *asked, const ch_claims *claims, const ch_netted *netted, ch_buf *out);

#endif
