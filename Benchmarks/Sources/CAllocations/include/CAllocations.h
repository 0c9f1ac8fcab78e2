#ifndef C_ALLOCATIONS_H
#define C_ALLOCATIONS_H

#include <stdint.h>

/// How often this thread asked for memory so far.
uint64_t cal_count(void);

#endif
