/* control: a control code with any buffer, as a program would send it. */
#include "model/control_codes.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/object_access.h"
#include <string.h>

enum { BUFFER_MAX = OBJECT_LIST_ROOM };

struct control_line {
  struct object_name object; /* its kind says which function is called */
  WCHAR node[SCENARIO_NAME_UNITS];
  bool has_node, read_only;
  uint32_t code;
  uint8_t in[BUFFER_MAX], out[BUFFER_MAX];
  size_t in_size, room;
  bool has_in;
};

static bool parse_code(struct scenario *scenario, const struct word *word, uint32_t *code) {
  uint64_t number = 0;
  const struct control_code *named = control_code_by_name(word->text);
  if (named != NULL && named->object[0] == '\0')
    return scenario_bad(scenario, word->column, "%s has no number", named->name);
  if (named != NULL) {
    *code = named->value;
    return true;
  }
  if (!quantity_parse(word->text, QUANTITY_COUNT, &number) || number > UINT32_MAX)
    return scenario_bad(scenario, word->column,
                        "'%s': expected a control code's name, or a number such as 0x01600004",
                        word->text);
  *code = (uint32_t)number;
  return true;
}

static int hex_digit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

static bool parse_bytes(struct scenario *scenario, const struct word *word, const char *hex,
                        struct control_line *line) {
  size_t length = strlen(hex);
  if (length % 2 != 0 || length / 2 > sizeof line->in)
    return scenario_bad(scenario, word->column, "bytes=: expected pairs of hexadecimal digits");
  for (size_t i = 0; i < length / 2; i++) {
    int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
    if (high < 0 || low < 0)
      return scenario_bad(scenario, word->column, "bytes=: expected pairs of hexadecimal digits");
    line->in[i] = (uint8_t)(high * 16 + low);
  }
  line->in_size = length / 2;
  return true;
}

/* One of text=, dword=, bytes=: the input buffer. */
static bool parse_input(struct scenario *scenario, const struct word *word,
                        struct control_line *line) {
  const char *text = scenario_value(word, "text"), *bytes = scenario_value(word, "bytes");
  uint64_t number = 0;
  bool taken = false;
  line->has_in = true;
  if (bytes != NULL)
    return parse_bytes(scenario, word, bytes, line);
  if (text != NULL) { /* with its NUL unit; an empty text is the NUL alone */
    if (text[0] != '\0' && object_name_check(text, RESOURCE_NAME_UNITS_MAX) != NULL)
      return scenario_bad(scenario, word->column, "text=: %s",
                          object_name_check(text, RESOURCE_NAME_UNITS_MAX));
    line->in_size = object_name_to_utf16le(text, line->in, sizeof line->in);
    return true;
  }
  if (!scenario_quantity(scenario, word, "dword", QUANTITY_COUNT, &number, &taken))
    return false;
  if (!taken || number > UINT32_MAX)
    return scenario_bad(
        scenario, word->column,
        "'%s': expected node=, text=, dword=, bytes=, room=, object= or access=read", word->text);
  for (unsigned i = 0; i < 4; i++)
    line->in[i] = (uint8_t)(number >> (8 * i));
  line->in_size = 4;
  return true;
}

static bool parse_object(struct scenario *scenario, const struct word *word,
                         enum control_object *object) {
  const char *value = scenario_value(word, "object");
  for (unsigned i = CONTROL_OBJECT_RESOURCE; i <= CONTROL_OBJECT_AFFINITYRULE; i++)
    if (object_name_is(value, control_object_name((uint8_t)i))) {
      *object = (enum control_object)i;
      return true;
    }
  return scenario_bad(scenario, word->column,
                      "'%s': expected object=resource, resource_type, group, node, network, "
                      "netinterface, cluster, groupset or affinityrule",
                      word->text);
}

static bool parse_line(struct scenario *scenario, const struct words *words,
                       struct control_line *line) {
  const struct word *last = &words->word[words->count - 1];
  if (words->count < 3)
    return scenario_bad(scenario, last->column + strlen(last->text), "expected control NAME CODE");
  line->object = (struct object_name){CONTROL_OBJECT_RESOURCE, words->word[1].text};
  WCHAR wide[SCENARIO_NAME_UNITS];
  if (!scenario_wide(words->word[1].text, wide))
    return scenario_bad(scenario, words->word[1].column, "expected a name");
  if (!parse_code(scenario, &words->word[2], &line->code))
    return false;
  line->room = sizeof line->out;
  for (size_t i = 3; i < words->count; i++) {
    const struct word *word = &words->word[i];
    const char *node = scenario_value(word, "node");
    uint64_t room = 0;
    bool taken = false;
    if (node != NULL) {
      line->has_node = scenario_wide(node, line->node);
      continue;
    }
    if (strcmp(word->text, "access=read") == 0) {
      line->read_only = true;
      continue;
    }
    if (scenario_value(word, "object") != NULL) {
      if (!parse_object(scenario, word, &line->object.object))
        return false;
      continue;
    }
    if (!scenario_quantity(scenario, word, "room", QUANTITY_COUNT, &room, &taken))
      return false;
    if (taken && room > sizeof line->out)
      return scenario_bad(scenario, word->column, "room=: at most %zu", sizeof line->out);
    if (taken)
      line->room = (size_t)room;
    else if (!parse_input(scenario, word, line))
      return false;
  }
  return true;
}

static void print_output(struct scenario *scenario, const uint8_t *bytes, size_t size) {
  for (size_t at = 0; at < size; at += 16) {
    text_format(&scenario->output, "%04zx ", at);
    for (size_t i = at; i < at + 16 && i < size; i++)
      text_format(&scenario->output, " %02X", bytes[i]);
    text_add(&scenario->output, "\n");
  }
}

static uint32_t send(struct scenario *scenario, HCLUSTER cluster, struct control_line *line,
                     size_t *returned) {
  const struct clusapi_table *api = scenario->backend.api;
  struct object_buffers buffers = {.in = line->has_in ? line->in : NULL,
                                   .in_size = line->in_size,
                                   .out = line->out,
                                   .out_room = line->room};
  HNODE called = line->has_node ? api->OpenClusterNode(cluster, line->node) : NULL;
  if (line->has_node && called == NULL)
    return api->GetLastError();
  uint32_t status = object_control(scenario, cluster, &line->object, called, line->code, &buffers);
  if (called != NULL)
    (void)api->CloseClusterNode(called);
  *returned = buffers.returned;
  return status;
}

bool command_control(struct scenario *scenario, const struct words *words) {
  static struct control_line line;
  line = (struct control_line){0};
  uint32_t status = WIN32_SUCCESS;
  size_t returned = 0;
  if (!parse_line(scenario, words, &line) || !scenario_need_world(scenario))
    return false;
  HCLUSTER cluster = NULL;
  if (line.read_only) {
    DWORD granted = 0;
    cluster = scenario->backend.api->OpenClusterEx(scenario->backend.name, GENERIC_READ, &granted);
    status = cluster == NULL ? scenario->backend.api->GetLastError() : (uint32_t)WIN32_SUCCESS;
  } else {
    cluster = reader_open(scenario, &status);
  }
  if (cluster != NULL) {
    status = send(scenario, cluster, &line, &returned);
    (void)scenario->backend.api->CloseCluster(cluster);
  }
  scenario_print_status(scenario, status);
  if (status == WIN32_SUCCESS && returned <= line.room)
    print_output(scenario, line.out, returned);
  else if (status == WIN32_MORE_DATA)
    text_format(&scenario->output, "needs %zu bytes\n", returned);
  return true;
}
