#include "sim/engine/touch_list.h"
#include <stdlib.h>

bool touch_list_allocate(struct touch_list *list, uint32_t capacity) {
  assert(list != NULL);
  /* one more than needed: nothing at all is a size that calloc may answer with NULL */
  *list = (struct touch_list){.touched = calloc(capacity + 1u, sizeof(bool)),
                              .rows = calloc(capacity + 1u, sizeof(uint32_t)),
                              .capacity = capacity};
  return list->touched != NULL && list->rows != NULL;
}

void touch_list_free(struct touch_list *list) {
  assert(list != NULL);
  free(list->touched);
  free(list->rows);
  *list = (struct touch_list){0};
}
