#include "tools/command/backend_option.h"
#include "tools/command/subcommands.h"
#include <string.h>

int backend_option_take(struct backend_option *option, const char *who, const char *name,
                        const char *value, int *used) {
  const struct {
    const char *name, *expected;
    const char **taken;
  } rows[] = {{"--backend", "sim or win32", &option->kind},
              {"--cluster", "a cluster, or one of its nodes", &option->cluster},
              {"--library", "a file", &option->library}};
  *used = 0;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (strcmp(name, rows[i].name) == 0) {
      bool known = value != NULL && (rows[i].taken != &option->kind || strcmp(value, "sim") == 0 ||
                                     strcmp(value, "win32") == 0);
      *used = 2;
      *rows[i].taken = value;
      return known ? EXIT_AS_EXPECTED
                   : complain("%s: %s: expected %s", who, name, rows[i].expected);
    }
  return EXIT_AS_EXPECTED;
}

bool backend_option_is_win32(const struct backend_option *option) {
  return option->kind != NULL && strcmp(option->kind, "win32") == 0;
}

int backend_option_open(struct backend_option *option, const char *who) {
  char error[512];
  uint8_t bytes[sizeof option->cluster_name];
  if (!win32_backend_open(option->library, &option->backend, error, sizeof error))
    return complain("%s: %s", who, error);
  if (option->cluster == NULL)
    return EXIT_AS_EXPECTED;
  if (object_name_check(option->cluster, GROUP_NAME_UNITS_MAX) != NULL)
    return complain("%s: --cluster: expected a cluster's name, or a node's", who);
  size_t size = object_name_to_utf16le(option->cluster, bytes, sizeof bytes);
  for (size_t i = 0; i < size / 2; i++)
    option->cluster_name[i] = (WCHAR)(bytes[2 * i] | (bytes[2 * i + 1] << 8));
  option->backend.name = option->cluster_name;
  return EXIT_AS_EXPECTED;
}
