#ifndef TOOLS_COMMAND_SUBCOMMANDS_H
#define TOOLS_COMMAND_SUBCOMMANDS_H
/* The subcommands of wsfcsim.  Exit codes: 0 as expected, 1 a difference, 2 unusable input, 130
 * stopped by Ctrl-C. */

enum { EXIT_AS_EXPECTED = 0, EXIT_DIFFERENCE = 1, EXIT_UNUSABLE = 2, EXIT_STOPPED = 130 };

typedef int subcommand(int count, char **arguments);

#define SUBCOMMAND(name, function, usage, help) subcommand function;
#include "tools/command/subcommands.def"
#undef SUBCOMMAND

/* Prints "wsfcsim: ..." to standard error and gives EXIT_UNUSABLE. */
int complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
