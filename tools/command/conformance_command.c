/* wsfcsim conformance: every control code, what becomes of it, and which scenario shows that. */
#include "model/control.h"
#include "tools/command/quoted.h"
#include "tools/command/subcommands.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *code, *scenario;
} shown[] = {
#define SCENARIO_OF(code, scenario) {code, scenario},
#include "tools/command/scenario_of_code.def"
#undef SCENARIO_OF
};

static const struct {
  const char *name;
} conflicts[] = {
#define CONFLICT(name, what, page, others, taken, why) {name},
#include "tools/command/control_conflict.def"
#undef CONFLICT
};

/* --- what is known of one code --- */

enum { NUMBERLESS = CONTROL_NOT_MODELLED + 1, FATES };

static const char *const fate_names[FATES] = {
    [CONTROL_MODELLED] = "modelled",
    [CONTROL_INTERNAL] = "internal",
    [CONTROL_NOT_SUPPORTED] = "not supported",
    [CONTROL_NOT_MODELLED] = "not modelled",
    [NUMBERLESS] = "no number",
};

struct finding {
  const struct control_code *code;
  unsigned fate;
  const char *answer, *reason; /* of what is not modelled; "" */
  const char *scenario;        /* the first that shows it; NULL */
  unsigned scenarios, conflicts;
};

/* Names that share a number share their scenarios, unless the type of the resource decides. */
static bool is_meant(const struct control_code *code, const char *written) {
  const struct control_code *named = control_code_by_name(written);
  if (named != NULL)
    return named == code ||
           (named->value == code->value && code->value != 0 && code->for_type == CONTROL_TYPE_ANY);
  char *end = NULL;
  unsigned long value = strtoul(written, &end, 0);
  return end != written && *end == '\0' && value == code->value;
}

static struct finding find(const struct control_code *code) {
  struct finding finding = {.code = code, .answer = "", .reason = ""};
  finding.fate = code->object[0] == '\0' ? NUMBERLESS : (unsigned)control_fate(code);
  if (finding.fate == NUMBERLESS) {
    finding.reason = "no page or header gives it a number";
  } else if (finding.fate != CONTROL_MODELLED) {
    finding.answer = finding.fate == CONTROL_NOT_MODELLED ? "120" : "1";
    finding.reason = control_reason(code);
  }
  for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
    if (is_meant(code, shown[i].code) && finding.scenarios++ == 0)
      finding.scenario = shown[i].scenario;
  for (size_t i = 0; i < sizeof conflicts / sizeof conflicts[0]; i++)
    finding.conflicts += strcmp(conflicts[i].name, code->name) == 0;
  return finding;
}

struct counts {
  unsigned numbered, by_fate[FATES], without_fate, without_scenario;
};

static void count(struct counts *counts, const struct finding *finding) {
  counts->numbered += finding->fate != NUMBERLESS;
  counts->by_fate[finding->fate]++;
  counts->without_fate += finding->fate != CONTROL_MODELLED && finding->reason == NULL;
  counts->without_scenario += finding->fate == CONTROL_MODELLED && finding->scenario == NULL;
}

/* --- the same table in four forms --- */

enum form { FORM_TEXT, FORM_CSV, FORM_HTML, FORM_MARKDOWN };

static void summary(struct text *out, const struct counts *counts, const char *begin,
                    const char *end) {
  const struct {
    unsigned number;
    const char *what;
  } lines[] = {
      {counts->numbered, "control codes have a number"},
      {counts->by_fate[CONTROL_MODELLED], "are modelled"},
      {counts->without_scenario, "of them no scenario shows"},
      {counts->by_fate[CONTROL_INTERNAL], "are the cluster service's own: an application gets 1"},
      {counts->by_fate[CONTROL_NOT_SUPPORTED], "no page supports: 1"},
      {counts->by_fate[CONTROL_NOT_MODELLED], "are not modelled, for a reason: 120"},
      {counts->without_fate, "have no fate"},
      {counts->by_fate[NUMBERLESS], "names have no number"},
      {(unsigned)(sizeof conflicts / sizeof conflicts[0]),
       "times the sources differ (docs/fidelity.md)"},
  };
  for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
    text_format(out, "%s%3u %s%s\n", begin, lines[i].number, lines[i].what, end);
}

static void add_cell(struct text *out, enum form form, const char *cell, bool last) {
  switch (form) {
  case FORM_TEXT:
    text_add(out, cell);
    text_add(out, last ? "\n" : "  ");
    return;
  case FORM_CSV:
    text_add(out, strchr(cell, ',') != NULL ? "\"" : "");
    text_add(out, cell);
    text_add(out, strchr(cell, ',') != NULL ? "\"" : "");
    text_add(out, last ? "\n" : ",");
    return;
  case FORM_HTML:
    text_add(out, "<td>");
    quoted_xml(out, cell);
    text_add(out, last ? "</td></tr>\n" : "</td>");
    return;
  case FORM_MARKDOWN:
    text_format(out, " %s |%s", cell, last ? "\n" : "");
  }
}

