#ifndef MODEL_RESOURCE_H
#define MODEL_RESOURCE_H
/* Resources: their states, and requests to bring them online and take them offline. */
#include "model/step.h"

enum resource_trigger {
  RESOURCE_TRIGGER_OPENED,
  RESOURCE_TRIGGER_ONLINE_CALLED,
  RESOURCE_TRIGGER_ONLINE_DONE,
  RESOURCE_TRIGGER_OFFLINE_CALLED,
  RESOURCE_TRIGGER_OFFLINE_DONE,
  RESOURCE_TRIGGER_FAULTED,
  RESOURCE_TRIGGER_TERMINATED,
  RESOURCE_TRIGGER_MOVE_ABANDONED,
  RESOURCE_TRIGGER_OWNER_LOST,
};

/* Who carries out Online and Offline (resource_type.def). */
enum resource_provider { PROVIDER_MACHINE, PROVIDER_CONFIGURATION, PROVIDER_SIMULATED };

/* "Virtual Machine", "Virtual Machine Configuration", "Physical Disk" ... */
const char *resource_type_name(enum resource_type type);
/* What people read: "File Share Quorum Witness" of a "File Share Witness". */
const char *resource_type_display_name(enum resource_type type);
enum resource_type resource_type_by_name(const char *name); /* TYPE_COUNT where unknown */
enum resource_provider resource_provider_of(enum resource_type type);
const char *resource_type_dll(enum resource_type type); /* the resource DLL, "clusres.dll" */

/* Offline or Failed: it keeps nobody from changing the owner. */
bool resource_is_online(enum resource_state state);
bool resource_is_down(enum resource_state state);

/* What clients see: one that waits for others before its own Online or Offline is pending already
 * (docs/fidelity.md "waiting-is-pending"). */
enum resource_state resource_state_shown(const struct resource *resource);

/* CLUSRES_STATUS (mscs/resources-statusinformation) */
enum { RESOURCE_LOCKED_MODE = 1, RESOURCE_EMBEDDED_FAILURE = 2, RESOURCE_NETWORK_FAILURE = 0x20 };

uint64_t resource_status_information(const struct cluster *cluster, uint32_t resource);

/* The one function that changes a flag a resource's StatusInformation is made of, its own or its
 * machine's; its group's follows. */
void resource_change_status(struct cluster *cluster, uint32_t resource, bool *flag, bool value,
                            struct effects *effects);

bool resource_can(const struct cluster *cluster, uint32_t resource, enum resource_trigger trigger);

/* The one function that changes a resource's state; the move must be legal.  Also derives the state
 * of its group, and asks the failure policy what is next when it failed. */
void resource_move_to(struct cluster *cluster, uint32_t resource, enum resource_trigger trigger,
                      struct effects *effects);

/* Brings it online as far as its type does so at once: the configuration resource. */
void resource_online_now(struct cluster *cluster, uint32_t resource, struct effects *effects);
void resource_offline_now(struct cluster *cluster, uint32_t resource, struct effects *effects);

/* The one function that changes PersistentState. */
void resource_set_persistent(struct cluster *cluster, uint32_t resource, bool online,
                             struct effects *effects);

/* Whether it could be online at all: a machine's resource knows its machine. */
bool resource_can_be_online(const struct cluster *cluster, uint32_t resource);

/* Whether it takes its time to come online, or to go offline, from where it is now; and whether it
 * could go offline now. */
bool resource_takes_time(const struct cluster *cluster, uint32_t resource, bool to_start);
bool resource_can_stop(const struct cluster *cluster, uint32_t resource);

/* Event handlers, see event.def. */
bool resource_create(struct cluster *cluster, const struct event *event, struct effects *effects);
bool resource_attach_vm(struct cluster *cluster, const struct event *event,
                        struct effects *effects);
bool resource_bring_online(struct cluster *cluster, const struct event *event,
                           struct effects *effects);
bool resource_take_offline(struct cluster *cluster, const struct event *event,
                           struct effects *effects);
bool resource_report(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
