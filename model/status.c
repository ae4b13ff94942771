#include "model/status.h"

const char *win32_status_name(uint32_t status) {
  switch (status) {
#define STATUS(name, number, sentence)                                                             \
  case WIN32_##name:                                                                               \
    return "ERROR_" #name;
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
