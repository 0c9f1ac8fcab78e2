#ifndef CVAULT_FUZZ_MEMORY_H
#define CVAULT_FUZZ_MEMORY_H

#include <sqlite3.h>
#include <stddef.h>

// Registers the VFS "memory".
int memory_register(void);
// Removes every file, or the shared memory only: what the end of the last process does.
void memory_reset(void);
void memory_forget_index(void);
// Makes or replaces a file; finds one.
int memory_put(const char *name, const void *bytes, size_t count);
const unsigned char *memory_get(const char *name, size_t *count);

#endif
