#ifndef TOOLS_COMMAND_WRITE_FILE_H
#define TOOLS_COMMAND_WRITE_FILE_H
/* A file is written whole or not at all: into a new one beside it, which then takes its name.  Its
 * mode stays, a link stays one, and a device or a pipe is written into. */
#include <stdbool.h>
#include <stddef.h>

/* False with errno set, and then what was there is as it was. */
bool write_file(const char *path, const char *bytes, size_t size);

#endif
