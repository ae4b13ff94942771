/* The functions libclusapi.so exports: ClusAPI, each between the lock and the clock. */
#include "model/status.h"
#include "sim/clusapi/simulated_clusapi.h"
#include "sim/library/library_cluster.h"

/* The lock is not held where there is no cluster. */
static DWORD fail(DWORD status) {
  SetLastError(status);
  return status;
}

/* How a function that has no status to return says that it failed. */
#define FAILED_STATUS(result, status)  (result)(fail(status))
#define FAILED_HANDLE(result, status)  (fail(status), (result)NULL)
#define FAILED_BOOLEAN(result, status) (fail(status), (result)0)
#define FAILED_COUNT(result, status)   (fail(status), (result)0)
#define FAILED_STATE(result, status)   (fail(status), (result)(-1))

#define ORDINARY(failure, result, name, parameters, arguments)                                     \
  result WINAPI name parameters {                                                                  \
    uint32_t status = library_enter();                                                             \
    if (status != WIN32_SUCCESS)                                                                   \
      return FAILED_##failure(result, status);                                                     \
    result answer = library_table()->name arguments;                                               \
    library_leave();                                                                               \
    return answer;                                                                                 \
  }

#define WAITING(result, name, parameters, arguments)                                               \
  result WINAPI name parameters {                                                                  \
    struct library_wait wait = library_wait_begin(dwMilliseconds);                                 \
    uint32_t status = WIN32_SUCCESS;                                                               \
    do {                                                                                           \
      status = library_enter();                                                                    \
      if (status != WIN32_SUCCESS)                                                                 \
        return fail(status);                                                                       \
      dwMilliseconds = library_wait_slice(&wait);                                                  \
      status = library_table()->name arguments;                                                    \
    } while (library_wait_again(&wait, status));                                                   \
    return status;                                                                                 \
  }

#define FUNCTION(failure, ...)      FUNCTION_##failure(failure, __VA_ARGS__)
#define FUNCTION_STATUS             ORDINARY
#define FUNCTION_HANDLE             ORDINARY
#define FUNCTION_BOOLEAN            ORDINARY
#define FUNCTION_STATE              ORDINARY
#define FUNCTION_COUNT              ORDINARY
#define FUNCTION_WAIT(failure, ...) WAITING(__VA_ARGS__)
#include "sim/clusapi/clusapi_functions.def"
#undef FUNCTION

/* By it a program, or a backend, knows whom it talks to. */
const char *WINAPI WsfcsimVersion(void) {
  return WSFCSIM_VERSION;
}

/* What runs a scenario on a loaded library gives a simulator the cluster to be. */
DWORD WINAPI WsfcsimStart(const char *scenario);
DWORD WINAPI WsfcsimStart(const char *scenario) {
  return scenario == NULL ? (DWORD)WIN32_INVALID_PARAMETER : library_start(scenario);
}

#ifndef _WIN32
DWORD WINAPI GetLastError(void) {
  return library_table()->GetLastError();
}

void WINAPI SetLastError(DWORD status) {
  simulated_clusapi_set_last_error(status);
}
#endif
