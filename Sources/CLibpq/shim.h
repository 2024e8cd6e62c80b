#ifndef BELFRY_CLIBPQ_SHIM_H
#define BELFRY_CLIBPQ_SHIM_H
#include <libpq-fe.h>
#endif
