/* Sessions: lines, undo, snapshots, saving, and what the database holds after each of them. */
#define _POSIX_C_SOURCE 200809L /* unlink */
#include "sim/requests/world.h"
#include "sim/scenario/completion.h"
#include "sim/scenario/session.h"
#include "tests/support/test.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct cluster_limits small = {.nodes = 4,
                                            .networks = 2,
                                            .groups = 8,
                                            .resources = 16,
                                            .vms = 8,
                                            .properties = 16,
                                            .group_sets = 2};

static struct session *open_session(const char *database, bool resume) {
  char error[512] = "";
  struct scenario_options options = {.limits = &small, .database = database, .resume = resume};
  struct session *session = session_open(&options, error, sizeof error);
  cr_assert_not_null(session, "%s", error);
  return session;
}

static void ok(struct session *session, const char *line) {
  struct session_answer answer = session_run(session, line, false);
  cr_assert(answer.ok, "%s: %s", line, answer.error);
}

static void bad(struct session *session, const char *line, const char *part) {
  struct session_answer answer = session_run(session, line, false);
  cr_assert_not(answer.ok, "%s", line);
  cr_assert_not_null(strstr(answer.error, part), "%s: %s", line, answer.error);
}

static void lay_out(struct session *session) {
  ok(session, "level 2008 R2");
  ok(session, "host A memory=8GiB");
  ok(session, "host B memory=8GiB");
  ok(session, "network W bandwidth=1Gbit");
  ok(session, "vm V on A memory=1GiB dirty-rate=10MiB/s");
  ok(session, "New-Cluster -Name L -Node A,B");
  ok(session, "Add-ClusterVirtualMachineRole -VMName V");
}

static uint64_t digest(struct session *session) {
  return session_world(session) == NULL ? 0 : world_digest(session_world(session));
}

static void remove_database(const char *path) {
  static const char *const suffixes[] = {"", "-wal", "-shm", "-owner", "-journal"};
  for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
    char name[96];
    snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
    (void)unlink(name);
  }
}

static const char start[] = "control \"Virtual Machine V\" CLUSCTL_RESOURCE_VM_START_MIGRATION "
                            "text=B";

Test(session, every_line_can_be_undone) {
  static const char *const lines[] = {
      "timing setup=1s",          start,          "advance 2s", "fault network W bandwidth=2Gbit",
      "fault host B crash in 3s", "advance 100s", "# a comment"};
  enum { COUNT = sizeof lines / sizeof lines[0] };
  uint64_t before[COUNT];
  struct session *session = open_session(NULL, false);
  lay_out(session);
  for (size_t i = 0; i < COUNT; i++) {
    before[i] = digest(session);
    ok(session, lines[i]);
  }
  uint64_t end = digest(session);
  for (size_t i = COUNT; i-- > 0;) {
    cr_assert(session_undo(session).ok);
    cr_assert_eq(digest(session), before[i], "before '%s'", lines[i]);
  }
  for (size_t i = 0; i < COUNT; i++)
    ok(session, lines[i]);
  cr_assert_eq(digest(session), end);
  for (size_t i = 0; i < COUNT + 7; i++)
    cr_assert(session_undo(session).ok);
  cr_assert_null(session_world(session));
  struct session_answer answer = session_undo(session);
  cr_assert_not(answer.ok);
  cr_assert_not_null(strstr(answer.error, "nothing to undo"));
  ok(session, "level 2016"); /* nothing of the world is left that it would come too late for */
  ok(session, "host A memory=8GiB");
  session_close(session);
}

Test(session, a_bad_line_changes_nothing) {
  struct session *session = open_session(NULL, false);
  bad(session, "vm V on C memory=1GiB", "no host is called 'C'");
  cr_assert_null(session_world(session));
  lay_out(session);
  ok(session, "timing setup=1s");
  ok(session, start);
  uint64_t before = digest(session);
  bad(session, "timing setup=9s boot=x", "expected a duration");
  bad(session, "advance 3", "expected a duration");
  bad(session, "Get-ClusterGroup | advance 3s", "not modelled");
  cr_assert_eq(digest(session), before);
  ok(session, "advance 1s");
  struct session_answer answer = session_run(session, "show vm V", false);
  cr_assert_not_null(strstr(answer.output, "2 (Data Transfer)"), "setup still takes 1 s");
  session_close(session);
}

