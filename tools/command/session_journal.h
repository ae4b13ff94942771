#ifndef TOOLS_COMMAND_SESSION_JOURNAL_H
#define TOOLS_COMMAND_SESSION_JOURNAL_H
/* What a session at a terminal leaves behind when it is cut off (a kill, a lost terminal, a power
 * failure): a scenario in the user's own folder, which the next shell tells of.
 *
 * The folder is $XDG_STATE_HOME/wsfcsim, else ~/.local/state/wsfcsim.  Without a home nothing is
 * kept. */
#include <stdbool.h>

enum { JOURNAL_PATH_ROOM = 4096 };

struct session_journal;

/* The history file of the line editor; false where there is no folder for it. */
bool session_journal_history(char path[JOURNAL_PATH_ROOM]);

/* Says which sessions were cut off before. */
void session_journal_tell(void);

/* Reserves a file; *path is its name, NULL where there is none.  NULL when it cannot be kept. */
struct session_journal *session_journal_open(const char **path);

/* Whether anything was written there. */
bool session_journal_used(const struct session_journal *journal);

/* Ends it; the file stays when the session was cut off.  NULL is allowed. */
void session_journal_close(struct session_journal *journal, bool cut_off);

#endif
