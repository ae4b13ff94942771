#include "tools/command/session_journal.h"
#include <fcntl.h>
#ifdef _WIN32
#include <io.h>
#include <share.h>
#include <sys/stat.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

/* A session's file is session-N.scn; session-N.lock beside it is locked as long as the session
 * lasts, however it ends. */
enum { SESSIONS_MAX = 100 };

struct session_journal {
  char path[JOURNAL_PATH_ROOM], lock[JOURNAL_PATH_ROOM];
  int descriptor;
};

static bool make_folder(const char *path) {
  uv_fs_t request;
  int result = uv_fs_mkdir(NULL, &request, path, 0700, NULL);
  uv_fs_req_cleanup(&request);
  return result == 0 || result == UV_EEXIST;
}

static bool folder(char path[JOURNAL_PATH_ROOM]) {
  const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
  const char *const below[] = {"/.local", "/state", "/wsfcsim"};
  bool own = state != NULL && state[0] == '/';
  if (!own && (home == NULL || home[0] != '/'))
    return false;
  size_t room = JOURNAL_PATH_ROOM - 64;
  size_t used = (size_t)snprintf(path, room, "%s", own ? state : home);
  bool ok = used < room;
  for (size_t i = own ? 2 : 0; ok && i < 3; i++) {
    used += (size_t)snprintf(path + used, room - used, "%s", below[i]);
    ok = used < room && make_folder(path);
  }
  return ok;
}

static bool file_in_folder(char path[JOURNAL_PATH_ROOM], int number, const char *ending) {
  char where[JOURNAL_PATH_ROOM];
  if (!folder(where))
    return false;
  int used = number == 0
                 ? snprintf(path, JOURNAL_PATH_ROOM, "%s/%s", where, ending)
                 : snprintf(path, JOURNAL_PATH_ROOM, "%s/session-%d.%s", where, number, ending);
  return used > 0 && used < JOURNAL_PATH_ROOM;
}

bool session_journal_history(char path[JOURNAL_PATH_ROOM]) {
  return file_in_folder(path, 0, "history");
}

static bool exists(const char *path) {
  uv_fs_t request;
  int result = uv_fs_stat(NULL, &request, path, NULL);
  uv_fs_req_cleanup(&request);
  return result == 0;
}

static void release(int descriptor) {
  uv_fs_t request;
  (void)uv_fs_close(NULL, &request, descriptor, NULL);
  uv_fs_req_cleanup(&request);
}

/* The lock's descriptor, or -1 while another session has it. */
#ifdef _WIN32
static int take_lock(const char *path) {
  int descriptor = -1;
  (void)_sopen_s(&descriptor, path, _O_RDWR | _O_CREAT | _O_NOINHERIT, _SH_DENYRW,
                 _S_IREAD | _S_IWRITE);
  return descriptor;
}
#else
static int take_lock(const char *path) {
  int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (descriptor < 0 || fcntl(descriptor, F_SETLK, &lock) == 0)
    return descriptor;
  release(descriptor);
  return -1;
}
#endif

void session_journal_tell(void) {
  for (int number = 1; number <= SESSIONS_MAX; number++) {
    char path[JOURNAL_PATH_ROOM], lock[JOURNAL_PATH_ROOM];
    if (!file_in_folder(path, number, "scn") || !file_in_folder(lock, number, "lock") ||
        !exists(path))
      continue;
    int descriptor = take_lock(lock);
    if (descriptor < 0)
      continue; /* it still goes on, in another shell */
    printf("A session was cut off: wsfcsim shell %s goes on with it; delete the file when it is no "
           "longer needed.\n",
           path);
    (void)remove(lock);
    release(descriptor);
  }
}

struct session_journal *session_journal_open(const char **path) {
  struct session_journal *journal = calloc(1, sizeof *journal);
  *path = NULL;
  for (int number = 1; journal != NULL && number <= SESSIONS_MAX; number++) {
    if (!file_in_folder(journal->path, number, "scn") ||
        !file_in_folder(journal->lock, number, "lock"))
      break;
    if (exists(journal->path))
      continue;
    journal->descriptor = take_lock(journal->lock);
    if (journal->descriptor < 0)
      continue;
    *path = journal->path;
    return journal;
  }
  free(journal);
  return NULL;
}

bool session_journal_used(const struct session_journal *journal) {
  return journal != NULL && exists(journal->path);
}

void session_journal_close(struct session_journal *journal, bool cut_off) {
  if (journal == NULL)
    return;
  if (!cut_off)
    (void)remove(journal->path);
  (void)remove(journal->lock);
  release(journal->descriptor);
  free(journal);
}
