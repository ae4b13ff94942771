#ifndef MODEL_STEP_H
#define MODEL_STEP_H
/* The reference model: step(state, event) -> effects.  No clock, no allocation, no input or output.
 *
 * The same state and event always give the same state and effects.  An event that is not legal
 * gives false and changes nothing; effects.status then says why. */
#include "model/cluster.h"
#include "model/status.h"

enum event_kind {
#define EVENT(name, subject, handler) EVENT_##name,
#include "model/event.def"
#undef EVENT
  EVENT_KIND_COUNT
};

struct event {
  enum event_kind kind;
  uint32_t subject;    /* index of the kind's subject; 0 for the cluster */
  uint32_t argument;   /* second object or small number, see event.def */
  uint64_t value;      /* amount, see event.def */
  const char *name;    /* new object's name, borrowed for the step; NULL elsewhere */
  const uint8_t *list; /* property list, borrowed for the step; NULL elsewhere */
  size_t list_size;
};

/* What changed, for people, notifications and the database. */
enum property {
#define PROPERTY(id, kind, name, form) PROPERTY_##id,
#include "model/property.def"
#undef PROPERTY
  PROPERTY_COUNT
};

struct change {
  enum property property;
  uint32_t subject;
  uint64_t before, after; /* of a property that is no number: a digest, 0 where it has none */
  uint32_t which; /* of an object's common or private property: its row in properties.def, or
                     SCHEMA_COUNT plus the slot of one that was made up; 0 elsewhere */
};

/* What the world must now do; its completion comes back as an event. */
enum order_kind {
#define ORDER(name, subject) ORDER_##name,
#include "model/order.def"
#undef ORDER
  ORDER_KIND_COUNT
};

struct order {
  enum order_kind kind;
  uint32_t subject;
};

/* What nodes write into their event log (model/event_log.h). */
enum log_id {
#define LOG(id, number, channel, level, subject, writer, text) LOG_ID_##id,
#include "model/event_log.def"
#undef LOG
  LOG_ID_COUNT
};

struct logged {
  enum log_id id;
  uint32_t subject;
  uint64_t writers;       /* bit per node whose log it stands in */
  uint32_t from, to;      /* nodes or states, see event_log.def */
  uint32_t after_changes; /* of the step's changes, how many came before it */
};

/* Bounds proved by the walk of the small world and asserted at every step. */
enum {
  CHANGES_MAX = 8 * RESOURCES_PER_GROUP_MAX, /* a request may concern every member of a group */
  ORDERS_MAX = 3 * RESOURCES_PER_GROUP_MAX,
  FOLLOW_UPS_MAX = 8,
  LOGS_MAX = 4,
};

struct effects {
  uint32_t status; /* Win32 status of a request; 0 for everything else */
  enum object_kind
      created_kind; /* what a DEFINE or CREATE event made; OBJECT_KIND_COUNT: nothing */
  uint32_t created;
  uint32_t migration_row; /* 1 + the row of vm_migration.def that was taken; 0: none */
  uint32_t change_count, order_count, follow_up_count, log_count;
  struct change changes[CHANGES_MAX];
  struct order orders[ORDERS_MAX];
  struct logged logs[LOGS_MAX];            /* decisions that no change tells of */
  struct event follow_ups[FOLLOW_UPS_MAX]; /* to run at the same instant, before anything else */
};

bool model_step(struct cluster *cluster, const struct event *event, struct effects *effects);

const char *event_name(enum event_kind kind);
enum object_kind event_subject(enum event_kind kind);

/* "MigrationState" and the kind of object that has it. */
const char *property_name(enum property property);
enum object_kind property_owner(enum property property);

const char *order_name(enum order_kind kind);

/* --- for the model's own files --- */

/* Refusal: sets the status and gives false. */
bool effects_refuse(struct effects *effects, uint32_t status);
void effects_change(struct effects *effects, enum property property, uint32_t subject,
                    uint64_t before, uint64_t after);
void effects_change_of(struct effects *effects, enum property property, uint32_t subject,
                       uint32_t which, uint64_t before, uint64_t after);
void effects_log(struct effects *effects, enum log_id id, uint32_t subject, uint32_t from,
                 uint32_t to);
void effects_order(struct effects *effects, enum order_kind kind, uint32_t subject);
void effects_follow_up(struct effects *effects, enum event_kind kind, uint32_t subject,
                       uint32_t argument);
void effects_follow_up_with(struct effects *effects, enum event_kind kind, uint32_t subject,
                            uint32_t argument, uint64_t value);

#endif
