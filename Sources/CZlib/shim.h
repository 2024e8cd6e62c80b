#ifndef BELFRY_CZLIB_SHIM_H
#define BELFRY_CZLIB_SHIM_H
// Input is read only.
#define ZLIB_CONST
#include <zlib.h>
#endif
