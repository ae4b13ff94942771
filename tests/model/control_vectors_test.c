/* The bytes of control codes, as tests/vectors/control-bytes/ writes them down beside their
 * meaning. Every file is a world of its own (full_lab.h at Windows Server 2022), and its cases
 * follow each other in it:
 *
 *   ask OBJECT "NAME" CODE [room=N] [read-only]
 *   in     HEX | what it means       any number of lines, none for no buffer
 *   status N                         the answer
 *   needed N                         only with 234: the size it asks for
 *   out    HEX | what it means       all of the output */
#include "model/control.h"
#include "model/object_property.h"
#include "tests/support/full_lab.h"
#include "tests/support/test.h"
#include <glob.h>
#include <stdio.h>
#include <string.h>

enum { BYTES_MAX = 8192, LINE_MAX_BYTES = 1024 };

struct vector {
  int line;
  bool open, has_in;
  struct control_request request;
  uint8_t in[BYTES_MAX], expected[BYTES_MAX];
  size_t expected_size;
  unsigned status, needed; /* UINT32_MAX: the file says none */
};

static const struct {
  const char *word;
  enum control_object object;
  enum object_kind kind;
} objects[] = {{"resource", CONTROL_OBJECT_RESOURCE, OBJECT_RESOURCE},
               {"type", CONTROL_OBJECT_RESOURCE_TYPE, OBJECT_KIND_COUNT},
               {"group", CONTROL_OBJECT_GROUP, OBJECT_GROUP},
               {"node", CONTROL_OBJECT_NODE, OBJECT_NODE},
               {"network", CONTROL_OBJECT_NETWORK, OBJECT_NETWORK},
               {"interface", CONTROL_OBJECT_NETINTERFACE, OBJECT_KIND_COUNT},
               {"cluster", CONTROL_OBJECT_CLUSTER, OBJECT_CLUSTER},
               {"groupset", CONTROL_OBJECT_GROUPSET, OBJECT_GROUP_SET}};

static unsigned cases;

static void find_object(const struct cluster *c, const char *word, const char *name,
                        struct property_holder *holder) {
  for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++)
    if (strcmp(word, objects[i].word) == 0) {
      holder->object = objects[i].object;
      if (holder->object == CONTROL_OBJECT_RESOURCE_TYPE)
        holder->index = resource_type_by_name(name);
      else if (objects[i].kind != OBJECT_KIND_COUNT && objects[i].kind != OBJECT_CLUSTER)
        holder->index = cluster_find(c, objects[i].kind, name);
      cr_assert_neq(holder->index, CLUSTER_NONE, "no %s is called '%s'", word, name);
      return;
    }
  cr_assert_fail("'%s' is no object", word);
}

static bool begin(const struct cluster *c, char *line, struct vector *vector) {
  char word[32], name[64], code[96], rest[64] = "";
  const struct control_code *found;
  if (sscanf(line, "ask %31s \"%63[^\"]\" %95s %63[^\n]", word, name, code, rest) < 3)
    return false;
  *vector = (struct vector){.open = true, .status = UINT32_MAX, .request = {.node = CLUSTER_NONE}};
  find_object(c, word, name, &vector->request.holder);
  found = control_code_by_name(code);
  cr_assert_not_null(found, "no control code is called %s", code);
  vector->request.code = found->value;
  vector->request.all_access = strstr(rest, "read-only") == NULL;
  vector->request.out_room = BYTES_MAX;
  const char *room = strstr(rest, "room=");
  if (room != NULL)
    vector->request.out_room = strtoul(room + 5, NULL, 10);
  return true;
}

/* The bytes before the bar; false for anything else there. */
static bool take_bytes(const char *text, uint8_t *bytes, size_t *size) {
  unsigned byte;
  int used = 0;
  while (sscanf(text, " %2x%n", &byte, &used) == 1) {
    bytes[(*size)++] = (uint8_t)byte;
    text += used;
    if (*text != ' ' && *text != '\0' && *text != '\n')
      return false;
  }
  text += strspn(text, " \n");
  return *text == '|' || *text == '\0';
}

static void compare(struct cluster *c, const char *file, struct vector *vector) {
  static uint8_t out[BYTES_MAX];
  char hex[3 * BYTES_MAX + 1];
  if (!vector->open)
    return;
  vector->request.in = vector->has_in ? vector->in : NULL;
  vector->request.out = vector->request.out_room > 0 ? out : NULL;
  struct control_answer answer = control_dispatch(c, &vector->request);
  uint32_t status = answer.status;
  if (answer.acts) {
    struct effects effects;
    (void)model_step(c, &answer.event, &effects);
    status = effects.status;
  }
  size_t written = status == WIN32_MORE_DATA ? 0 : answer.returned;
  hex[0] = '\0';
  for (size_t i = 0; i < written; i++)
    snprintf(hex + 3 * i, 4, " %02X", out[i]);
  bool same = status == vector->status && written == vector->expected_size &&
              (written == 0 || memcmp(out, vector->expected, written) == 0) &&
              (status != WIN32_MORE_DATA || answer.returned == vector->needed);
  cr_expect(same, "%s:%d", file, vector->line);
  if (!same)
    printf("%s:%d: status %u, size %zu, out%s\n", file, vector->line, status, answer.returned, hex);
  (void)fflush(stdout);
  vector->open = false;
  cases++;
}

static void run_file(const char *path) {
  static struct vector vector;
  char line[LINE_MAX_BYTES];
  FILE *file = fopen(path, "r");
  struct cluster *c = full_lab(LEVEL_WS2022);
  cr_assert_not_null(file);
  vector.open = false;
  for (int number = 1; fgets(line, sizeof line, file) != NULL; number++) {
    bool ok = true;
    if (strncmp(line, "ask ", 4) == 0) {
      compare(c, path, &vector);
      ok = begin(c, line, &vector);
      vector.line = number;
    } else if (strncmp(line, "in ", 3) == 0) {
      vector.has_in = true;
      ok = vector.open && take_bytes(line + 3, vector.in, &vector.request.in_size);
    } else if (strncmp(line, "out ", 4) == 0) {
      ok = vector.open && take_bytes(line + 4, vector.expected, &vector.expected_size);
    } else if (sscanf(line, "status %u", &vector.status) != 1 &&
               sscanf(line, "needed %u", &vector.needed) != 1) {
      ok = line[0] == '#' || line[0] == '\n';
    }
    cr_assert(ok, "%s:%d: %s", path, number, line);
  }
  compare(c, path, &vector);
  fclose(file);
  free(c);
}

Test(control_vectors, bytes_beside_their_meaning) {
  glob_t files;
  cr_assert_eq(glob(WSFCSIM_SOURCE "/tests/vectors/control-bytes/*.txt", 0, NULL, &files), 0);
  for (size_t i = 0; i < files.gl_pathc; i++)
    run_file(files.gl_pathv[i]);
  printf("%zu files, %u cases\n", files.gl_pathc, cases);
  cr_assert_gt(cases, 0);
  globfree(&files);
}
