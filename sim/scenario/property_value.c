#include "sim/scenario/property_value.h"
#include "sim/scenario/quantity.h"

struct wanted_syntax {
  const char *name;
  uint32_t syntax;
};

static void take_syntax(const struct property_item *item, void *context) {
  struct wanted_syntax *wanted = context;
  if (object_name_equal(item->name, wanted->name))
    wanted->syntax = item->syntax;
}

uint32_t property_value_syntax(struct scenario *scenario, HCLUSTER cluster,
                               const struct object_name *object, bool is_private, const char *name,
                               uint32_t *syntax) {
  struct wanted_syntax wanted = {.name = name};
  if (object_name_check(name, RESOURCE_NAME_UNITS_MAX) != NULL)
    return WIN32_INVALID_PARAMETER;
  uint32_t status = object_properties(scenario, cluster, object, is_private, take_syntax, &wanted);
  *syntax = wanted.syntax;
  return status;
}

static bool write_number(struct property_writer *writer, const char *name, uint32_t syntax,
                         const char *value) {
  uint64_t number = 0;
  if (!quantity_parse(value, QUANTITY_COUNT, &number) ||
      (syntax == PROPERTY_SYNTAX_DWORD && number > UINT32_MAX))
    return false;
  if (syntax == PROPERTY_SYNTAX_DWORD)
    property_writer_dword(writer, name, (uint32_t)number);
  else
    property_writer_ularge_integer(writer, name, number);
  return true;
}

/* Texts one behind the other, and an empty one behind the last: a MULTI_SZ.  A text is one, whose
 * commas had cut it. */
static bool write_texts(struct property_writer *writer, const char *name, uint32_t syntax,
                        const char *const *values, size_t count) {
  static uint8_t bytes[OBJECT_LIST_ROOM];
  size_t size = 0;
  for (size_t i = 0; i < count; i++) {
    size_t room = sizeof bytes - 2 - size;
    size_t step = object_name_to_utf16le(values[i], bytes + size, room);
    if (step > room)
      return false;
    size += step;
    if (syntax == PROPERTY_SYNTAX_SZ && i + 1 < count)
      bytes[size - 2] = ',';
  }
  bytes[size] = bytes[size + 1] = 0;
  property_writer_value(writer, name, syntax, bytes,
                        syntax == PROPERTY_SYNTAX_MULTI_SZ ? size + 2 : size);
  return true;
}

static bool write_bytes(struct property_writer *writer, const char *name, uint32_t syntax,
                        const char *const *values, size_t count) {
  uint8_t bytes[PROPERTY_VALUE_MAX];
  for (size_t i = 0; i < count; i++) {
    uint64_t number = 0;
    if (i == sizeof bytes || !quantity_parse(values[i], QUANTITY_COUNT, &number) ||
        number > UINT8_MAX)
      return false;
    bytes[i] = (uint8_t)number;
  }
  property_writer_value(writer, name, syntax, bytes, count);
  return true;
}

bool property_value_write(struct property_writer *writer, const char *name, uint32_t syntax,
                          const char *const *values, size_t count) {
  assert(count > 0);
  switch (syntax) {
  case PROPERTY_SYNTAX_DWORD:
  case PROPERTY_SYNTAX_ULARGE_INTEGER:
    return count == 1 && write_number(writer, name, syntax, values[0]);
  case PROPERTY_SYNTAX_MULTI_SZ:
    return write_texts(writer, name, syntax, values, count);
  case 0:
    if (count > 1)
      return write_texts(writer, name, PROPERTY_SYNTAX_MULTI_SZ, values, count);
    return write_number(writer, name, PROPERTY_SYNTAX_DWORD, values[0]) ||
           write_texts(writer, name, PROPERTY_SYNTAX_SZ, values, count);
  case PROPERTY_SYNTAX_SZ:
    return write_texts(writer, name, syntax, values, count);
  default:
    return write_bytes(writer, name, syntax, values, count);
  }
}
