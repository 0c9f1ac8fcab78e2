#ifndef C_ALLOCATIONS_H
#define C_ALLOCATIONS_H

#include <stdint.h>

/// How often the process asked for memory so far; the last few calls of other threads may be missing.
uint64_t cal_count(void);

#endif
