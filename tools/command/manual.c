#include "tools/command/manual.h"
#include "sim/scenario/scenario.h"
#include "tools/command/subcommands.h"
#include <stdio.h>

static const struct {
  const char *usage, *help;
} subcommands[] = {
#define SUBCOMMAND(name, function, usage, help) {usage, help},
#include "tools/command/subcommands.def"
#undef SUBCOMMAND
};

static const struct {
  const char *usage, *help;
} shell_words[] = {
#define SHELL_WORD(word, handler, usage, help) {usage, help},
#include "tools/command/shell_words.def"
#undef SHELL_WORD
};

/* Text in roff: a line must not begin with a dot or a quote, a hyphen is a minus sign. */
static void put(const char *text) {
  if (*text == '.' || *text == '\'')
    fputs("\\&", stdout);
  for (; *text != '\0'; text++)
    if (*text == '\\')
      fputs("\\e", stdout);
    else if (*text == '-')
      fputs("\\-", stdout);
    else
      putchar(*text);
}

static void put_entry(const char *before, const char *usage, const char *help) {
  puts(".TP");
  fputs(".B ", stdout);
  put(before);
  put(usage);
  putchar('\n');
  put(help);
  putchar('\n');
}

void manual_print(void) {
  puts(".TH WSFCSIM 1 \"\" \"wsfcsim " WSFCSIM_VERSION "\" \"wsfcsim\"\n"
       ".SH NAME\nwsfcsim \\- simulates Windows failover clusters and their VM live migration\n"
       ".SH SYNOPSIS");
  for (size_t i = 0; i < sizeof subcommands / sizeof subcommands[0]; i++) {
    fputs(i > 0 ? ".br\n.B wsfcsim\n" : ".B wsfcsim\n", stdout);
    put(subcommands[i].usage);
    putchar('\n');
  }
  puts(
      ".SH DESCRIPTION\n"
      "A simulator and reference model of Windows failover clusters. Scenarios are transcripts: a\n"
      "command, a line of four hyphens, and what the command prints, up to an empty line. A "
      "command\n"
      "that starts with a cmdlet\\(aqs name takes that cmdlet\\(aqs own parameters.\n"
      ".SH COMMANDS");
  for (size_t i = 0; i < sizeof subcommands / sizeof subcommands[0]; i++)
    put_entry("wsfcsim ", subcommands[i].usage, subcommands[i].help);
  puts(".SH THE SCENARIO LANGUAGE");
  for (size_t i = 0; i < scenario_word_count(); i++)
    put_entry("", scenario_word_at(i).usage, scenario_word_at(i).help);
  puts(".SH THE SHELL\nThe shell takes the scenario language and, besides:");
  for (size_t i = 0; i < sizeof shell_words / sizeof shell_words[0]; i++)
    put_entry("", shell_words[i].usage, shell_words[i].help);
  puts(".SH EXIT STATUS\n.TP\n.B 0\nas expected\n.TP\n.B 1\na difference\n.TP\n.B 2\n"
       "the input, the arguments or the database cannot be used\n.TP\n.B 130\nstopped by Ctrl\\-C\n"
       ".SH FILES\n.TP\n.I $XDG_STATE_HOME/wsfcsim, ~/.local/state/wsfcsim\n"
       "the shell\\(aqs history, and sessions that were cut off\n"
       ".TP\n.I NAME\\-owner\nbeside a database: locked by the process that owns it\n"
       ".SH SEE ALSO\n.BR sqlite3 (1)");
}
