#ifndef CVAULT_FAULTS_INTERNAL_H
#define CVAULT_FAULTS_INTERNAL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "CFaults.h"

// Whether a call of this kind fails, and how; -1 if it does not. Sets errno.
int cfl_fails(int kind);

// Whether something is to fail.
int cfl_is_armed(void);

// The path below the watched directory; NULL if it is elsewhere.
const char *cfl_relative(const char *path);

// The log keeps what is done in the order of these calls: hold the lock around call and entry.
void cfl_lock_log(void);
void cfl_unlock_log(void);
int cfl_is_recording(void);
void cfl_log_open(int fd, const char *name, int was_there);
void cfl_log_close(int fd);
// Whether the descriptor is of a watched file; also while nothing is recorded.
int cfl_is_watched(int fd);
void cfl_log_file(int operation, int fd, uint64_t offset, const void *bytes, size_t length);
void cfl_log_name(int operation, const char *name, const char *other);

void cfl_random(void *bytes, size_t count);
int cfl_is_seeded(void);

#endif
