#ifndef C_CALLGRIND_H
#define C_CALLGRIND_H

/// Whether callgrind counts the instructions of this process.
int ccallgrind_is_counting(void);

/// Forgets what all threads were counted so far.
void ccallgrind_zero(void);

/// Writes what all threads were counted since into a file, under this name.
void ccallgrind_dump(const char *name);

#endif
