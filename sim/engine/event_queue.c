#include "sim/engine/event_queue.h"

enum { ARITY = 4 };

void event_queue_init(struct event_queue *queue, struct timer *timers, uint32_t *heap,
                      uint32_t capacity, struct touch_list *touched) {
  assert(timers != NULL && heap != NULL && touched->capacity == capacity);
  *queue = (struct event_queue){
      .timers = timers, .heap = heap, .capacity = capacity, .touched = touched};
  for (uint32_t i = 0; i < capacity; i++)
    timers[i].place = CLUSTER_NONE;
}

static bool earlier(const struct event_queue *queue, uint32_t a, uint32_t b) {
  const struct timer *left = &queue->timers[a], *right = &queue->timers[b];
  return left->at < right->at || (left->at == right->at && left->sequence < right->sequence);
}

static void put(struct event_queue *queue, uint32_t place, uint32_t timer) {
  assert(place < queue->count);
  queue->heap[place] = timer;
  queue->timers[timer].place = place;
}

static void rise(struct event_queue *queue, uint32_t place, uint32_t timer) {
  while (place > 0 && earlier(queue, timer, queue->heap[(place - 1) / ARITY])) {
    put(queue, place, queue->heap[(place - 1) / ARITY]);
    place = (place - 1) / ARITY;
  }
  put(queue, place, timer);
}

static void sink(struct event_queue *queue, uint32_t place, uint32_t timer) {
  for (;;) {
    uint32_t first = place * ARITY + 1, least = timer, at = place;
    for (uint32_t child = first; child < first + ARITY && child < queue->count; child++)
      if (earlier(queue, queue->heap[child], least)) {
        least = queue->heap[child];
        at = child;
      }
    if (at == place)
      break;
    put(queue, place, least);
    place = at;
  }
  put(queue, place, timer);
}

void event_queue_arm(struct event_queue *queue, uint32_t timer, uint64_t at, uint64_t sequence,
                     const struct event *event) {
  assert(timer < queue->capacity);
  assert(event->name == NULL);
  event_queue_cancel(queue, timer);
  struct timer *armed = &queue->timers[timer];
  armed->at = at;
  armed->sequence = sequence;
  armed->event = *event;
  touch_list_add(queue->touched, timer);
  queue->count++;
  rise(queue, queue->count - 1, timer);
}

void event_queue_cancel(struct event_queue *queue, uint32_t timer) {
  assert(timer < queue->capacity);
  uint32_t place = queue->timers[timer].place;
  if (place == CLUSTER_NONE)
    return;
  touch_list_add(queue->touched, timer);
  uint32_t last = queue->heap[queue->count - 1];
  queue->timers[timer].place = CLUSTER_NONE;
  queue->count--;
  if (last == timer)
    return;
  if (place > 0 && earlier(queue, last, queue->heap[(place - 1) / ARITY]))
    rise(queue, place, last);
  else
    sink(queue, place, last);
}

bool event_queue_armed(const struct event_queue *queue, uint32_t timer) {
  assert(timer < queue->capacity);
  return queue->timers[timer].place != CLUSTER_NONE;
}

uint32_t event_queue_first(const struct event_queue *queue) {
  assert(queue->count <= queue->capacity);
  return queue->count > 0 ? queue->heap[0] : CLUSTER_NONE;
}
