// libpq, the C client of PostgreSQL.
#ifndef CVAULT_CPQ_SHIM_H
#define CVAULT_CPQ_SHIM_H

#include <libpq-fe.h>

#endif
