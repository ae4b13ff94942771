#include "sim/scenario/scenario_file.h"
#include "model/digest.h"
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool wrong(char *error, size_t room, const char *path, size_t line, const char *what) {
  if (line > 0)
    snprintf(error, room, "%s:%zu: %s", path, line, what);
  else
    snprintf(error, room, "%s: %s", path, what);
  return false;
}

struct line {
  const char *text;
  size_t length; /* without the line end and a carriage return */
  size_t end;    /* offset behind the line end */
};

static bool next_line(const char *bytes, size_t size, size_t at, struct line *line) {
  if (at >= size)
    return false;
  const char *end = memchr(bytes + at, '\n', size - at);
  size_t length = end == NULL ? size - at : (size_t)(end - (bytes + at));
  line->text = bytes + at;
  line->end = at + length + (end != NULL);
  while (length > 0 && (line->text[length - 1] == '\r' || line->text[length - 1] == ' ' ||
                        line->text[length - 1] == '\t'))
    length--;
  line->length = length;
  return true;
}

static bool is_comment(const struct line *line) {
  size_t i = 0;
  while (i < line->length && (line->text[i] == ' ' || line->text[i] == '\t'))
    i++;
  return i == line->length || line->text[i] == '#';
}

static bool is_separator(const struct line *line) {
  return line->length == 4 && memcmp(line->text, "----", 4) == 0;
}

/* Reads the block behind a command, if there is one; returns the new offset. */
static size_t read_block(struct scenario_file *file, size_t at, size_t *line_number, char **pieces,
                         struct scenario_command *command) {
  struct line line;
  command->expected = *pieces;
  command->command_end = command->block_end = at;
  if (next_line(file->bytes, file->size, at, &line) && is_separator(&line)) {
    at = line.end;
    ++*line_number;
    while (next_line(file->bytes, file->size, at, &line) && line.length > 0) {
      memcpy(*pieces, line.text, line.length);
      *pieces += line.length;
      *(*pieces)++ = '\n';
      at = line.end;
      ++*line_number;
    }
    command->block_end = at;
  }
  *(*pieces)++ = '\0';
  return at;
}

static bool add_command(struct scenario_file *file, size_t *room) {
  if (file->count < *room)
    return true;
  *room = *room == 0 ? 32 : *room * 2;
  struct scenario_command *grown = realloc(file->commands, *room * sizeof *grown);
  if (grown == NULL)
    return false;
  file->commands = grown;
  return true;
}

bool scenario_file_parse(const char *path, const char *bytes, size_t size,
                         struct scenario_file *file, char *error, size_t room) {
  assert(path != NULL && file != NULL);
  size_t at = 0, line_number = 0, commands = 0;
  struct line line;
  *file = (struct scenario_file){.bytes = malloc(size + 1), .size = size, .digest = DIGEST_START};
  /* Every line gets at most two NULs and a line end of its own. */
  file->pieces = malloc(size * 3 + 16);
  if (file->bytes == NULL || file->pieces == NULL)
    return wrong(error, room, path, 0, "memory is short");
  memcpy(file->bytes, bytes, size);
  file->bytes[size] = '\0';
  char *pieces = file->pieces;
  if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) /* a byte order mark is no command */
    at = 3;
  while (next_line(file->bytes, file->size, at, &line)) {
    line_number++;
    if (memchr(line.text, '\0', line.length) != NULL)
      return wrong(error, room, path, line_number, "a NUL byte: a scenario is plain text");
    at = line.end;
    if (is_comment(&line))
      continue;
    if (is_separator(&line))
      return wrong(error, room, path, line_number, "expected a command before ----");
    if (!add_command(file, &commands))
      return wrong(error, room, path, 0, "memory is short");
    struct scenario_command *command = &file->commands[file->count++];
    command->line = line_number;
    command->text = pieces;
    memcpy(pieces, line.text, line.length);
    pieces += line.length;
    *pieces++ = '\0';
    at = read_block(file, at, &line_number, &pieces, command);
    file->digest = digest_text(file->digest, command->text);
  }
  if (file->count == 0)
    return wrong(error, room, path, 0, "there is no command in this scenario");
  return true;
}

bool scenario_file_read(const char *path, struct scenario_file *file, char *error, size_t room) {
  assert(path != NULL && file != NULL);
  *file = (struct scenario_file){0};
  FILE *stream = fopen(path, "rb");
  if (stream == NULL)
    return wrong(error, room, path, 0, strerror(errno));
  size_t used = 0, capacity = 1 << 16;
  char *bytes = malloc(capacity);
  bool ok = bytes != NULL;
  while (ok) {
    size_t got = fread(bytes + used, 1, capacity - used, stream);
    used += got;
    if (got == 0)
      break;
    if (used == capacity) {
      char *grown = capacity < SCENARIO_BYTES_MAX ? realloc(bytes, capacity * 2) : NULL;
      ok = grown != NULL;
      bytes = ok ? grown : bytes;
      capacity *= 2;
    }
  }
  if (!ok)
    wrong(error, room, path, 0, "the file is larger than 16 MiB, or memory is short");
  else if (ferror(stream))
    ok = wrong(error, room, path, 0, strerror(errno));
  else
    ok = scenario_file_parse(path, bytes, used, file, error, room);
  fclose(stream);
  free(bytes);
  return ok;
}

void scenario_file_free(struct scenario_file *file) {
  assert(file != NULL);
  free(file->bytes);
  free(file->pieces);
  free(file->commands);
  *file = (struct scenario_file){0};
}

void scenario_file_rewrite(const struct scenario_file *file, const char *const *outputs,
                           struct text *text) {
  size_t at = 0;
  assert(text != NULL);
  for (size_t i = 0; i < file->count; i++) {
    const struct scenario_command *command = &file->commands[i];
    if (outputs[i] == NULL)
      continue;
    text_add_n(text, file->bytes + at, command->command_end - at);
    if (command->command_end > 0 && file->bytes[command->command_end - 1] != '\n')
      text_add(text, "\n");
    if (outputs[i][0] != '\0') {
      text_add(text, "----\n");
      text_add(text, outputs[i]);
      bool blank_follows = command->block_end >= file->size ||
                           file->bytes[command->block_end] == '\n' ||
                           file->bytes[command->block_end] == '\r';
      if (!blank_follows)
        text_add(text, "\n");
    }
    at = command->block_end;
  }
  text_add_n(text, file->bytes + at, file->size - at);
}
