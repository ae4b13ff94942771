#include "model/property_list.h"
#include "model/status.h"
#include <assert.h>
#include <string.h>

static size_t padded(size_t size) {
  return (size + 3u) & ~(size_t)3u;
}

static void put_bytes(struct property_writer *writer, const uint8_t *bytes, size_t size) {
  assert(writer != NULL);
  if (size > 0 && writer->needed <= writer->room && size <= writer->room - writer->needed)
    memcpy(writer->out + writer->needed, bytes, size);
  writer->needed += size;
}

static void put_word(struct property_writer *writer, uint32_t word) {
  const uint8_t bytes[4] = {(uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16),
                            (uint8_t)(word >> 24)};
  put_bytes(writer, bytes, sizeof bytes);
}

static uint32_t word_at(const uint8_t *bytes) {
  return (uint32_t)bytes[0] | ((uint32_t)bytes[1] << 8) | ((uint32_t)bytes[2] << 16) |
         ((uint32_t)bytes[3] << 24);
}

/* Room for a name or text as UTF-16 with its NUL. */
enum { TEXT_BYTES_MAX = 2 * RESOURCE_NAME_UNITS_MAX + 2 };

static size_t text_units(const char *text, uint8_t units[TEXT_BYTES_MAX]) {
  size_t size = object_name_to_utf16le(text, units, TEXT_BYTES_MAX);
  assert(size <= TEXT_BYTES_MAX);
  return size;
}

struct property_writer property_writer_begin(uint8_t *out, size_t room) {
  struct property_writer writer = {.out = out, .room = room};
  put_word(&writer, 0);
  return writer;
}

static void put_value(struct property_writer *writer, uint32_t syntax, const void *data,
                      size_t size) {
  static const uint8_t zero[4] = {0};
  put_word(writer, syntax);
  put_word(writer, (uint32_t)size);
  put_bytes(writer, data, size);
  put_bytes(writer, zero, padded(size) - size);
}

void property_writer_value(struct property_writer *writer, const char *name, uint32_t syntax,
                           const void *data, size_t size) {
  uint8_t units[TEXT_BYTES_MAX];
  assert(syntax != PROPERTY_SYNTAX_END && syntax != PROPERTY_SYNTAX_NAME && size <= UINT32_MAX);
  put_value(writer, PROPERTY_SYNTAX_NAME, units, text_units(name, units));
  put_value(writer, syntax, data, size);
  put_word(writer, PROPERTY_SYNTAX_END);
  writer->count++;
}

static void put_number(struct property_writer *writer, const char *name, uint32_t syntax,
                       uint64_t value, size_t size) {
  uint8_t bytes[8];
  for (size_t i = 0; i < sizeof bytes; i++)
    bytes[i] = (uint8_t)(value >> (8 * i));
  property_writer_value(writer, name, syntax, bytes, size);
}

void property_writer_dword(struct property_writer *writer, const char *name, uint32_t value) {
  put_number(writer, name, PROPERTY_SYNTAX_DWORD, value, sizeof value);
}

void property_writer_ularge_integer(struct property_writer *writer, const char *name,
                                    uint64_t value) {
  put_number(writer, name, PROPERTY_SYNTAX_ULARGE_INTEGER, value, sizeof value);
}

void property_writer_string(struct property_writer *writer, const char *name, const char *value) {
  uint8_t units[TEXT_BYTES_MAX];
  property_writer_value(writer, name, PROPERTY_SYNTAX_SZ, units, text_units(value, units));
}

void property_writer_endmark(struct property_writer *writer) {
  put_word(writer, PROPERTY_SYNTAX_END);
}

bool property_writer_end(struct property_writer *writer) {
  assert(writer->needed >= 4);
  if (writer->needed > writer->room)
    return false;
  struct property_writer head = {.out = writer->out, .room = 4};
  put_word(&head, writer->count);
  return true;
}

