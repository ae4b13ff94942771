#ifndef SIM_ENGINE_TOUCH_LIST_H
#define SIM_ENGINE_TOUCH_LIST_H
/* Which of a fixed number of rows changed since somebody last looked: each at most once, in the
 * order of the first change. */
#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

struct touch_list {
  bool *touched;
  uint32_t *rows;
  uint32_t capacity, count;
};

static inline void touch_list_add(struct touch_list *list, uint32_t row) {
  assert(row < list->capacity);
  if (list->touched[row])
    return;
  list->touched[row] = true;
  list->rows[list->count++] = row;
}

static inline void touch_list_clear(struct touch_list *list) {
  for (uint32_t i = 0; i < list->count; i++)
    list->touched[list->rows[i]] = false;
  list->count = 0;
}

/* Allocates for this many rows; false when memory is short.  touch_list_free() either way. */
bool touch_list_allocate(struct touch_list *list, uint32_t capacity);
void touch_list_free(struct touch_list *list);

#endif
