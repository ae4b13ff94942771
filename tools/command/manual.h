#ifndef TOOLS_COMMAND_MANUAL_H
#define TOOLS_COMMAND_MANUAL_H
/* The manual page, made from the tables of commands. */

/* Prints wsfcsim(1) in the man macros. */
void manual_print(void);

#endif
