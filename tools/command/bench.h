#ifndef TOOLS_COMMAND_BENCH_H
#define TOOLS_COMMAND_BENCH_H
/* wsfcsim bench: how fast the simulator is on this machine.  A measurement is taken several times;
 * where it has a yardstick (the bare queue, bare SQLite) both are measured in turn, so that their
 * ratio says something on any machine. */
#include "sim/engine/engine.h"

enum { BENCH_ROUNDS_MIN = 7 }; /* memory passes of a measured migration, the rest not counted */

struct bench_sample {
  double value;     /* in the row's unit */
  double yardstick; /* the same work done by what the row is compared with; 0: nothing */
};

/* Two arguments, as bench_rows.def says.  False with a sentence on standard error. */
typedef bool bench_function(uint32_t first, uint32_t second, struct bench_sample *sample);

#define BENCH(name, unit, function, first, second, yardstick, target) bench_function function;
#include "tools/command/bench_rows.def"
#undef BENCH

/* Seconds of a clock that only goes forward. */
double bench_clock(void);

/* How long a measurement lasts at least, in seconds. */
double bench_duration(void);

/* An engine with hosts of two migration slots on one network of 10 Gbit/s, and so many running,
 * clustered machines spread over them, the first `migrating` ones in such a way that they can
 * migrate all at once, each with at least BENCH_ROUNDS_MIN rounds.  NULL when memory is short. */
struct engine *bench_engine(uint32_t hosts, uint32_t migrating, uint32_t idle);

/* Where the next migration of a machine goes: hosts are paired. */
uint32_t bench_peer(const struct engine *engine, uint32_t vm);

#endif
