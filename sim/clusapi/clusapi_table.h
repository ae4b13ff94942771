#ifndef SIM_CLUSAPI_CLUSAPI_TABLE_H
#define SIM_CLUSAPI_CLUSAPI_TABLE_H
/* ClusAPI as a table, so that one program can hold the simulated cluster and a real one. */
#include "sim/clusapi/clusapi.h"

struct clusapi_table {
  DWORD(WINAPI *GetLastError)(void);
#define FUNCTION(failure, result, name, parameters, arguments) result(WINAPI *name) parameters;
#include "sim/clusapi/clusapi_functions.def"
#undef FUNCTION
};

#endif