Test(session, a_comment_in_the_middle_is_kept) {
  struct session *session = open_session(NULL, false);
  ok(session, "# a lab");
  lay_out(session);
  ok(session, "  # before the move");
  ok(session, start);
  uint64_t before = digest(session);
  ok(session, "# after it");
  bad(session, "hots", "unknown command");
  cr_assert_eq(digest(session), before);
  cr_assert(session_undo(session).ok);
  cr_assert_eq(digest(session), before);
  session_close(session);
}

Test(session, a_mistake_in_a_fault_leaves_nothing_behind) {
  struct session *session = open_session(NULL, false);
  lay_out(session);
  bad(session, "fault network W bandwidth=much", "expected");
  ok(session, "fault network W bandwidth=2Gbit");
  bad(session, "fault network W bandwith=1Gbit", "expected");
  ok(session, "fault network W bandwidth=1Gbit");
  session_close(session);
}

Test(session, a_restore_is_undone_though_what_followed_failed) {
  struct session *session = open_session(NULL, false);
  lay_out(session);
  cr_assert(session_snapshot(session, "idle").ok);
  ok(session, start);
  uint64_t moving = digest(session);
  cr_assert(session_restore(session, "idle").ok);
  uint64_t idle = digest(session);
  cr_assert(session_run(session, "advance 1s", false).ok); /* of a file that goes wrong later */
  cr_assert(session_undo(session).ok);
  cr_assert_eq(digest(session), idle);
  bad(session, "hots", "unknown command");
  ok(session, "advance 1s");
  cr_assert(session_undo(session).ok);
  cr_assert_eq(digest(session), idle);
  cr_assert(session_undo(session).ok);
  cr_assert_eq(digest(session), moving);
  session_close(session);
}

Test(session, snapshots) {
  struct session *session = open_session(NULL, false);
  cr_assert_not_null(strstr(session_restore(session, "x").error, "there are none yet"));
  lay_out(session);
  cr_assert(session_snapshot(session, "idle").ok);
  uint64_t idle = digest(session);
  ok(session, start);
  ok(session, "advance 5s");
  cr_assert(session_snapshot(session, "copying").ok);
  uint64_t copying = digest(session);
  cr_assert_not(session_snapshot(session, "copying").ok);
  ok(session, "fault host B crash");
  uint64_t crashed = digest(session);
  cr_assert(session_restore(session, "idle").ok);
  cr_assert_eq(digest(session), idle);
  cr_assert(session_undo(session).ok); /* of the restore */
  cr_assert_eq(digest(session), crashed);
  cr_assert(session_restore(session, "idle").ok);
  ok(session, "advance 1h");
  cr_assert(session_restore(session, "copying").ok); /* later than idle, and still there */
  cr_assert_eq(digest(session), copying);
  struct session_answer answer = session_restore(session, "other");
  cr_assert_not(answer.ok);
  cr_assert_not_null(strstr(answer.error, "'idle'"));
  cr_assert_eq(digest(session), copying);
  session_close(session);
}

Test(session, what_is_saved_runs_and_gives_the_same) {
  struct session *session = open_session(NULL, false);
  struct text text = {0};
  struct scenario_file file;
  char error[256];
  cr_assert_not(session_save(session, &text).ok);
  ok(session, "language 1");
  lay_out(session);
  ok(session, "# what is it now?");
  ok(session, "Get-ClusterGroup");
  ok(session, start);
  ok(session, "await vm V MigrationState 0 within 5min");
  cr_assert(session_save(session, &text).ok);
  cr_assert(scenario_file_parse("saved", text_get(&text), text.used, &file, error, sizeof error));
  struct scenario_options options = {.limits = &small};
  struct scenario_result result = scenario_run("saved", &file, &options);
  cr_assert_eq(result.end, SCENARIO_AS_EXPECTED, "%s", text_get(&result.report));
  cr_assert_eq(result.digest, digest(session));
  cr_assert_not_null(strstr(text_get(&text), "# what is it now?"));
  scenario_result_free(&result);
  scenario_file_free(&file);
  text_free(&text);
  session_close(session);
}

