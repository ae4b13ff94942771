#ifndef MODEL_STATUS_H
#define MODEL_STATUS_H
/* The answers of the cluster as Win32 status codes.  A refusal is one of these; a bug is an assert;
 * the two never mix. */
#include <stdint.h>

enum win32_status {
#define STATUS(name, number, sentence) WIN32_##name = number,
#include "model/status.def"
#undef STATUS
};

/* "ERROR_INVALID_STATE" for 5023; "ERROR_<unknown>" for a number that is not in status.def. */
const char *win32_status_name(uint32_t status);

/* One clear sentence without a full stop; never NULL. */
const char *win32_status_sentence(uint32_t status);

#endif
