#include "tools/command/quoted.h"

#define REPLACEMENT "\xEF\xBF\xBD"

/* Bytes of the UTF-8 character at `s`; 0 where it is none. */
static size_t character(const unsigned char *s) {
  size_t length = s[0] < 0x80 ? 1 : s[0] < 0xC2 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
  if (length == 0 || s[0] > 0xF4)
    return 0;
  for (size_t i = 1; i < length; i++)
    if ((s[i] & 0xC0) != 0x80)
      return 0;
  bool too_long = (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xF0 && s[1] < 0x90);
  bool outside = (s[0] == 0xED && s[1] > 0x9F) || (s[0] == 0xF4 && s[1] > 0x8F);
  return too_long || outside ? 0 : length;
}

/* Copies characters, with what `escape` says for some of the ones below 128. */
static void quote(struct text *out, const char *string,
                  void (*escape)(struct text *out, const char *c)) {
  const unsigned char *s = (const unsigned char *)string;
  while (*s != '\0') {
    size_t length = character(s);
    if (length == 1)
      escape(out, (const char *)s);
    else if (length == 3 && s[0] == 0xEF && s[1] == 0xBF && s[2] >= 0xBE)
      text_add(out, REPLACEMENT); /* U+FFFE and U+FFFF are no characters, and XML refuses them */
    else if (length > 1)
      text_add_n(out, (const char *)s, length);
    else
      text_add(out, REPLACEMENT);
    s += length > 0 ? length : 1;
  }
}

static void escape_json(struct text *out, const char *c) {
  if (*c == '"' || *c == '\\')
    text_format(out, "\\%c", *c);
  else if (*c == '\n')
    text_add(out, "\\n");
  else if ((unsigned char)*c < 0x20 || *c == 0x7F)
    text_format(out, "\\u%04x", (unsigned)*c);
  else
    text_add_n(out, c, 1);
}

static void escape_xml(struct text *out, const char *c) {
  if (*c == '&' || *c == '<' || *c == '>' || *c == '"' || *c == '\n' || *c == '\t' || *c == '\r')
    text_format(out, "&#%u;", (unsigned)*c);
  else if ((unsigned char)*c < 0x20)
    text_add(out, REPLACEMENT);
  else
    text_add_n(out, c, 1);
}

void quoted_json(struct text *out, const char *string) {
  text_add(out, "\"");
  quote(out, string, escape_json);
  text_add(out, "\"");
}

void quoted_xml(struct text *out, const char *string) {
  quote(out, string, escape_xml);
}
