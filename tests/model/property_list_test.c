/* Property lists: the published bytes, and lists that are none. */
#include "model/property_list.h"
#include "model/status.h"
#include "tests/support/test.h"
#include <stdlib.h>
#include <string.h>

/* The move buffer for a live migration: "Virtual Machine" = 4, 60 bytes (value-list-format, section
 * 4). */
static const uint8_t published[60] = {
    0x01, 0x00, 0x00, 0x00, 0x03, 0x00, 0x04, 0x00, 0x20, 0x00, 0x00, 0x00, 0x56, 0x00, 0x69,
    0x00, 0x72, 0x00, 0x74, 0x00, 0x75, 0x00, 0x61, 0x00, 0x6C, 0x00, 0x20, 0x00, 0x4D, 0x00,
    0x61, 0x00, 0x63, 0x00, 0x68, 0x00, 0x69, 0x00, 0x6E, 0x00, 0x65, 0x00, 0x00, 0x00, 0x02,
    0x00, 0x01, 0x00, 0x04, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};

/* OFFACT-13 */
Test(property_list, writes_the_published_bytes) {
  uint8_t out[128];
  struct property_writer writer = property_writer_begin(out, sizeof out);
  property_writer_dword(&writer, "Virtual Machine", 4);
  cr_assert(property_writer_end(&writer));
  cr_assert_eq(writer.needed, sizeof published);
  cr_assert_arr_eq(out, published, sizeof published);
}

Test(property_list, counts_on_when_there_is_no_room) {
  for (size_t room = 0; room < sizeof published; room++) {
    uint8_t *out = malloc(room + 1);
    struct property_writer writer = property_writer_begin(out, room);
    property_writer_dword(&writer, "Virtual Machine", 4);
    check_row(room, !property_writer_end(&writer) && writer.needed == sizeof published);
    free(out);
  }
}

/* VMID-07 */
Test(property_list, reads_strings_and_numbers) {
  uint8_t out[256];
  struct property_item items[4];
  uint32_t count = 0, value = 0;
  struct property_writer writer = property_writer_begin(out, sizeof out);
  property_writer_string(&writer, "Description", "vm");
  property_writer_dword(&writer, "PersistentState", 1);
  cr_assert(property_writer_end(&writer));
  cr_assert_eq(property_list_read(out, writer.needed, items, 4, &count), WIN32_SUCCESS);
  cr_assert_eq(count, 2);
  cr_assert_str_eq(items[0].name, "Description");
  cr_assert_eq(items[0].syntax, PROPERTY_SYNTAX_SZ);
  cr_assert_eq(items[0].size, 6);
  cr_assert(!property_item_dword(&items[0], &value));
  cr_assert(property_item_dword(&items[1], &value) && value == 1);
  cr_assert_eq(property_list_read(out, writer.needed, items, 1, &count), WIN32_INVALID_DATA);
}

/* Every format's data is padded to four bytes, and its size says how much of it counts. */
Test(property_list, values_of_any_format) {
  static const uint8_t data[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  static const uint32_t syntaxes[] = {PROPERTY_SYNTAX_BINARY, PROPERTY_SYNTAX_MULTI_SZ,
                                      PROPERTY_SYNTAX_SECURITY_DESCRIPTOR,
                                      PROPERTY_SYNTAX_FILETIME};
  for (size_t size = 0; size <= sizeof data; size++)
    for (size_t i = 0; i < sizeof syntaxes / sizeof syntaxes[0]; i++) {
      uint8_t out[64];
      struct property_item item;
      uint32_t count = 0;
      struct property_writer writer = property_writer_begin(out, sizeof out);
      property_writer_value(&writer, "X", syntaxes[i], data, size);
      check_row(size, property_writer_end(&writer));
      check_row(size, writer.needed == 4 + 12 + 8 + (size + 3) / 4 * 4 + 4);
      check_row(size, property_list_read(out, writer.needed, &item, 1, &count) == WIN32_SUCCESS);
      check_row(size, item.syntax == syntaxes[i] && item.size == size);
      check_row(size, memcmp(item.data, data, size) == 0);
    }
}

/* Lists of Windows Server 2022 end in a word 0 behind the last property's end mark. */
Test(property_list, with_and_without_the_end_mark) {
  for (int marked = 0; marked < 2; marked++) {
    uint8_t out[128];
    struct property_item item;
    uint32_t count = 0, value = 0;
    memset(out, 0xFF, sizeof out);
    struct property_writer writer = property_writer_begin(out, sizeof out);
    property_writer_dword(&writer, "Virtual Machine", 4);
    if (marked)
      property_writer_endmark(&writer);
    cr_assert(property_writer_end(&writer));
    cr_assert_eq(writer.needed, sizeof published + (marked ? 4 : 0));
    cr_assert_arr_eq(out, published, sizeof published);
    cr_assert_eq(out[sizeof published], marked ? 0 : 0xFF);
    cr_assert_eq(property_list_read(out, writer.needed, &item, 1, &count), WIN32_SUCCESS);
    cr_assert(property_item_dword(&item, &value) && value == 4);
  }
}

/* Cut at every length: refused, and nothing is read past the end (ASan). */
Test(property_list, cut_anywhere) {
  for (size_t size = 0; size < sizeof published; size++) {
    struct property_item items[2];
    uint32_t count = 7;
    uint8_t *bytes = malloc(size + (size == 0));
    memcpy(bytes, published, size);
    check_row(size, property_list_read(bytes, size, items, 2, &count) != WIN32_SUCCESS);
    check_row(size, count == 0);
    free(bytes);
  }
}

Test(property_list, malformed) {
  static const struct {
    size_t at;
    uint8_t byte;
    uint32_t status;
  } rows[] = {{4, 0x04, WIN32_INVALID_DATA},        /* no name value */
              {8, 0x1E, WIN32_INVALID_DATA},        /* the name has no NUL */
              {9, 0xFF, WIN32_INSUFFICIENT_BUFFER}, /* a size beyond the end */
              {44, 0x00, WIN32_INVALID_DATA}, /* no value behind the name (and the next word) */
              {0, 0x02, WIN32_INSUFFICIENT_BUFFER}}; /* one more property than there is */
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint8_t bytes[sizeof published];
    struct property_item items[4];
    uint32_t count = 0;
    memcpy(bytes, published, sizeof bytes);
    bytes[rows[i].at] = rows[i].byte;
    if (rows[i].at == 44)
      bytes[46] = 0;
    check_row(i, property_list_read(bytes, sizeof bytes, items, 4, &count) == rows[i].status);
  }
  struct property_item item;
  uint32_t count = 0;
  cr_assert_eq(property_list_read(NULL, 0, &item, 1, &count), WIN32_INSUFFICIENT_BUFFER);
}
