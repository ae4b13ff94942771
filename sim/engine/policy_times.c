/* Times that properties of the cluster set: what an administrator has set counts, else what the
 * world says (docs/fidelity.md, timings). */
#include "model/object_property.h"
#include "sim/engine/engine.h"

static const uint64_t millisecond = 1000, second = 1000000;

static bool is_set(const struct engine *engine, struct property_holder holder,
                   enum property_row row) {
  return stored_property_find(engine->cluster, holder, false, property_schema_at(row)->name) !=
         CLUSTER_NONE;
}

static uint64_t of_cluster(const struct engine *engine, enum property_row row, uint64_t unit,
                           enum timing otherwise) {
  const struct property_holder holder = {CONTROL_OBJECT_CLUSTER, 0};
  assert(otherwise < TIMING_COUNT);
  return is_set(engine, holder, row) ? unit * property_number_of_cluster(engine->cluster, row)
                                     : engine->timings[otherwise];
}

uint64_t engine_resiliency_period(const struct engine *engine) {
  return of_cluster(engine, SCHEMA_CLUSTER_RESILIENCY_DEFAULT_PERIOD, second, TIMING_RESILIENCY);
}

uint64_t engine_quarantine_duration(const struct engine *engine) {
  uint64_t duration =
      of_cluster(engine, SCHEMA_CLUSTER_QUARANTINE_DURATION, second, TIMING_QUARANTINE);
  return duration == UINT32_MAX * second ? TIME_NEVER : duration; /* RSL-011 */
}

/* DRN-016: with Hyper-V 100 minutes for 64 GiB of memory, and 20 at the least (mscs/clusters-
 * shutdowntimeoutinminutes), unless somebody set it. */
uint64_t engine_shutdown_timeout(const struct engine *engine, uint32_t node) {
  const uint64_t minute = 60 * second, least = 20;
  const struct property_holder holder = {CONTROL_OBJECT_CLUSTER, 0};
  const enum property_row row = SCHEMA_CLUSTER_SHUTDOWN_TIMEOUT_IN_MINUTES;
  uint64_t gibibytes = cluster_node(engine->cluster, node)->memory >> 30;
  uint64_t minutes = 100 * gibibytes / 64 < least ? least : 100 * gibibytes / 64;
  if (is_set(engine, holder, row))
    minutes = property_number_of_cluster(engine->cluster, row);
  return minutes * minute;
}

uint64_t engine_heartbeat_interval(const struct engine *engine) {
  return of_cluster(engine, SCHEMA_CLUSTER_SAME_SUBNET_DELAY, millisecond, TIMING_HEARTBEAT);
}

/* -1, the default of a resource, leaves it to its type: what was set there, or else. */
static uint64_t poll_interval(const struct engine *engine, uint32_t resource, enum property_row own,
                              enum property_row of_type, uint64_t otherwise) {
  const struct cluster *cluster = engine->cluster;
  const struct property_holder holder = {CONTROL_OBJECT_RESOURCE, resource};
  const struct property_holder type = {CONTROL_OBJECT_RESOURCE_TYPE,
                                       cluster_resource(cluster, resource)->type};
  uint64_t value = property_number(cluster, holder, own);
  if (value != UINT32_MAX)
    return value * millisecond;
  return is_set(engine, type, of_type) ? property_number(cluster, type, of_type) * millisecond
                                       : otherwise;
}

uint64_t engine_looks_alive_interval(const struct engine *engine, uint32_t resource) {
  return poll_interval(engine, resource, SCHEMA_RESOURCE_LOOKS_ALIVE_POLL_INTERVAL,
                       SCHEMA_RESOURCE_TYPE_LOOKS_ALIVE_POLL_INTERVAL,
                       engine->timings[TIMING_LOOKS_ALIVE]);
}

uint64_t engine_is_alive_interval(const struct engine *engine, uint32_t resource) {
  return poll_interval(engine, resource, SCHEMA_RESOURCE_IS_ALIVE_POLL_INTERVAL,
                       SCHEMA_RESOURCE_TYPE_IS_ALIVE_POLL_INTERVAL,
                       engine->timings[TIMING_IS_ALIVE]);
}
