#include "sim/engine/guest_memory.h"
#include "model/fixed_point.h"
#include <assert.h>
#include <stddef.h>

enum { PAGE = 4096 };

void guest_memory_constant_rate(struct guest_memory *guest, uint64_t bytes_per_second) {
  assert(guest != NULL);
  guest->point_count = 1;
  guest->points[0].window = 1000000;
  guest->points[0].bytes = bytes_per_second;
}

static uint64_t on_the_wire(const struct guest_memory *guest, uint64_t bytes) {
  return bytes + fixed_point_multiply_divide(bytes, guest->page_header, PAGE);
}

uint64_t guest_memory_first_pass(const struct guest_memory *guest) {
  assert(guest->used <= UINT64_MAX / 4 && guest->zero <= UINT64_MAX / 4);
  return on_the_wire(guest, guest->used) + on_the_wire(guest, guest->zero) - guest->zero;
}

static uint64_t curve(const struct guest_memory *guest, uint64_t window) {
  uint64_t from = 0, bytes = 0, slope_window = 1, slope_bytes = 0;
  for (uint32_t i = 0; i < guest->point_count; i++) {
    uint64_t to = guest->points[i].window, rise = guest->points[i].bytes - bytes;
    assert(to > from && guest->points[i].bytes >= bytes);
    slope_window = to - from;
    slope_bytes = rise;
    if (window < to)
      break;
    from = to;
    bytes = guest->points[i].bytes;
  }
  return bytes + fixed_point_multiply_divide(slope_bytes, window - from, slope_window);
}

uint64_t guest_memory_dirtied(const struct guest_memory *guest, uint64_t window, uint64_t factor) {
  assert(guest->point_count <= DIRTY_CURVE_POINTS_MAX);
  uint64_t bytes = fixed_point_multiply_divide(curve(guest, window), factor, FIXED_ONE);
  uint64_t most = guest->working_set != 0 && guest->working_set < guest->used ? guest->working_set
                                                                              : guest->used;
  return on_the_wire(guest, bytes < most ? bytes : most);
}