static bool take_word(struct property_cursor *reader, uint32_t *word) {
  assert(reader->at <= reader->size);
  if (reader->size - reader->at < 4)
    return false;
  *word = word_at(reader->bytes + reader->at);
  reader->at += 4;
  return true;
}

/* A value's size and data; steps over the padding, which may be cut off at the very end. */
static bool take_data(struct property_cursor *reader, uint32_t *size, const uint8_t **data) {
  if (!take_word(reader, size) || reader->size - reader->at < *size)
    return false;
  *data = reader->bytes + reader->at;
  size_t step = padded(*size);
  reader->at = step > reader->size - reader->at ? reader->size : reader->at + step;
  return true;
}

static uint32_t read_item(struct property_cursor *reader, struct property_item *item) {
  uint32_t syntax = 0, size = 0;
  const uint8_t *data = NULL;
  if (!take_word(reader, &syntax))
    return WIN32_INSUFFICIENT_BUFFER;
  if (syntax != PROPERTY_SYNTAX_NAME)
    return WIN32_INVALID_DATA;
  if (!take_data(reader, &size, &data))
    return WIN32_INSUFFICIENT_BUFFER;
  if (!object_name_from_utf16le(data, size, item->name, sizeof item->name))
    return WIN32_INVALID_DATA;
  for (uint32_t values = 0;; values++) {
    if (!take_word(reader, &syntax))
      return WIN32_INSUFFICIENT_BUFFER;
    if (syntax == PROPERTY_SYNTAX_END)
      return values > 0 ? (uint32_t)WIN32_SUCCESS : (uint32_t)WIN32_INVALID_DATA;
    if (!take_data(reader, &size, &data))
      return WIN32_INSUFFICIENT_BUFFER;
    if (values > 0)
      continue; /* several values are legal; the first is the property's own */
    item->syntax = syntax;
    item->size = size;
    item->data = data;
  }
}

uint32_t property_cursor_begin(const uint8_t *bytes, size_t size, struct property_cursor *cursor) {
  assert(cursor != NULL);
  *cursor = (struct property_cursor){.bytes = bytes, .size = size};
  uint32_t announced = 0;
  if (bytes == NULL || !take_word(cursor, &announced))
    return WIN32_INSUFFICIENT_BUFFER;
  cursor->left = announced;
  return WIN32_SUCCESS;
}

uint32_t property_cursor_next(struct property_cursor *cursor, struct property_item *item) {
  assert(cursor->left > 0);
  uint32_t status = read_item(cursor, item);
  cursor->left = status == WIN32_SUCCESS ? cursor->left - 1 : 0;
  return status;
}

uint32_t property_list_read(const uint8_t *bytes, size_t size, struct property_item *items,
                            uint32_t most, uint32_t *count) {
  assert(items != NULL && count != NULL);
  struct property_cursor cursor;
  *count = 0;
  uint32_t status = property_cursor_begin(bytes, size, &cursor);
  if (status == WIN32_SUCCESS && cursor.left > most)
    return WIN32_INVALID_DATA;
  for (uint32_t i = 0; cursor.left > 0; i++) {
    status = property_cursor_next(&cursor, &items[i]);
    *count = i + 1;
  }
  if (status != WIN32_SUCCESS)
    *count = 0;
  return status;
}

bool property_item_ularge_integer(const struct property_item *item, uint64_t *value) {
  assert(item != NULL);
  if (item->syntax != PROPERTY_SYNTAX_ULARGE_INTEGER || item->size != sizeof *value)
    return false;
  *value = word_at(item->data) | (uint64_t)word_at(item->data + 4) << 32;
  return true;
}

bool property_item_dword(const struct property_item *item, uint32_t *value) {
  assert(item != NULL && value != NULL);
  if (item->syntax != PROPERTY_SYNTAX_DWORD || item->size != 4)
    return false;
  *value = word_at(item->data);
  return true;
}
