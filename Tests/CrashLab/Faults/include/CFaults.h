// The crash laboratory's fault layer: it takes the place of libc's file calls in this program.
//
// The definitions of the program come before those of libc.so, for libsqlite3.so as for our own code.
// Files outside the watched directory are passed through untouched.
#ifndef CVAULT_FAULTS_H
#define CVAULT_FAULTS_H

#include <stddef.h>
#include <stdint.h>

#endif
