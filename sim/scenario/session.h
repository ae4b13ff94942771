#ifndef SIM_SCENARIO_SESSION_H
#define SIM_SCENARIO_SESSION_H
/* A session: command lines as somebody types them, kept with what they printed, so that they can be
 * undone, gone back to, and saved as a scenario.
 *
 * An earlier state is reached by running the commands up to it again from the beginning, at once;
 * the database follows in one transaction, its event log included.  Where the session began with a
 * database that held a cluster, the beginning is what it held. */
#include "sim/scenario/scenario.h"

struct session;

/* The session uses the database, the pace, the limits and the callbacks of the options; `resume`
 * says that the database holds a cluster already.  NULL with a sentence where that cannot be. */
struct session *session_open(const struct scenario_options *options, char *error, size_t room);
void session_close(struct session *session);

struct session_answer {
  bool ok;
  bool hurried;       /* Ctrl-C ended its waiting: the rest of it took no time */
  const char *output; /* what the command printed; valid until the next call */
  const char *error;  /* a sentence; NULL when ok */
  size_t column;      /* of the line, from 1; 0: the line as a whole */
};

/* Runs one line.  A line that is no command changes nothing.  `with_previous`: it belongs to the
 * line before, and is undone with it. */
struct session_answer session_run(struct session *session, const char *line, bool with_previous);

/* Takes back the last line; the last restore, where no line is left that followed it. */
struct session_answer session_undo(struct session *session);

/* Remembers this state by a name, and goes back to it. */
struct session_answer session_snapshot(struct session *session, const char *name);
struct session_answer session_restore(struct session *session, const char *name);

/* The session as a scenario, with what its commands printed. */
struct session_answer session_save(struct session *session, struct text *text);

/* Lets the time pass that has passed on the wall clock since, between lines; only a paced session
 * has any.  It is kept as a line of its own. */
void session_keep_up(struct session *session);

/* Whether the process was asked to end (SIGTERM, SIGHUP); only a paced session notices. */
bool session_terminated(const struct session *session);

/* NULL before the first command of the world. */
const struct world *session_world(const struct session *session);

#endif
