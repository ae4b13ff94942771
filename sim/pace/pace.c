#include "sim/pace/pace.h"
#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <uv.h>

struct pace {
  uv_loop_t loop;
  uv_timer_t timer;
  uv_signal_t interrupt, terminate, hang_up;
  uint64_t virtual_start, wall_start_ns, speed_percent;
  bool waiting, stopped, terminated;
};

static void on_timer(uv_timer_t *timer) {
  struct pace *pace = timer->data;
  pace->waiting = false;
}

static void on_signal(uv_signal_t *handle, int number) {
  struct pace *pace = handle->data;
  pace->stopped = true;
  pace->terminated = pace->terminated || number != SIGINT;
}

static bool watch(struct pace *pace, uv_signal_t *handle, int number) {
  if (uv_signal_init(&pace->loop, handle) != 0)
    return false;
  handle->data = pace;
  uv_unref((uv_handle_t *)handle);
  return uv_signal_start(handle, on_signal, number) == 0;
}

struct pace *pace_create(uint64_t now, uint64_t speed_percent) {
  assert(speed_percent > 0);
  struct pace *pace = calloc(1, sizeof *pace);
  if (pace == NULL || uv_loop_init(&pace->loop) != 0) {
    free(pace);
    return NULL;
  }
  pace->speed_percent = speed_percent;
  pace_restart(pace, now);
  pace->timer.data = pace;
  (void)uv_timer_init(&pace->loop, &pace->timer);
  if (!watch(pace, &pace->interrupt, SIGINT) || !watch(pace, &pace->terminate, SIGTERM) ||
      !watch(pace, &pace->hang_up, SIGHUP)) {
    pace_destroy(pace);
    return NULL;
  }
  return pace;
}

void pace_forget_interrupt(struct pace *pace) {
  (void)uv_run(&pace->loop, UV_RUN_NOWAIT); /* signals that have come */
  pace->stopped = pace->terminated;
}

bool pace_terminated(struct pace *pace) {
  (void)uv_run(&pace->loop, UV_RUN_NOWAIT);
  return pace->terminated;
}

void pace_restart(struct pace *pace, uint64_t now) {
  pace_forget_interrupt(pace);
  pace->virtual_start = now;
  pace->wall_start_ns = uv_hrtime();
}

uint64_t pace_now(const struct pace *pace) {
  uint64_t passed_us = (uv_hrtime() - pace->wall_start_ns) / 1000;
  return pace->virtual_start +
         (passed_us / 100 * pace->speed_percent + passed_us % 100 * pace->speed_percent / 100);
}

static void close_handle(uv_handle_t *handle, void *unused) {
  (void)unused;
  if (!uv_is_closing(handle))
    uv_close(handle, NULL);
}

void pace_destroy(struct pace *pace) {
  if (pace == NULL)
    return;
  uv_walk(&pace->loop, close_handle, NULL);
  (void)uv_run(&pace->loop, UV_RUN_DEFAULT);
  int open = uv_loop_close(&pace->loop);
  assert(open == 0);
  (void)open;
  free(pace);
}

/* Nanoseconds of wall time from the start to this virtual time. */
static uint64_t due_ns(const struct pace *pace, uint64_t at) {
  uint64_t microseconds = at - pace->virtual_start;
  uint64_t whole = microseconds / pace->speed_percent, rest = microseconds % pace->speed_percent;
  return whole * 100000 + rest * 100000 / pace->speed_percent;
}

uint64_t pace_virtual_time(const struct pace *pace, uint64_t wall_ms) {
  uint64_t microseconds = wall_ms * 10 * pace->speed_percent;
  return microseconds > 0 ? microseconds : 1;
}

bool pace_wait(struct pace *pace, uint64_t at) {
  assert(at >= pace->virtual_start);
  (void)uv_run(&pace->loop, UV_RUN_NOWAIT);
  while (!pace->stopped) {
    uint64_t passed = uv_hrtime() - pace->wall_start_ns, due = due_ns(pace, at);
    if (passed >= due)
      break;
    pace->waiting = true;
    uv_update_time(&pace->loop);
    (void)uv_timer_start(&pace->timer, on_timer, (due - passed + 999999) / 1000000, 0);
    while (pace->waiting && !pace->stopped)
      (void)uv_run(&pace->loop, UV_RUN_ONCE);
    (void)uv_timer_stop(&pace->timer);
  }
  return !pace->stopped;
}
