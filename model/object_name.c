#include "model/object_name.h"
#include <assert.h>
#include <string.h>

static const struct {
  uint16_t first, last;
  uint8_t step;
  int32_t delta;
} upper[] = {
#define UPPER(first, last, step, delta) {first, last, step, delta},
#include "model/upper_case.def"
#undef UPPER
};

static uint32_t to_upper(uint32_t c) {
  if (c < 0x80)
    return (c >= 'a' && c <= 'z') ? c - 'a' + 'A' : c;
  size_t low = 0, high = sizeof upper / sizeof upper[0];
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (upper[middle].last < c)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == sizeof upper / sizeof upper[0] || c < upper[low].first ||
      (c - upper[low].first) % upper[low].step != 0)
    return c;
  return (uint32_t)((int32_t)c + upper[low].delta);
}

/* One of several bytes; UINT32_MAX where the bytes are not UTF-8. */
static uint32_t next_wide_code_point(const char **text) {
  const uint8_t *p = (const uint8_t *)*text;
  uint32_t c = p[0];
  unsigned more = (c >> 5) == 6 ? 1 : (c >> 4) == 14 ? 2 : (c >> 3) == 30 ? 3 : 9;
  if (more == 9)
    return UINT32_MAX;
  static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
  c &= 0x3Fu >> more;
  for (unsigned i = 1; i <= more; i++) {
    if ((p[i] & 0xC0) != 0x80)
      return UINT32_MAX;
    c = (c << 6) | (p[i] & 0x3Fu);
  }
  if (c < least[more] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
    return UINT32_MAX;
  *text += more + 1;
  return c;
}

/* Next code point, as above; 0 at the end.  Names are ASCII most of the time, and property lists
 * are made of names. */
static inline uint32_t next_code_point(const char **text) {
  uint32_t c = (uint8_t) * *text;
  if (c >= 0x80)
    return next_wide_code_point(text);
  *text += c != 0;
  return c;
}

const char *object_name_check(const char *name, size_t units) {
  assert(name != NULL);
  assert(units <= RESOURCE_NAME_UNITS_MAX);
  if (name[0] == '\0')
    return "a name must not be empty";
  size_t used = 0;
  for (const char *p = name;;) {
    uint32_t c = next_code_point(&p);
    if (c == UINT32_MAX)
      return "a name must be well-formed UTF-8";
    if (c == 0)
      break;
    if (c < 0x20 || c == 0x7F)
      return "a name must not hold control characters";
    used += c >= 0x10000 ? 2 : 1;
  }
  return used <= units ? NULL : "the name is longer than Windows allows";
}

bool object_name_equal(const char *a, const char *b) {
  assert(a != NULL && b != NULL);
  for (;;) {
    uint32_t left = next_code_point(&a), right = next_code_point(&b);
    assert(left != UINT32_MAX && right != UINT32_MAX);
    if (to_upper(left) != to_upper(right))
      return false;
    if (left == 0)
      return true;
  }
}

bool object_name_is(const char *typed, const char *name) {
  return object_name_check(typed, RESOURCE_NAME_UNITS_MAX) == NULL &&
         object_name_equal(typed, name);
}

uint32_t object_name_hash(const char *name) {
  uint32_t hash = 2166136261u;
  for (uint32_t c; (c = next_code_point(&name)) != 0;) {
    assert(c != UINT32_MAX);
    hash = (hash ^ to_upper(c)) * 16777619u;
  }
  return hash;
}

static size_t put_code_point(uint32_t c, char *out) {
  if (c < 0x80) {
    out[0] = (char)c;
    return 1;
  }
  if (c < 0x800) {
    out[0] = (char)(0xC0 | (c >> 6));
    out[1] = (char)(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    out[0] = (char)(0xE0 | (c >> 12));
    out[1] = (char)(0x80 | ((c >> 6) & 0x3F));
    out[2] = (char)(0x80 | (c & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | (c >> 18));
  out[1] = (char)(0x80 | ((c >> 12) & 0x3F));
  out[2] = (char)(0x80 | ((c >> 6) & 0x3F));
  out[3] = (char)(0x80 | (c & 0x3F));
  return 4;
}

bool object_name_from_utf16le(const uint8_t *bytes, size_t size, char *out, size_t room) {
  assert(out != NULL && room > 0);
  size_t used = 0;
  for (size_t at = 0; at + 2 <= size; at += 2) {
    uint32_t c = (uint32_t)bytes[at] | ((uint32_t)bytes[at + 1] << 8);
    if (c == 0) {
      out[used] = '\0';
      return true;
    }
    if (c >= 0xD800 && c <= 0xDBFF && at + 4 <= size) {
      uint32_t low = (uint32_t)bytes[at + 2] | ((uint32_t)bytes[at + 3] << 8);
      if (low < 0xDC00 || low > 0xDFFF)
        break;
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      at += 2;
    } else if (c >= 0xD800 && c <= 0xDFFF) {
      break;
    }
    if (used + 5 > room)
      break;
    used += put_code_point(c, out + used);
  }
  out[0] = '\0';
  return false;
}

size_t object_name_to_utf16le(const char *name, uint8_t *out, size_t room) {
  size_t needed = 2;
  const char *p = name;
  for (uint32_t c; (c = next_code_point(&p)) != 0;) {
    assert(c != UINT32_MAX);
    needed += c >= 0x10000 ? 4 : 2;
  }
  if (room < needed)
    return needed;
  size_t at = 0;
  for (uint32_t c;;) {
    c = next_code_point(&name);
    uint32_t high = c >= 0x10000 ? 0xD800 + ((c - 0x10000) >> 10) : c;
    out[at++] = (uint8_t)high;
    out[at++] = (uint8_t)(high >> 8);
    if (c >= 0x10000) {
      uint32_t low = 0xDC00 + ((c - 0x10000) & 0x3FF);
      out[at++] = (uint8_t)low;
      out[at++] = (uint8_t)(low >> 8);
    }
    if (c == 0)
      break;
  }
  assert(at == needed);
  return needed;
}
