#include "tools/command/known_differences.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_ROOM = 2048, FIELDS = 5 };

static char *trimmed(char *text) {
  char *end = text + strlen(text);
  text += strspn(text, " \t");
  while (end > text && strchr(" \t\r\n", end[-1]) != NULL)
    *--end = '\0';
  return text;
}

static bool is_date(const char *text) {
  if (strlen(text) != 10)
    return false;
  for (size_t i = 0; i < 10; i++)
    if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9')
      return false;
  return true;
}

static char *copy_of(const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = malloc(size);
  return copy == NULL ? NULL : memcpy(copy, text, size);
}

/* The fields, cut out of the line; what is wrong, or NULL. */
static const char *cut(char *line, char *fields[FIELDS]) {
  for (int i = 0; i < FIELDS; i++) {
    char *bar = strchr(line, '|');
    if ((bar == NULL) != (i == FIELDS - 1))
      return "expected scenario | backend | reason | link | date";
    if (bar != NULL)
      *bar = '\0';
    fields[i] = trimmed(line);
    line = bar != NULL ? bar + 1 : line;
    if (fields[i][0] == '\0')
      return "expected something in each of the five fields";
  }
  if (strcmp(fields[1], "sim") != 0 && strcmp(fields[1], "win32") != 0)
    return "expected sim or win32 in the second field";
  return is_date(fields[FIELDS - 1]) ? NULL
                                     : "expected a date such as 2026-11-27 in the last field";
}

static const char *add(struct known_differences *known, char *line, size_t number) {
  char *fields[FIELDS];
  const char *problem = cut(line, fields);
  if (problem != NULL)
    return problem;
  struct known_difference *grown = realloc(known->rows, (known->count + 1) * sizeof *grown);
  if (grown == NULL)
    return "memory is short";
  known->rows = grown;
  struct known_difference *row = &grown[known->count++];
  *row =
      (struct known_difference){copy_of(fields[0]), copy_of(fields[1]), copy_of(fields[2]), number};
  return row->scenario == NULL || row->backend == NULL || row->reason == NULL ? "memory is short"
                                                                              : NULL;
}

bool known_differences_read(const char *path, struct known_differences *known, char *error,
                            size_t room) {
  FILE *file = fopen(path, "r");
  char line[LINE_ROOM];
  const char *problem = NULL;
  size_t number = 0;
  if (file == NULL) {
    snprintf(error, room, "%s: %s", path, strerror(errno));
    return false;
  }
  while (problem == NULL && fgets(line, sizeof line, file) != NULL) {
    char *text = trimmed(line);
    number++;
    if (text[0] != '\0' && text[0] != '#')
      problem = add(known, text, number);
  }
  (void)fclose(file);
  if (problem != NULL)
    snprintf(error, room, "%s:%zu: %s", path, number, problem);
  return problem == NULL;
}

void known_differences_free(struct known_differences *known) {
  for (size_t i = 0; i < known->count; i++) {
    free(known->rows[i].scenario);
    free(known->rows[i].backend);
    free(known->rows[i].reason);
  }
  free(known->rows);
  *known = (struct known_differences){0};
}

static bool ends_in(const char *path, const char *name) {
  size_t length = strlen(path), end = strlen(name);
  return end <= length && strcmp(path + length - end, name) == 0 &&
         (end == length || path[length - end - 1] == '/');
}

const struct known_difference *known_differences_find(const struct known_differences *known,
                                                      const char *path, const char *backend) {
  for (size_t i = 0; i < known->count; i++)
    if (strcmp(known->rows[i].backend, backend) == 0 && ends_in(path, known->rows[i].scenario))
      return &known->rows[i];
  return NULL;
}
