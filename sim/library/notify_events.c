#include "sim/library/notify_events.h"
#include "sim/clusapi/simulated_clusapi.h"
#include "sim/library/library_cluster.h"
#include <stdlib.h>
#include <uv.h>
#ifndef _WIN32
#include <sys/eventfd.h>
#include <unistd.h>
#endif

enum { PUMP_MS = 2 };

static struct {
  uv_thread_t thread;
  bool runs;
} pump;

/* --- events --- */

#ifdef _WIN32
static HANDLE open_event(void) {
  return CreateEventW(NULL, 1, 0, NULL);
}

static void set_event(HANDLE event, bool pending) {
  (void)(pending ? SetEvent(event) : ResetEvent(event));
}

static void close_event(HANDLE event) {
  (void)CloseHandle(event);
}

/* The thread's code stays where it is, whoever frees the library. */
static void stay_loaded(void) {
  static char here;
  HMODULE module = NULL;
  (void)GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                           &here, &module);
}
#else
static HANDLE open_event(void) {
  int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  return descriptor <= 0 ? NULL : (HANDLE)(intptr_t)descriptor;
}

/* Reading takes all there is, and fails where there is nothing: both are well. */
static void set_event(HANDLE event, bool pending) {
  int descriptor = (int)(intptr_t)event;
  uint64_t count = 1;
  ssize_t done =
      pending ? write(descriptor, &count, sizeof count) : read(descriptor, &count, sizeof count);
  (void)done;
}

static void close_event(HANDLE event) {
  (void)close((int)(intptr_t)event);
}

static void stay_loaded(void) {}
#endif

/* --- time --- */

static void let_time_pass(void *nothing) {
  (void)nothing;
  while (library_idle())
    uv_sleep(PUMP_MS);
}

/* A process that ends has no other thread left on Windows, and joining one there could wait for
 * ever. */
static void stop(void) {
  library_end_idling();
#ifndef _WIN32
  (void)uv_thread_join(&pump.thread);
#endif
}

static HANDLE open_and_pump(void) {
  HANDLE event = open_event();
  if (event == NULL || pump.runs)
    return event;
  stay_loaded();
  pump.runs = uv_thread_create(&pump.thread, let_time_pass, NULL) == 0;
  if (pump.runs) {
    (void)atexit(stop);
    return event;
  }
  close_event(event);
  return NULL;
}

void notify_events_offer(void) {
  static const struct notify_events events = {open_and_pump, set_event, close_event};
  simulated_clusapi_use_events(&events);
}
