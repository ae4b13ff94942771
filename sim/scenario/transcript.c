#include "sim/scenario/transcript.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static char *copy_of(const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = malloc(size);
  return copy == NULL ? NULL : memcpy(copy, text, size);
}

bool transcript_add(struct transcript *transcript, const char *command, const char *output,
                    bool with_previous) {
  assert(command != NULL && output != NULL);
  if (transcript->count == transcript->room) {
    size_t room = transcript->room == 0 ? 32 : transcript->room * 2;
    struct transcript_line *grown = realloc(transcript->lines, room * sizeof *grown);
    if (grown == NULL)
      return false;
    transcript->lines = grown;
    transcript->room = room;
  }
  struct transcript_line line = {copy_of(command), copy_of(output), with_previous};
  if (line.command == NULL || line.output == NULL) {
    free(line.command);
    free(line.output);
    return false;
  }
  transcript->lines[transcript->count++] = line;
  return true;
}

bool transcript_copy(struct transcript *to, const struct transcript *from, size_t count) {
  assert(to->count == 0 && count <= from->count);
  for (size_t i = 0; i < count; i++) {
    const struct transcript_line *line = &from->lines[i];
    if (!transcript_add(to, line->command, line->output, line->with_previous)) {
      transcript_free(to);
      return false;
    }
  }
  return true;
}

size_t transcript_without_last(const struct transcript *transcript) {
  size_t count = transcript->count;
  while (count > 0 && transcript->lines[count - 1].with_previous)
    count--;
  return count > 0 ? count - 1 : transcript->count;
}

void transcript_free(struct transcript *transcript) {
  for (size_t i = 0; i < transcript->count; i++) {
    free(transcript->lines[i].command);
    free(transcript->lines[i].output);
  }
  free(transcript->lines);
  *transcript = (struct transcript){0};
}