Test(session, the_database_follows) {
  static const char path[] = "session_test_follows.db";
  remove_database(path);
  struct session *session = open_session(path, false);
  lay_out(session);
  ok(session, start);
  ok(session, "advance 5s");
  uint64_t copying = digest(session);
  ok(session, "await vm V MigrationState 0 within 5min");
  ok(session, start); /* refused: it is there already */
  cr_assert(session_undo(session).ok);
  cr_assert(session_undo(session).ok);
  cr_assert_eq(digest(session), copying);
  session_close(session);
  session = open_session(path, true);
  cr_assert_eq(digest(session), copying, "the database is what the session was");
  cr_assert_not(session_undo(session).ok);
  struct text text = {0};
  cr_assert_not_null(strstr(session_save(session, &text).error, "in the middle"));
  ok(session, "await vm V MigrationState 0 within 5min");
  ok(session, "vm X on A memory=1GiB");
  uint64_t done = digest(session);
  ok(session, "fault host B crash");
  cr_assert(session_undo(session).ok);
  cr_assert_eq(digest(session), done);
  cr_assert(session_undo(session).ok);
  cr_assert(session_undo(session).ok);
  cr_assert_eq(digest(session), copying);
  session_close(session);
  session = open_session(path, true);
  cr_assert_eq(digest(session), copying);
  session_close(session);
  remove_database(path);
}

Test(session, undone_to_the_beginning_the_database_is_empty) {
  static const char path[] = "session_test_empty.db";
  remove_database(path);
  struct session *session = open_session(path, false);
  ok(session, "host A memory=8GiB");
  cr_assert(session_undo(session).ok);
  ok(session, "level 2016");
  ok(session, "host B memory=8GiB");
  uint64_t now = digest(session);
  session_close(session);
  session = open_session(path, true);
  cr_assert_eq(digest(session), now);
  cr_assert_eq(world_cluster(session_world(session))->level, LEVEL_WS2016);
  cr_assert_str_eq(cluster_name(world_cluster(session_world(session)), OBJECT_NODE, 0), "B");
  session_close(session);
  remove_database(path);
}

Test(session, lines_of_a_file_are_undone_together) {
  struct session *session = open_session(NULL, false);
  ok(session, "host A memory=8GiB");
  uint64_t before = digest(session);
  cr_assert(session_run(session, "host B memory=8GiB", false).ok);
  cr_assert(session_run(session, "host C memory=8GiB", true).ok);
  cr_assert(session_undo(session).ok);
  cr_assert_eq(digest(session), before);
  session_close(session);
}

Test(completion, what_may_stand_at_the_end) {
  static const char *const more[] = {"snapshot", NULL};
  static const struct {
    const char *line, *expected; /* candidates with blanks between; "" for none */
  } rows[] = {
      {"Get-ClusterN", "Get-ClusterNetwork Get-ClusterNetworkInterface Get-ClusterNode"},
      {"get-clustern", "Get-ClusterNetwork Get-ClusterNetworkInterface Get-ClusterNode"},
      {"sna", "snapshot"},
      {"Get-ClusterNode -", "-Name"},
      {"Get-ClusterNode ", "A B"},
      {"Get-ClusterNode -Name b", "B"},
      {"Get-ClusterNode -Name A,", "A B"},
      {"Get-ClusterResource \"Virtual Machine V\" | Get-ClusterP", "Get-ClusterParameter"},
      {"Get-ClusterResource vir", "\"Virtual Machine Configuration V\" \"Virtual Machine V\""},
      {"Get-ClusterResource \"Virtual Machine C", "\"Virtual Machine Configuration V\""},
      {"Move-ClusterVirtualMachineRole -Name V -Node ", "A B"},
      {"Move-ClusterVirtualMachineRole -Name ", "V"},
      {"Move-ClusterVirtualMachineRole -C", "-Cancel"},
      {"Move-ClusterVirtualMachineRole -I", "-IgnoreLocked"},
      {"Move-ClusterVirtualMachineRole -VM", ""},
      {"Suspend-VM ", "V"},
      {"Add-ClusterVirtualMachineRole ", "V"},
      {"host X mem", "memory="},
      {"help Get-ClusterN", "Get-ClusterNetwork Get-ClusterNetworkInterface Get-ClusterNode"},
      {"nonsense ", ""},
  };
  static struct completion found;
  struct session *session = open_session(NULL, false);
  lay_out(session);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    char text[2048] = "";
    completion_find(rows[i].line, world_cluster(session_world(session)), more, &found);
    for (size_t k = 0; k < found.count; k++)
      snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", k > 0 ? " " : "",
               found.candidates[k]);
    cr_expect_str_eq(text, rows[i].expected, "%s: got %s", rows[i].line, text);
  }
  completion_find("Get-ClusterNod", NULL, NULL, &found);
  cr_assert_eq(found.from, 0);
  completion_find("Get-ClusterResource \"Virtual M", world_cluster(session_world(session)), NULL,
                  &found);
  cr_assert_eq(found.from, strlen("Get-ClusterResource "));
  cr_assert_eq(found.common, strlen("\"Virtual Machine "));
  session_close(session);
}
