/* wsfcsim bench: takes every measurement several times and says what came out. */
#include "tools/command/bench.h"
#include "tools/command/quoted.h"
#include "tools/command/subcommands.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum { REPEATS = 5 };

static const struct row {
  const char *name, *unit;
  bench_function *function;
  uint32_t first, second;
  const char *yardstick, *target;
} rows[] = {
#define BENCH(name, unit, function, first, second, yardstick, target)                              \
  {name, unit, function, first, second, yardstick, target},
#include "tools/command/bench_rows.def"
#undef BENCH
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

struct result {
  double least, median, most; /* of the value */
  double yardstick;           /* its median; 0: none */
  double slower;              /* median of yardstick/value: how many times the yardstick's time */
  bool has_target, met;
};

static double duration = 0.2;

double bench_clock(void) {
  return (double)uv_hrtime() / 1e9;
}

double bench_duration(void) {
  return duration;
}

static int by_value(const void *a, const void *b) {
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

static double median(double *values) {
  qsort(values, REPEATS, sizeof *values, by_value);
  return values[REPEATS / 2];
}

/* "2x" is a bound on the ratio, "< 1", ">= 3000000" and "= 0" are bounds on the value. */
static void judge(const struct row *row, struct result *result) {
  const char *target = row->target;
  result->has_target = target[0] != '\0';
  if (strchr(target, 'x') != NULL)
    result->met = result->slower <= strtod(target, NULL);
  else if (target[0] == '<')
    result->met = result->median < strtod(target + 1, NULL);
  else if (target[0] == '=')
    result->met = result->most <= strtod(target + 1, NULL) && result->least >= 0;
  else if (target[0] == '>')
    result->met = result->median >= strtod(target + 2, NULL);
}

static bool measure(const struct row *row, struct result *result) {
  double values[REPEATS], yardsticks[REPEATS], slower[REPEATS];
  *result = (struct result){0};
  for (int i = 0; i < REPEATS; i++) {
    struct bench_sample sample = {0};
    if (!row->function(row->first, row->second, &sample))
      return false;
    values[i] = sample.value;
    yardsticks[i] = sample.yardstick;
    slower[i] = sample.value > 0 ? sample.yardstick / sample.value : 0;
  }
  result->median = median(values);
  result->least = values[0];
  result->most = values[REPEATS - 1];
  result->yardstick = median(yardsticks);
  result->slower = median(slower);
  judge(row, result);
  return true;
}

/* --- output --- */

static void put_number(char out[32], double number) {
  if (number >= 1000 || number == (double)(long)number)
    snprintf(out, 32, "%.0f", number);
  else
    snprintf(out, 32, "%.3f", number);
}

static void print_row(const struct row *row, const struct result *result) {
  char value[32], least[32], most[32], yardstick[32];
  put_number(value, result->median);
  put_number(least, result->least);
  put_number(most, result->most);
  put_number(yardstick, result->yardstick);
  printf("%-56s %12s %-13s %s to %s", row->name, value, row->unit, least, most);
  if (row->yardstick[0] != '\0')
    printf("; %s: %s, %.2f times its time", row->yardstick, yardstick, result->slower);
  if (result->has_target)
    printf("; %s %s", result->met ? "meets" : "MISSES", row->target);
  printf("\n");
  (void)fflush(stdout);
}

static void print_json(const struct row *row, const struct result *result, bool last) {
  struct text line = {0};
  text_add(&line, "    {\"name\":");
  quoted_json(&line, row->name);
  text_add(&line, ",\"unit\":");
  quoted_json(&line, row->unit);
  text_format(&line, ",\"median\":%.9g,\"min\":%.9g,\"max\":%.9g", result->median, result->least,
              result->most);
  if (row->yardstick[0] != '\0') {
    text_add(&line, ",\"yardstick\":");
    quoted_json(&line, row->yardstick);
    text_format(&line, ",\"yardstick_median\":%.9g,\"times_the_yardstick\":%.4g", result->yardstick,
                result->slower);
  }
  if (result->has_target) {
    text_add(&line, ",\"target\":");
    quoted_json(&line, row->target);
    text_format(&line, ",\"met\":%s", result->met ? "true" : "false");
  }
  text_format(&line, "}%s\n", last ? "" : ",");
  fputs(text_get(&line), stdout);
  text_free(&line);
}

int bench_command(int count, char **arguments) {
  bool json = false;
  size_t missed = 0;
  for (int i = 0; i < count; i++) {
    if (strcmp(arguments[i], "--json") == 0)
      json = true;
    else if (strcmp(arguments[i], "--quick") == 0)
      duration = 0.01;
    else
      return complain("bench: '%s': expected --json or --quick", arguments[i]);
  }
  if (json)
    printf("{\n  \"version\": \"%s\",\n  \"repeats\": %d,\n  \"rows\": [\n", WSFCSIM_VERSION,
           REPEATS);
  for (size_t i = 0; i < ROW_COUNT; i++) {
    struct result result;
    if (!measure(&rows[i], &result))
      return EXIT_UNUSABLE;
    missed += result.has_target && !result.met;
    if (json)
      print_json(&rows[i], &result, i + 1 == ROW_COUNT);
    else
      print_row(&rows[i], &result);
  }
  if (json)
    printf("  ],\n  \"targets_missed\": %zu\n}\n", missed);
  else
    printf("medians of %d, and the least and the most of them; %zu target%s missed\n", REPEATS,
           missed, missed == 1 ? "" : "s");
  return EXIT_AS_EXPECTED;
}
