#include "sim/scenario/session.h"
#include "sim/scenario/scenario_state.h"
#include "sim/scenario/transcript.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Fifty years: what one line lets pass at the most. */
#define PASSED_MAX (UINT64_C(50) * 365 * 24 * 3600 * 1000000)

struct snapshot {
  char *name;
  struct transcript transcript;
  struct snapshot *next;
};

struct session {
  struct scenario_options options;
  struct scenario *scenario;
  struct world *base; /* what the database held at the beginning; NULL: nothing */
  struct transcript transcript;
  struct transcript before_restore; /* while the last thing done was a restore */
  bool restored, just_restored;     /* at most one line was run since; none was */
  bool failed;                      /* the database refused: only saving is left */
  struct snapshot *snapshots;
  uint64_t at; /* time at the end of the last command: what passed since has no line yet */
  char error[640];
};

/* --- answers --- */

static struct session_answer refuse(struct session *session, size_t column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static struct session_answer refuse(struct session *session, size_t column, const char *format,
                                    ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(session->error, sizeof session->error, format, arguments);
  va_end(arguments);
  return (struct session_answer){.output = "", .error = session->error, .column = column};
}

static struct session_answer accept(const struct session *session) {
  const struct world *world = session->scenario->world;
  return (struct session_answer){.ok = true,
                                 .hurried = world != NULL && world_hurried(world),
                                 .output = text_get(&session->scenario->output)};
}

static struct session_answer broken(struct session *session) {
  return (struct session_answer){.output = "", .error = session->error};
}

/* --- opening --- */

static struct scenario *new_scenario(const struct scenario_options *options) {
  struct scenario *scenario = calloc(1, sizeof *scenario);
  if (scenario == NULL)
    return NULL;
  scenario->options = options;
  scenario->level = LEVEL_WS2022;
  scenario->seed = options->seed_given ? options->seed : 1;
  return scenario;
}

static void free_scenario(struct scenario *scenario) {
  if (scenario == NULL)
    return;
  if (scenario->world != NULL || scenario->blank != NULL)
    sim_backend_close(&scenario->backend);
  world_destroy(scenario->world);
  world_destroy(scenario->blank);
  text_free(&scenario->output);
  free(scenario);
}

/* A world in memory that is what another one is now. */
static struct world *copy_of(const struct world *world) {
  struct world *copy = world_create(&(struct world_settings){
      .level = world_cluster(world)->level, .limits = world_cluster(world)->limits});
  if (copy != NULL)
    world_restore(copy, world);
  return copy;
}

static bool commit(struct session *session) {
  struct world *world =
      session->scenario->world != NULL ? session->scenario->world : session->scenario->blank;
  if (world == NULL || world_commit(world, session->error, sizeof session->error))
    return true;
  session->failed = true;
  return false;
}

/* The database holds a cluster: go on with it. */
static bool open_database(struct session *session, char *error, size_t room) {
  struct scenario *scenario = session->scenario;
  struct world *world =
      world_open(session->options.database, session->options.durable, error, room);
  if (world == NULL)
    return false;
  if (!scenario_pace(scenario, world)) {
    snprintf(error, room, "%s", scenario->error);
    world_destroy(world);
    return false;
  }
  const struct cluster *cluster = world_cluster(world);
  if (cluster->count[OBJECT_NODE] == 0 && world_now(world) == 0) { /* all of it was undone */
    scenario->blank = world;
    return true;
  }
  scenario->level = cluster->level;
  scenario_adopt(scenario, world);
  session->base = copy_of(world);
  session->at = world_now(world);
  if (session->base == NULL)
    snprintf(error, room, "memory is short");
  return session->base != NULL;
}

struct session *session_open(const struct scenario_options *options, char *error, size_t room) {
  struct session *session = calloc(1, sizeof *session);
  assert(options != NULL && room > 0);
  if (session != NULL) {
    session->options = *options;
    session->scenario = new_scenario(&session->options);
  }
  if (session == NULL || session->scenario == NULL) {
    snprintf(error, room, "memory is short");
  } else if (!options->resume || open_database(session, error, room)) {
    return session;
  }
  session_close(session);
  return NULL;
}

void session_close(struct session *session) {
  if (session == NULL)
    return;
  free_scenario(session->scenario);
  world_destroy(session->base);
  transcript_free(&session->transcript);
  transcript_free(&session->before_restore);
  while (session->snapshots != NULL) {
    struct snapshot *next = session->snapshots->next;
    transcript_free(&session->snapshots->transcript);
    free(session->snapshots->name);
    free(session->snapshots);
    session->snapshots = next;
  }
  free(session);
}

const struct world *session_world(const struct session *session) {
  return session->scenario->world;
}

/* --- going back --- */

/* A line whose waiting begins now.  A comment is a line as well. */
static bool execute(struct scenario *scenario, const char *line) {
  text_clear(&scenario->output);
  if (line[strspn(line, " \t")] == '#')
    return true;
  scenario->issued = false;
  scenario->started_at = scenario->world == NULL ? 0 : world_now(scenario->world);
  if (!scenario_execute(scenario, line))
    return false;
  return !scenario->output.failed || scenario_bad(scenario, 0, "memory is short");
}

/* Makes the session's world, if there is one, what it was when the session began. */
static bool go_back(struct session *session) {
  struct scenario *scenario = session->scenario;
  struct world *world = scenario->world != NULL ? scenario->world : scenario->blank;
  scenario->level = session->base != NULL ? world_cluster(session->base)->level : LEVEL_WS2022;
  scenario->seed = session->options.seed_given ? session->options.seed : 1;
  if (world == NULL)
    return true;
  struct world *nothing = session->base == NULL ? scenario_new_world(scenario) : NULL;
  if (session->base == NULL && nothing == NULL)
    return scenario_bad(scenario, 0, "memory is short");
  world_restore(world, session->base != NULL ? session->base : nothing);
  scenario->world = session->base != NULL ? world : NULL;
  scenario->blank = session->base != NULL ? NULL : world;
  world_destroy(nothing);
  return true;
}

/* Runs a transcript again from the beginning, at once; the database follows in one transaction. */
static bool replay(struct session *session, const struct transcript *transcript) {
  struct scenario *scenario = session->scenario;
  struct world *world = scenario->world != NULL ? scenario->world : scenario->blank;
  if (world != NULL)
    world_at_once(world, true);
  bool ok = go_back(session);
  for (size_t i = 0; ok && i < transcript->count; i++) {
    const struct transcript_line *line = &transcript->lines[i];
    ok = execute(scenario, line->command);
    /* The same commands from the same beginning print the same. */
    assert(!ok || strcmp(text_get(&scenario->output), line->output) == 0);
  }
  if (world != NULL)
    world_at_once(world, false);
  session->at = world == NULL ? 0 : world_now(world);
  text_clear(&scenario->output);
  if (!ok)
    snprintf(session->error, sizeof session->error, "%s: the session ends here", scenario->error);
  session->failed = session->failed || !ok;
  return ok && commit(session);
}

static struct session_answer go_to(struct session *session, struct transcript *transcript) {
  text_clear(&session->scenario->output);
  if (!replay(session, transcript)) {
    transcript_free(transcript);
    return broken(session);
  }
  transcript_free(&session->transcript);
  session->transcript = *transcript;
  return accept(session);
}

struct session_answer session_undo(struct session *session) {
  struct transcript shorter = {0};
  if (session->failed)
    return broken(session);
  if (session->just_restored) {
    shorter = session->before_restore;
    session->before_restore = (struct transcript){0};
    session->just_restored = session->restored = false;
    return go_to(session, &shorter);
  }
  size_t count = transcript_without_last(&session->transcript);
  if (count == session->transcript.count)
    return refuse(session, 0, "there is nothing to undo: this is where the session began");
  if (!transcript_copy(&shorter, &session->transcript, count))
    return refuse(session, 0, "memory is short: nothing was undone");
  struct session_answer answer = go_to(session, &shorter);
  session->just_restored = session->restored && answer.ok;
  return answer;
}

/* --- time at the prompt --- */

void session_keep_up(struct session *session) {
  if (!session->failed && session->scenario->world != NULL &&
      world_keep_up(session->scenario->world))
    (void)commit(session);
}

bool session_terminated(const struct session *session) {
  return session->scenario->world != NULL && world_terminated(session->scenario->world);
}

/* What passed at the prompt becomes a line of its own, or several: a duration has its limit. */
static bool note_passed_time(struct session *session) {
  char command[64];
  bool ok = true;
  if (session->scenario->world == NULL)
    return true;
  uint64_t now = world_now(session->scenario->world);
  while (ok && session->at < now) {
    uint64_t passed = now - session->at < PASSED_MAX ? now - session->at : PASSED_MAX;
    snprintf(command, sizeof command, "advance %lluus", (unsigned long long)passed);
    session->at += passed;
    ok = transcript_add(&session->transcript, command, "", true);
  }
  return ok;
}

/* --- lines --- */

static bool is_empty(const char *line) {
  return line[strspn(line, " \t\r\n")] == '\0';
}

struct session_answer session_run(struct session *session, const char *line, bool with_previous) {
  struct scenario *scenario = session->scenario;
  assert(line != NULL);
  if (session->failed)
    return broken(session);
  text_clear(&scenario->output);
  if (is_empty(line))
    return accept(session);
  if (!note_passed_time(session))
    return refuse(session, 0, "memory is short: the line was not run");
  if (!execute(scenario, line)) {
    char error[sizeof scenario->error];
    memcpy(error, scenario->error, sizeof error);
    size_t column = scenario->error_column;
    if (scenario->stopped)
      return refuse(session, 0, "the command was stopped in the middle");
    /* It may have begun before it went wrong. */
    return replay(session, &session->transcript) ? refuse(session, column, "%s", error)
                                                 : broken(session);
  }
  if (!transcript_add(&session->transcript, line, text_get(&scenario->output), with_previous)) {
    session->failed = true;
    return refuse(session, 0, "memory is short: the session ends here");
  }
  if (!session->just_restored && !with_previous) { /* a restore is undone by what follows it only */
    transcript_free(&session->before_restore);
    session->restored = false;
  }
  session->just_restored = false;
  if (scenario->world != NULL) {
    session->at = world_now(scenario->world);
    scenario_mark(scenario, 0, 0); /* no scenario goes on from here */
  }
  return commit(session) ? accept(session) : broken(session);
}

/* --- snapshots --- */

static struct snapshot *find(const struct session *session, const char *name) {
  struct snapshot *snapshot = session->snapshots;
  while (snapshot != NULL && strcmp(snapshot->name, name) != 0)
    snapshot = snapshot->next;
  return snapshot;
}

struct session_answer session_snapshot(struct session *session, const char *name) {
  assert(name != NULL);
  text_clear(&session->scenario->output);
  if (session->failed)
    return broken(session);
  if (find(session, name) != NULL)
    return refuse(session, 0, "there is a snapshot '%s' already", name);
  struct snapshot *snapshot = calloc(1, sizeof *snapshot);
  char *copy = malloc(strlen(name) + 1);
  if (snapshot == NULL || copy == NULL || !note_passed_time(session) ||
      !transcript_copy(&snapshot->transcript, &session->transcript, session->transcript.count)) {
    free(snapshot);
    free(copy);
    return refuse(session, 0, "memory is short: there is no snapshot");
  }
  snapshot->name = strcpy(copy, name);
  snapshot->next = session->snapshots;
  session->snapshots = snapshot;
  return accept(session);
}

struct session_answer session_restore(struct session *session, const char *name) {
  struct transcript copy = {0};
  assert(name != NULL);
  if (session->failed)
    return broken(session);
  const struct snapshot *snapshot = find(session, name);
  if (snapshot == NULL && session->snapshots == NULL)
    return refuse(session, 0, "no snapshot is called '%s': there are none yet", name);
  if (snapshot == NULL) {
    struct session_answer answer =
        refuse(session, 0, "no snapshot is called '%s'; there are", name);
    for (const struct snapshot *s = session->snapshots; s != NULL; s = s->next) {
      size_t used = strlen(session->error);
      snprintf(session->error + used, sizeof session->error - used, " '%s'", s->name);
    }
    return answer;
  }
  if (!note_passed_time(session) ||
      !transcript_copy(&copy, &snapshot->transcript, snapshot->transcript.count))
    return refuse(session, 0, "memory is short: nothing was restored");
  transcript_free(&session->before_restore);
  struct transcript before = session->transcript;
  session->transcript = (struct transcript){0};
  struct session_answer answer = go_to(session, &copy);
  session->before_restore = before;
  session->just_restored = session->restored = answer.ok;
  return answer;
}

/* --- saving --- */

struct session_answer session_save(struct session *session, struct text *text) {
  if (session->base != NULL)
    return refuse(session, 0,
                  "the session began in the middle of a history, with what %s held: only one that "
                  "began empty can be saved as a scenario",
                  session->options.database);
  if (!note_passed_time(session))
    return refuse(session, 0, "memory is short: nothing was saved");
  if (session->transcript.count == 0)
    return refuse(session, 0, "there is nothing to save yet");
  text_format(text, "language %d\n", SCENARIO_LANGUAGE);
  for (size_t i = 0; i < session->transcript.count; i++) {
    const struct transcript_line *line = &session->transcript.lines[i];
    if (strncmp(line->command, "language ", strlen("language ")) == 0)
      continue; /* the first line says it */
    text_format(text, "%s\n", line->command);
    if (line->output[0] != '\0')
      text_format(text, "----\n%s\n", line->output);
  }
  if (text->failed || text->used > SCENARIO_BYTES_MAX)
    return refuse(session, 0, "%s: nothing was saved",
                  text->failed ? "memory is short" : "a scenario has at most 16 MiB");
  return (struct session_answer){.ok = true, .output = ""};
}
