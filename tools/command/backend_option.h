#ifndef TOOLS_COMMAND_BACKEND_OPTION_H
#define TOOLS_COMMAND_BACKEND_OPTION_H
/* --backend win32, and what goes with it: which library, which cluster. */
#include "model/object_name.h"
#include "sim/backends/backend.h"

struct backend_option {
  const char *kind, *cluster, *library; /* NULL where the option was not given */
  struct backend backend;               /* once it is open */
  WCHAR cluster_name[GROUP_NAME_UNITS_MAX + 1];
};

/* Takes --backend, --cluster or --library; *used counts the arguments it took, 0: none of them.  An
 * exit code; `who` begins what it complains about. */
int backend_option_take(struct backend_option *option, const char *who, const char *name,
                        const char *value, int *used);

/* Whether the kind is win32; "sim", too, where nothing was said. */
bool backend_option_is_win32(const struct backend_option *option);

/* Loads ClusAPI. */
int backend_option_open(struct backend_option *option, const char *who);

#endif
