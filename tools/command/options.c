#include "tools/command/options.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool option_pace(const char *text, uint64_t *percent) {
  char *end = NULL;
  if (strcmp(text, "real") == 0) {
    *percent = 100;
    return true;
  }
  errno = 0;
  unsigned long speed = strtoul(text, &end, 10);
  *percent = (uint64_t)speed * 100;
  return errno == 0 && end != text && strcmp(end, "x") == 0 && speed >= 1 && speed <= 1000000;
}
