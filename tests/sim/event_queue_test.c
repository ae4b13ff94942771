/* The queue against an obvious twin: an unordered array searched for its smallest. */
#include "sim/engine/event_queue.h"
#include "sim/engine/random_stream.h"
#include "tests/support/test.h"

enum { TIMERS = 97, STEPS = 200000 };

static uint64_t draw(uint64_t n) {
  return random_stream_draw(11, RANDOM_DIRTY_MEMORY, 0, n);
}

static uint32_t obvious_first(const struct timer *twins) {
  uint32_t first = CLUSTER_NONE;
  for (uint32_t i = 0; i < TIMERS; i++)
    if (twins[i].place != CLUSTER_NONE &&
        (first == CLUSTER_NONE || twins[i].at < twins[first].at ||
         (twins[i].at == twins[first].at && twins[i].sequence < twins[first].sequence)))
      first = i;
  return first;
}

Test(event_queue, agrees_with_its_twin) {
  static struct timer timers[TIMERS], twins[TIMERS];
  static uint32_t heap[TIMERS];
  struct touch_list touched;
  struct event_queue queue;
  cr_assert(touch_list_allocate(&touched, TIMERS));
  event_queue_init(&queue, timers, heap, TIMERS, &touched);
  for (uint32_t i = 0; i < TIMERS; i++)
    twins[i].place = CLUSTER_NONE;
  for (uint64_t n = 0; n < STEPS; n++) {
    uint32_t timer = (uint32_t)(draw(3 * n) % TIMERS);
    uint64_t at = draw(3 * n + 1) % 50; /* many ties */
    if (draw(3 * n + 2) % 3 == 0) {
      event_queue_cancel(&queue, timer);
      twins[timer].place = CLUSTER_NONE;
    } else {
      event_queue_arm(&queue, timer, at, n, &(struct event){.subject = timer});
      twins[timer] = (struct timer){.at = at, .sequence = n, .place = 0};
    }
    check_row(n, event_queue_first(&queue) == obvious_first(twins));
    check_row(n, event_queue_armed(&queue, timer) == (twins[timer].place != CLUSTER_NONE));
  }
  touch_list_free(&touched);
}

Test(event_queue, comes_out_in_order) {
  static struct timer timers[TIMERS];
  static uint32_t heap[TIMERS];
  struct touch_list touched;
  struct event_queue queue;
  cr_assert(touch_list_allocate(&touched, TIMERS));
  event_queue_init(&queue, timers, heap, TIMERS, &touched);
  for (uint32_t i = 0; i < TIMERS; i++)
    event_queue_arm(&queue, i, draw(i) % 10, i, &(struct event){.subject = i});
  cr_assert_eq(touched.count, TIMERS);
  uint64_t at = 0, sequence = 0;
  for (uint32_t i = 0; i < TIMERS; i++) {
    uint32_t first = event_queue_first(&queue);
    check_row(i, timers[first].at > at ||
                     (timers[first].at == at && (i == 0 || timers[first].sequence > sequence)) ||
                     i == 0);
    at = timers[first].at;
    sequence = timers[first].sequence;
    event_queue_cancel(&queue, first);
  }
  cr_assert_eq(event_queue_first(&queue), CLUSTER_NONE);
  touch_list_free(&touched);
}
