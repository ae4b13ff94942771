#include "sim/scenario/completion.h"
#include "sim/scenario/scenario.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The line's last command, behind the last pipe, as far as it matters here. */
struct typed {
  char command[64];   /* "" while the command itself is typed */
  char parameter[64]; /* the -Parameter just before the last word; "" where there is none */
  const char *last;   /* the word that is typed; it may be empty */
  bool quoted;        /* it began with a quote, which `last` is without */
};

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Case of the letters A to Z does not matter: people type names in lower case. */
static bool begins(const char *text, const char *prefix) {
  for (; *prefix != '\0'; text++, prefix++)
    if (lower(*text) != lower(*prefix))
      return false;
  return true;
}

static void take(char out[64], const char *from, size_t length) {
  snprintf(out, 64, "%.*s", length < 63 ? (int)length : 63, from);
}

static void look_at(const char *line, struct typed *typed, size_t *from) {
  *typed = (struct typed){.last = line};
  for (const char *p = line; *p != '\0';) {
    p += strspn(p, " \t");
    const char *start = p;
    bool inside = false;
    for (; *p != '\0' && (inside || (*p != ' ' && *p != '\t')); p++)
      inside = *p == '"' ? !inside : inside;
    if (*p == '\0') { /* nothing behind it: it is being typed */
      const char *comma = strrchr(start, ',');
      start = comma != NULL && !inside ? comma + 1 : start;
      typed->quoted = *start == '"';
      typed->last = start + typed->quoted;
      *from = (size_t)(start - line);
      return;
    }
    size_t length = (size_t)(p - start);
    if (length == 1 && *start == '|')
      *typed = (struct typed){.last = p};
    else if (typed->command[0] == '\0')
      take(typed->command, start, length);
    else if (*start == '-')
      take(typed->parameter, start + 1, length - 1);
    else if (p[-1] != ',')
      typed->parameter[0] = '\0';
  }
  *from = strlen(line);
  typed->last = line + *from;
}

/* As it has to be typed: "" in quotes is one quote. */
static void quote(char *out, size_t room, const char *text) {
  size_t used = 0;
  out[used++] = '"';
  for (; *text != '\0' && used + 4 < room; text++) {
    out[used++] = *text;
    if (*text == '"')
      out[used++] = '"';
  }
  out[used++] = '"';
  out[used] = '\0';
}

static void add(struct completion *completion, const struct typed *typed, const char *candidate) {
  char text[sizeof completion->candidates[0]];
  if (!begins(candidate, typed->last))
    return;
  if (typed->quoted || strpbrk(candidate, " \t,#|\"") != NULL)
    quote(text, sizeof text, candidate);
  else
    snprintf(text, sizeof text, "%s", candidate);
  if (completion->count == 0) {
    completion->common = strlen(text);
  } else {
    size_t k = 0;
    while (k < completion->common && text[k] == completion->candidates[0][k])
      k++;
    while (k > 0 && ((unsigned char)completion->candidates[0][k] & 0xC0) == 0x80)
      k--; /* not in the middle of a character */
    completion->common = k < completion->common ? k : completion->common;
  }
  if (completion->count < COMPLETIONS_MAX)
    memcpy(completion->candidates[completion->count++], text, sizeof text);
}

static void add_names(struct completion *completion, const struct typed *typed,
                      const struct cluster *cluster, enum object_kind kind) {
  for (uint32_t i = 0; cluster != NULL && i < cluster->count[kind]; i++)
    if (!cluster_is_deleted(cluster, kind, i))
      add(completion, typed, cluster_name(cluster, kind, i));
}

static void add_commands(struct completion *completion, const struct typed *typed,
                         const char *const *more) {
  for (size_t i = 0; i < scenario_word_count(); i++)
    add(completion, typed, scenario_word_at(i).name);
  for (; more != NULL && *more != NULL; more++)
    add(completion, typed, *more);
}

static bool same(const char *a, const char *b) {
  return begins(a, b) && begins(b, a);
}

/* A cmdlet's parameters, or the names the parameter before the word takes. */
static void add_for_cmdlet(struct completion *completion, const struct typed *typed,
                           const struct cluster *cluster) {
  bool first = true; /* the parameter a value without one belongs to */
  for (size_t i = 0; i < scenario_parameter_count(); i++) {
    struct scenario_parameter parameter = scenario_parameter_at(i);
    char text[80];
    if (!same(parameter.cmdlet, typed->command) || !parameter.modelled)
      continue;
    snprintf(text, sizeof text, "-%s", parameter.name);
    if (typed->last[0] == '-' && !typed->quoted)
      add(completion, typed, text);
    else if ((typed->parameter[0] == '\0' ? first : same(parameter.name, typed->parameter)) &&
             parameter.names != OBJECT_KIND_COUNT)
      add_names(completion, typed, cluster, parameter.names);
    first = false;
  }
}

/* The lower-case words of a command's usage: memory=, excluded, vm ... */
static void add_usage(struct completion *completion, const struct typed *typed, const char *usage) {
  for (const char *p = usage + strcspn(usage, " "); *p != '\0';) {
    size_t length = strspn(p, "abcdefghijklmnopqrstuvwxyz-");
    if (length == 0) {
      p++;
      continue;
    }
    char word[64];
    bool key = p[length] == '=';
    take(word, p, length + key);
    bool whole = strchr(" [|", p[-1]) != NULL && strchr(" ]|=", p[length]) != NULL;
    if (length > 1 && (whole || p[length] == '\0'))
      add(completion, typed, word);
    p += length + key;
    p += key ? strcspn(p, " ]|") : 0; /* its value is no word of the language */
  }
}

static int by_text(const void *a, const void *b) {
  return strcmp(a, b);
}

static void sort(struct completion *completion) {
  size_t kept = 0;
  qsort(completion->candidates, completion->count, sizeof completion->candidates[0], by_text);
  for (size_t i = 0; i < completion->count; i++)
    if (kept == 0 || strcmp(completion->candidates[kept - 1], completion->candidates[i]) != 0)
      memmove(completion->candidates[kept++], completion->candidates[i],
              sizeof completion->candidates[0]);
  completion->count = kept;
}

void completion_find(const char *line, const struct cluster *cluster, const char *const *more,
                     struct completion *completion) {
  struct typed typed;
  assert(line != NULL);
  completion->count = completion->common = 0;
  look_at(line, &typed, &completion->from);
  const struct scenario_word *word = scenario_word_find(typed.command);
  if (typed.command[0] == '\0' || same(typed.command, "help")) {
    add_commands(completion, &typed, more);
  } else if (word != NULL && word->cmdlet) {
    add_for_cmdlet(completion, &typed, cluster);
  } else if (word != NULL) {
    add_usage(completion, &typed, word->usage);
    for (int kind = OBJECT_NODE; kind < OBJECT_KIND_COUNT; kind++)
      add_names(completion, &typed, cluster, (enum object_kind)kind);
  }
  sort(completion);
}
