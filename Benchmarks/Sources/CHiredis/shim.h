// hiredis, the C client of Redis.
#ifndef CVAULT_CHIREDIS_SHIM_H
#define CVAULT_CHIREDIS_SHIM_H

#include <hiredis/hiredis.h>

// The pointer of a reader's answer is a `void *`.
static inline int cvault_redis_reply(redisContext *context, redisReply **reply) {
  return redisGetReply(context, (void **)reply);
}

#endif
