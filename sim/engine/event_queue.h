#ifndef SIM_ENGINE_EVENT_QUEUE_H
#define SIM_ENGINE_EVENT_QUEUE_H
/* A cancellable queue of timers ordered by (time, sequence): a 4-ary heap of timer numbers.
 *
 * Every timer has a fixed number (what it is for, and for which object), so that there is at most
 * one of each, arming one again replaces it, and the queue can be saved as rows and armed again. */
#include "model/step.h"
#include "sim/engine/touch_list.h"

struct timer {
  uint64_t at, sequence;
  struct event event; /* name is NULL */
  uint32_t place;     /* in the heap; CLUSTER_NONE: not armed */
};

struct event_queue {
  struct timer *timers;
  uint32_t *heap;
  uint32_t capacity, count;
  struct touch_list *touched; /* timers armed or cancelled since it was last emptied */
};

/* `timers` and `heap` hold `capacity` entries each and belong to the caller, like `touched`. */
void event_queue_init(struct event_queue *queue, struct timer *timers, uint32_t *heap,
                      uint32_t capacity, struct touch_list *touched);

void event_queue_arm(struct event_queue *queue, uint32_t timer, uint64_t at, uint64_t sequence,
                     const struct event *event);
void event_queue_cancel(struct event_queue *queue, uint32_t timer);
bool event_queue_armed(const struct event_queue *queue, uint32_t timer);

/* The first timer, or CLUSTER_NONE. */
uint32_t event_queue_first(const struct event_queue *queue);

#endif
