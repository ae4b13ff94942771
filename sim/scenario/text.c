#include "sim/scenario/text.h"
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(struct text *text, size_t more) {
  if (text->failed)
    return false;
  if (text->used + more + 1 <= text->room)
    return true;
  size_t room = (text->used + more + 1) * 2;
  char *grown = realloc(text->bytes, room);
  if (grown == NULL) {
    text->failed = true;
    return false;
  }
  text->bytes = grown;
  text->room = room;
  return true;
}

void text_add_n(struct text *text, const char *piece, size_t length) {
  assert(text != NULL && piece != NULL);
  if (!reserve(text, length))
    return;
  memcpy(text->bytes + text->used, piece, length);
  text->used += length;
  text->bytes[text->used] = '\0';
}

void text_add(struct text *text, const char *piece) {
  text_add_n(text, piece, strlen(piece));
}

void text_format(struct text *text, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  assert(length >= 0);
  if (reserve(text, (size_t)length)) {
    (void)vsnprintf(text->bytes + text->used, (size_t)length + 1, format, again);
    text->used += (size_t)length;
  }
  va_end(again);
}

void text_pad(struct text *text, char filler, size_t count) {
  for (size_t i = 0; i < count; i++)
    text_add_n(text, &filler, 1);
}

void text_clear(struct text *text) {
  text->used = 0;
  text->failed = false;
  if (text->bytes != NULL)
    text->bytes[0] = '\0';
}

void text_skip(struct text *text, size_t count) {
  assert(count <= text->used);
  memmove(text->bytes, text->bytes + count, text->used - count + 1);
  text->used -= count;
}

void text_trim_lines(struct text *text) {
  size_t kept = 0;
  for (size_t i = 0; i < text->used; i++) {
    while (text->bytes[i] == '\n' && kept > 0 && text->bytes[kept - 1] == ' ')
      kept--;
    text->bytes[kept++] = text->bytes[i];
  }
  text->used = kept;
  if (text->bytes != NULL)
    text->bytes[kept] = '\0';
}

void text_free(struct text *text) {
  free(text->bytes);
  *text = (struct text){0};
}

const char *text_get(const struct text *text) {
  assert(text != NULL);
  return text->bytes == NULL ? "" : text->bytes;
}

char *text_copy(const struct text *text) {
  char *copy = text->failed ? NULL : malloc(text->used + 1);
  if (copy != NULL)
    memcpy(copy, text_get(text), text->used + 1);
  return copy;
}
