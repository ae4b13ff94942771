#ifndef SIM_RESUTILS_LOCAL_MEMORY_H
#define SIM_RESUTILS_LOCAL_MEMORY_H
/* What the resource utilities have in common: memory that LocalFree() takes, and names. */
#include "model/object_name.h"
#include "sim/clusapi/win32_types.h"
#include <stdbool.h>
#include <stddef.h>

void *local_allocate(size_t size);

/* A name of a property; false where no list can hold it. */
bool local_narrow(LPCWSTR wide, char name[NAME_BYTES_MAX]);

#endif
