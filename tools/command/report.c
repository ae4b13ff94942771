#include "tools/command/report.h"
#include "tools/command/quoted.h"
#include "tools/command/write_file.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy_of(const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = malloc(size);
  return copy == NULL ? NULL : memcpy(copy, text, size);
}

bool report_add(struct report *report, const char *path, enum scenario_end end, const char *text,
                size_t commands, double seconds) {
  if (report->count == report->room) {
    size_t room = report->room == 0 ? 64 : report->room * 2;
    struct report_case *grown = realloc(report->cases, room * sizeof *grown);
    if (grown == NULL)
      return false;
    report->cases = grown;
    report->room = room;
  }
  struct report_case result = {copy_of(path), copy_of(text), end, commands, seconds};
  if (result.path == NULL || result.text == NULL) {
    free(result.path);
    free(result.text);
    return false;
  }
  report->cases[report->count++] = result;
  return true;
}

void report_free(struct report *report) {
  for (size_t i = 0; i < report->count; i++) {
    free(report->cases[i].path);
    free(report->cases[i].text);
  }
  free(report->cases);
  *report = (struct report){0};
}

/* --- JUnit --- */

/* Bytes of the path that name the folder. */
static size_t folder_length(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash == NULL ? 0 : (size_t)(slash - path);
}

static bool same_folder(const char *a, const char *b) {
  size_t length = folder_length(a);
  return length == folder_length(b) && memcmp(a, b, length) == 0;
}

struct counts {
  size_t tests, failures, errors, skipped;
  double seconds;
};

static struct counts count(const struct report *report, size_t first, size_t end) {
  struct counts counts = {0};
  for (size_t i = first; i < end; i++) {
    counts.tests++;
    counts.failures += report->cases[i].end == SCENARIO_DIFFERS;
    counts.errors +=
        report->cases[i].end == SCENARIO_UNUSABLE || report->cases[i].end == SCENARIO_STOPPED;
    counts.skipped += report->cases[i].end == SCENARIO_NOT_RUN;
    counts.seconds += report->cases[i].seconds;
  }
  return counts;
}

static void put_counts(struct text *out, const struct counts *counts) {
  text_format(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", counts->tests,
              counts->failures, counts->errors);
  if (counts->skipped > 0)
    text_format(out, " skipped=\"%zu\"", counts->skipped);
  text_format(out, " time=\"%.3f\"", counts->seconds);
}

/* The first line tells where; the rest is the difference. */
static void put_problem(struct text *out, const struct report_case *result) {
  static const char *const types[] = {[SCENARIO_DIFFERS] = "difference",
                                      [SCENARIO_UNUSABLE] = "unusable",
                                      [SCENARIO_STOPPED] = "stopped"};
  const char *kind = result->end == SCENARIO_DIFFERS ? "failure" : "error";
  const char *text = result->end == SCENARIO_STOPPED ? "stopped before its end" : result->text;
  char *first = copy_of(text);
  if (first != NULL)
    first[strcspn(first, "\n")] = '\0';
  text_format(out, "      <%s type=\"%s\" message=\"", kind, types[result->end]);
  quoted_xml(out, first == NULL ? "" : first);
  text_add(out, "\">");
  quoted_xml(out, text);
  text_format(out, "</%s>\n", kind);
  free(first);
}

static void put_case(struct text *out, const struct report_case *result) {
  size_t folder = folder_length(result->path);
  char *where = copy_of(result->path);
  if (where != NULL)
    where[folder] = '\0';
  const char *name = result->path + folder + (folder > 0);
  text_add(out, "    <testcase classname=\"");
  quoted_xml(out, where == NULL || folder == 0 ? "." : where);
  text_add(out, "\" name=\"");
  quoted_xml(out, name);
  text_format(out, "\" time=\"%.3f\"", result->seconds);
  if (result->end == SCENARIO_NOT_RUN) {
    text_add(out, ">\n      <skipped message=\"");
    quoted_xml(out, result->text);
    text_add(out, "\"/>\n    </testcase>\n");
  } else if (result->end != SCENARIO_AS_EXPECTED) {
    text_add(out, ">\n");
    put_problem(out, result);
    text_add(out, "    </testcase>\n");
  } else {
    text_add(out, "/>\n");
  }
  free(where);
}

static void put_suite(struct text *out, const struct report *report, size_t first, size_t end) {
  struct counts counts = count(report, first, end);
  char *folder = copy_of(report->cases[first].path);
  if (folder != NULL)
    folder[folder_length(folder)] = '\0';
  text_add(out, "  <testsuite name=\"");
  quoted_xml(out, folder == NULL || folder[0] == '\0' ? "." : folder);
  text_add(out, "\"");
  put_counts(out, &counts);
  text_add(out, ">\n");
  for (size_t i = first; i < end; i++)
    put_case(out, &report->cases[i]);
  text_add(out, "  </testsuite>\n");
  free(folder);
}

bool report_write_junit(const struct report *report, const char *path) {
  struct text out = {0};
  struct counts counts = count(report, 0, report->count);
  text_add(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"wsfcsim\"");
  put_counts(&out, &counts);
  text_add(&out, ">\n");
  for (size_t first = 0, end = 0; first < report->count; first = end) {
    while (end < report->count && same_folder(report->cases[first].path, report->cases[end].path))
      end++;
    put_suite(&out, report, first, end);
  }
  text_add(&out, "</testsuites>\n");
  errno = out.failed ? ENOMEM : 0;
  bool ok = !out.failed && write_file(path, text_get(&out), out.used);
  text_free(&out);
  return ok;
}

/* --- the Test Anything Protocol, version 14 --- */

void report_print_tap(size_t number, const struct report_case *result) {
  bool skipped = result->end == SCENARIO_NOT_RUN;
  bool ok = result->end == SCENARIO_AS_EXPECTED || skipped;
  printf("%s %zu - ", ok ? "ok" : "not ok", number);
  for (const char *p = result->path; *p != '\0'; p++) /* # begins a directive */
    printf("%s%c", *p == '#' || *p == '\\' ? "\\" : "", (unsigned char)*p < ' ' ? '?' : *p);
  if (skipped)
    printf(" # SKIP %.*s", (int)strcspn(result->text, "\n"), result->text);
  putchar('\n');
  for (const char *p = result->text; *p != '\0';) {
    size_t length = strcspn(p, "\n");
    printf("# %.*s\n", (int)length, p);
    p += length + (p[length] == '\n');
  }
}
