/* Statuses: Windows' numbers, names and a sentence each. */
#include "model/status.h"
#include "tests/support/test.h"
#include <string.h>

Test(status, numbers_and_names) {
  static const struct {
    uint32_t number;
    const char *name;
  } rows[] = {{0, "ERROR_SUCCESS"},
              {1, "ERROR_INVALID_FUNCTION"},
              {87, "ERROR_INVALID_PARAMETER"},
              {170, "ERROR_BUSY"},
              {997, "ERROR_IO_PENDING"},
              {5015, "ERROR_HOST_NODE_NOT_RESOURCE_OWNER"},
              {5023, "ERROR_INVALID_STATE"},
              {5042, "ERROR_CLUSTER_NODE_NOT_FOUND"},
              {5050, "ERROR_CLUSTER_NODE_DOWN"},
              {5070, "ERROR_CLUSTER_NODE_PAUSED"},
              {5944, "ERROR_CLUSTER_GROUP_BUSY"},
              {4711, "ERROR_<unknown>"}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check_row(i, strcmp(win32_status_name(rows[i].number), rows[i].name) == 0);
}

Test(status, sentences) {
#define STATUS(name, number, sentence)                                                             \
  cr_assert_str_eq(win32_status_sentence(number), sentence);                                       \
  cr_assert(strlen(sentence) > 8 && sentence[strlen(sentence) - 1] != '.', #name);
#include "model/status.def"
#undef STATUS
  cr_assert_not_null(win32_status_sentence(4711));
}