static void add_row(struct text *out, enum form form, const struct finding *finding) {
  char number[16] = "", differ[16] = "";
  if (finding->fate != NUMBERLESS)
    snprintf(number, sizeof number, "0x%08X", finding->code->value);
  if (finding->conflicts > 0)
    snprintf(differ, sizeof differ, "%u", finding->conflicts);
  const char *shown_by = finding->scenario != NULL ? finding->scenario : "";
  if (form == FORM_TEXT) {
    text_format(out, "%-10s  %-13s  %-62s  %s%s\n", number, fate_names[finding->fate],
                finding->code->name, finding->reason == NULL ? "" : finding->reason,
                finding->fate == CONTROL_MODELLED ? shown_by : "");
    return;
  }
  text_add(out, form == FORM_HTML ? "<tr>" : form == FORM_MARKDOWN ? "|" : "");
  const char *cells[] = {finding->code->name,
                         number,
                         finding->code->object,
                         finding->code->status,
                         finding->code->min_server,
                         fate_names[finding->fate],
                         finding->answer,
                         finding->reason,
                         shown_by,
                         differ};
  for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
    add_cell(out, form, cells[i] != NULL ? cells[i] : "", i + 1 == sizeof cells / sizeof cells[0]);
}

static const char *const heads[][2] = {
    [FORM_TEXT] = {"", ""},
    [FORM_CSV] = {"",
                  "name,number,object,known from,server,fate,answer,reason,scenario,conflicts\n"},
    [FORM_HTML] = {"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                   "<title>Control codes</title></head><body>\n<h1>Control codes</h1>\n<ul>\n",
                   "</ul>\n<table>\n<tr><th>name</th><th>number</th><th>object</th>"
                   "<th>known from</th><th>server</th><th>fate</th><th>answer</th><th>reason</th>"
                   "<th>scenario</th><th>conflicts</th></tr>\n"},
    [FORM_MARKDOWN] = {"# Control codes\n\nMade by `wsfcsim conformance --markdown`.\n\n",
                       "\n| name | number | object | known from | server | fate | answer | reason |"
                       " scenario | conflicts |\n|---|---|---|---|---|---|---|---|---|---|\n"},
};

static void make(struct text *out, enum form form, struct counts *counts) {
  struct text table = {0};
  for (size_t i = 0; i < control_code_count() + control_code_numberless_count(); i++) {
    struct finding finding = find(control_code_at(i));
    count(counts, &finding);
    add_row(&table, form, &finding);
  }
  text_add(out, heads[form][0]);
  if (form != FORM_CSV)
    summary(out, counts,
            form == FORM_HTML       ? "<li>"
            : form == FORM_MARKDOWN ? "- "
                                    : "",
            form == FORM_HTML ? "</li>" : "");
  text_add(out, form == FORM_TEXT ? "\n" : heads[form][1]);
  text_add(out, text_get(&table));
  if (form == FORM_HTML)
    text_add(out, "</table></body></html>\n");
  out->failed = out->failed || table.failed;
  text_free(&table);
}

static bool write_file(const char *path, const struct text *text) {
  FILE *file = fopen(path, "w");
  if (file == NULL)
    return false;
  bool ok = fputs(text_get(text), file) >= 0;
  return fclose(file) == 0 && ok;
}

int conformance_command(int argument_count, char **arguments) {
  enum form form = FORM_TEXT;
  const char *path = NULL;
  struct counts counts = {0};
  struct text out = {0};
  if (argument_count == 1 && strcmp(arguments[0], "--csv") == 0)
    form = FORM_CSV;
  else if (argument_count == 1 && strcmp(arguments[0], "--markdown") == 0)
    form = FORM_MARKDOWN;
  else if (argument_count == 2 && strcmp(arguments[0], "--html") == 0)
    form = FORM_HTML;
  else if (argument_count > 0)
    return complain("conformance: '%s': expected --csv, --markdown or --html FILE", arguments[0]);
  if (form == FORM_HTML)
    path = arguments[1];
  make(&out, form, &counts);
  bool ok = !out.failed;
  if (ok && path == NULL)
    fputs(text_get(&out), stdout);
  bool written = ok && (path == NULL || write_file(path, &out));
  text_free(&out);
  if (!ok)
    return complain("conformance: memory is short");
  if (!written)
    return complain("conformance: '%s' cannot be written", path);
  return counts.without_fate + counts.without_scenario > 0 ? EXIT_DIFFERENCE : EXIT_AS_EXPECTED;
}
