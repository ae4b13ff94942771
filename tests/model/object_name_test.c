/* Names: limits, case, UTF-16. */
#include "model/object_name.h"
#include "tests/support/test.h"
#include <string.h>

Test(object_name, check) {
  static const struct {
    const char *name;
    size_t units;
    bool good;
  } rows[] = {{"NODE1", 15, true},
              {"ABCDEFGHIJKLMNO", 15, true},
              {"ABCDEFGHIJKLMNOP", 15, false},
              {"", 15, false},
              {"\xC3\xBC", 1, true},          /* one unit */
              {"\xF0\x9F\x98\x80", 1, false}, /* a surrogate pair is two */
              {"\xF0\x9F\x98\x80", 2, true},
              {"\xC3", 15, false},             /* cut off */
              {"\xC0\xAF", 15, false},         /* longer than it need be */
              {"\xED\xA0\x80", 15, false},     /* half a surrogate pair */
              {"\xF4\x90\x80\x80", 15, false}, /* beyond U+10FFFF */
              {"A\nB", 15, false},
              {"A\x7F", 15, false}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    check_row(i, (object_name_check(rows[i].name, rows[i].units) == NULL) == rows[i].good);
}

Test(object_name, case_does_not_matter) {
  static const struct {
    const char *a, *b;
    bool same;
  } rows[] = {{"node1", "NODE1", true},       {"node1", "node2", false},
              {"node", "node1", false},       {"\xC3\xBC", "\xC3\x9C", true}, /* u umlaut */
              {"\xC3\x9F", "SS", false},      /* sharp s has no simple upper case */
              {"\xCF\x83", "\xCE\xA3", true}, /* sigma */
              {"\xCF\x82", "\xCE\xA3", true}, /* final sigma */
              {"\xD1\x8F", "\xD0\xAF", true}, /* ya */
              {"\xC4\x81", "\xC4\x80", true}, /* a with macron: every other one */
              {"\xC4\x82", "\xC4\x81", false}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    check_row(i, object_name_equal(rows[i].a, rows[i].b) == rows[i].same);
    check_row(i, !rows[i].same || object_name_hash(rows[i].a) == object_name_hash(rows[i].b));
  }
}

Test(object_name, from_utf16) {
  static const struct {
    uint8_t bytes[12];
    size_t size;
    const char *text; /* NULL: refused */
  } rows[] = {{{'N', 0, '2', 0, 0, 0}, 6, "N2"},
              {{'N', 0, '2', 0}, 4, NULL},
              {{'N', 0, '2', 0, 0, 0, 'X', 0}, 8, "N2"},
              {{0, 0}, 2, ""},
              {{0}, 1, NULL},
              {{0}, 0, NULL},
              {{0x3D, 0xD8, 0x00, 0xDE, 0, 0}, 6, "\xF0\x9F\x98\x80"},
              {{0x3D, 0xD8, 0, 0}, 4, NULL},
              {{0x00, 0xDE, 0, 0}, 4, NULL},
              {{0x3D, 0xD8}, 2, NULL}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[32] = "old";
    bool good = object_name_from_utf16le(rows[i].bytes, rows[i].size, text, sizeof text);
    check_row(i, good == (rows[i].text != NULL));
    check_row(i, strcmp(text, good ? rows[i].text : "") == 0);
  }
  char small[6];
  cr_assert(
      !object_name_from_utf16le((const uint8_t *)"A\0B\0C\0D\0\0\0", 10, small, sizeof small));
}

Test(object_name, there_and_back) {
  static const char *const names[] = {"SQL01", "\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80", "a"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    uint8_t bytes[64];
    char back[64];
    size_t size = object_name_to_utf16le(names[i], bytes, sizeof bytes);
    check_row(i, object_name_from_utf16le(bytes, size, back, sizeof back));
    check_row(i, strcmp(back, names[i]) == 0);
    check_row(i, object_name_to_utf16le(names[i], bytes, size - 1) == size);
  }
}
