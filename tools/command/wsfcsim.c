/* wsfcsim: the command. */
#include "sim/scenario/scenario.h"
#include "tools/command/manual.h"
#include "tools/command/subcommands.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
  const char *name;
  subcommand *function;
  const char *usage, *help;
} table[] = {
#define SUBCOMMAND(name, function, usage, help) {name, function, usage, help},
#include "tools/command/subcommands.def"
#undef SUBCOMMAND
};

int complain(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("wsfcsim: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  return EXIT_UNUSABLE;
}

int help_command(int count, char **arguments) {
  bool man = count == 1 && strcmp(arguments[0], "man") == 0;
  if (count > 1 || (count == 1 && !man && strcmp(arguments[0], "run") != 0))
    return complain("help: expected nothing, run or man");
  if (man) {
    manual_print();
    return EXIT_AS_EXPECTED;
  }
  if (count == 1) {
    puts("The scenario language. A line that starts with a cmdlet's name takes that cmdlet's own\n"
         "parameters; everything of the world is lower case.\n");
    for (size_t i = 0; i < scenario_word_count(); i++) {
      struct scenario_word word = scenario_word_at(i);
      printf("  %s\n      %s\n", word.usage, word.help);
    }
    return EXIT_AS_EXPECTED;
  }
  puts("wsfcsim simulates Windows failover clusters and their VM live migration.\n");
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
    printf("  wsfcsim %s\n      %s\n", table[i].usage, table[i].help);
  puts("  wsfcsim --version");
  return EXIT_AS_EXPECTED;
}

int main(int count, char **arguments) {
  if (count < 2) {
    (void)help_command(0, NULL);
    return EXIT_UNUSABLE;
  }
  if (strcmp(arguments[1], "--version") == 0) {
    puts("wsfcsim " WSFCSIM_VERSION);
    return EXIT_AS_EXPECTED;
  }
  if (strcmp(arguments[1], "--help") == 0)
    return help_command(0, NULL);
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
    if (strcmp(arguments[1], table[i].name) == 0) {
      int result = table[i].function(count - 2, arguments + 2);
      if (fflush(stdout) != 0 || ferror(stdout))
        return complain("the output could not be written");
      return result;
    }
  return complain("unknown command '%s'; 'wsfcsim help' lists what there is", arguments[1]);
}
