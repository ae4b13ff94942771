/* ClusAPI of a loaded library: on Windows the system's, with the cluster this machine belongs to or
 * can reach.  Nothing is linked against it, so that a function a version of Windows lacks stops
 * nobody who does not call it. */
#include "model/status.h"
#include "sim/backends/backend.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#ifdef _WIN32
#define LIBRARY "clusapi.dll"
#else
#define LIBRARY "libclusapi.so"
#endif

typedef const char *WINAPI version_function(void);
typedef DWORD WINAPI start_function(const char *scenario);

static struct {
  uv_lib_t library;
  bool open;
  struct clusapi_table table;
  const char *version;
} loaded;

/* --- functions the library does not have --- */

static DWORD last_error_of_missing = WIN32_SUCCESS;

static DWORD fail(void) {
  last_error_of_missing = WIN32_CALL_NOT_IMPLEMENTED;
  return WIN32_CALL_NOT_IMPLEMENTED;
}

static DWORD WINAPI missing_last_error(void) {
  return last_error_of_missing;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#define FAILED_STATUS(result)  (result) fail()
#define FAILED_WAIT(result)    (result) fail()
#define FAILED_HANDLE(result)  (fail(), (result)NULL)
#define FAILED_BOOLEAN(result) (fail(), (result)0)
#define FAILED_COUNT(result)   (fail(), (result)0)
#define FAILED_STATE(result)   (fail(), (result)(-1))
#define FUNCTION(failure, result, name, parameters, arguments)                                     \
  static result WINAPI missing_##name parameters {                                                 \
    return FAILED_##failure(result);                                                               \
  }
#include "sim/clusapi/clusapi_functions.def"
#undef FUNCTION
#pragma GCC diagnostic pop

/* --- loading --- */

static bool find(const char *name, void **address) {
  return uv_dlsym(&loaded.library, name, address) == 0;
}

/* An object pointer becomes one to a function, as dlsym and GetProcAddress mean it. */
static void take(const char *name, void *function, size_t size) {
  void *address = NULL;
  assert(size == sizeof address);
  if (find(name, &address))
    memcpy(function, &address, size);
}

static void fill_table(void) {
  loaded.table.GetLastError = missing_last_error;
#ifdef _WIN32
  loaded.table.GetLastError = GetLastError; /* kernel32's */
#endif
  take("GetLastError", &loaded.table.GetLastError, sizeof loaded.table.GetLastError);
#define FUNCTION(failure, result, name, parameters, arguments)                                     \
  loaded.table.name = missing_##name;                                                              \
  take(#name, &loaded.table.name, sizeof loaded.table.name);
#include "sim/clusapi/clusapi_functions.def"
#undef FUNCTION
}

static bool under_wine(void) {
  uv_lib_t kernel;
  void *address = NULL;
  bool found =
      uv_dlopen("ntdll.dll", &kernel) == 0 && uv_dlsym(&kernel, "wine_get_version", &address) == 0;
  uv_dlclose(&kernel);
  return found;
}

bool win32_backend_open(const char *file, struct backend *backend, char *error, size_t room) {
  const char *name = file != NULL ? file : LIBRARY;
  version_function *version = NULL;
  assert(!loaded.open && backend != NULL);
  if (uv_dlopen(name, &loaded.library) != 0) {
    snprintf(error, room, "%s cannot be loaded: %s", name, uv_dlerror(&loaded.library));
    uv_dlclose(&loaded.library);
    return false;
  }
  take("WsfcsimVersion", &version, sizeof version);
  if (version == NULL && under_wine()) {
    snprintf(error, room, "%s is Wine's own, which has no cluster and says yes to everything",
             name);
    return false;
  }
  loaded.open = true;
  loaded.version = version != NULL ? version() : "ClusAPI";
  fill_table();
  *backend = (struct backend){.api = &loaded.table};
  if (getenv("WSFCSIM_SCENARIO") == NULL && getenv("WSFCSIM_DB") == NULL)
    take("WsfcsimStart", &backend->start, sizeof backend->start);
  return true;
}

const char *win32_backend_version(void) {
  assert(loaded.open);
  return loaded.version;
}

uint64_t win32_backend_clock(void) {
  return uv_hrtime() / 1000;
}

void win32_backend_rest(uint32_t milliseconds) {
  uv_sleep(milliseconds);
}
