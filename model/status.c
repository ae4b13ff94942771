#include "model/status.h"
#include <string.h>

const char *win32_status_name(uint32_t status) {
  switch (status) {
#define STATUS(name, number, sentence)                                                             \
  case WIN32_##name:                                                                               \
    return strncmp(#name, "RPC_X_", 6) == 0 ? #name : "ERROR_" #name; /* winerror.h */
#include "model/status.def"
#undef STATUS
  default:
    return "ERROR_<unknown>";
  }
}

const char *win32_status_sentence(uint32_t status) {
  switch (status) {
#define STATUS(name, number, sentence)                                                             \
  case WIN32_##name:                                                                               \
    return sentence;
#include "model/status.def"
#undef STATUS
  default:
    return "the simulator never answers with this number";
  }
}
