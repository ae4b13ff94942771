#ifndef MODEL_VIRTUAL_MACHINE_H
#define MODEL_VIRTUAL_MACHINE_H
/* Virtual machines: VmState, the resource state that mirrors it, and the memory of hosts. */
#include "model/step.h"

/* True while a partition exists: it holds its memory and may execute. */
bool virtual_machine_has_partition(enum vm_state state);

/* The same, or it is saved: its guest goes on where it was. */
bool virtual_machine_has_guest(enum vm_state state);

/* The one function that changes which host has the machine. */
void virtual_machine_set_host(struct cluster *cluster, uint32_t vm, uint32_t node,
                              struct effects *effects);

/* Moves its "Virtual Machine" resource to the state that VmState stands for (M-VS mapping table).
 */
void virtual_machine_reflect(struct cluster *cluster, uint32_t vm, struct effects *effects);

/* Whether the resource is in a state that VmState stands for. */
bool virtual_machine_is_mirrored(const struct cluster *cluster, uint32_t vm);

/* Its host takes part again: the resource becomes what the machine is now. */
void virtual_machine_find_again(struct cluster *cluster, uint32_t vm, struct effects *effects);

/* Online and offline of the resource, as its type carries them out.  `asked`: 1 + the offline
 * action a move asks for, or 0 for the machine's own. */
void virtual_machine_come_online(struct cluster *cluster, uint32_t vm, struct effects *effects);
bool virtual_machine_can_go_offline(const struct cluster *cluster, uint32_t vm, uint32_t asked);
bool virtual_machine_goes_off_at_once(const struct cluster *cluster, uint32_t vm);
void virtual_machine_go_offline(struct cluster *cluster, uint32_t vm, uint32_t asked,
                                struct effects *effects);

/* Its host lost the storage or has it again; false where that changes nothing for it. */
bool virtual_machine_lose_storage(struct cluster *cluster, uint32_t vm, struct effects *effects);
bool virtual_machine_regain_storage(struct cluster *cluster, uint32_t vm, struct effects *effects);

/* Registers a machine whose host left the cluster on another node. */
void virtual_machine_register_on(struct cluster *cluster, uint32_t vm, uint32_t node,
                                 struct effects *effects);

/* The guest is gone with its host, or with its worker process in the middle of a move, or its host
 * is back without it: VmState and execution follow, the resource does not (its owner is elsewhere
 * or gone). */
void virtual_machine_vanish(struct cluster *cluster, uint32_t vm, enum event_kind why,
                            struct effects *effects);

/* Event handlers, see event.def. */
bool virtual_machine_define(struct cluster *cluster, const struct event *event,
                            struct effects *effects);
bool virtual_machine_act(struct cluster *cluster, const struct event *event,
                         struct effects *effects);
bool virtual_machine_give_up(struct cluster *cluster, const struct event *event,
                             struct effects *effects);
bool virtual_machine_set_shutdown_action(struct cluster *cluster, const struct event *event,
                                         struct effects *effects);
bool virtual_machine_set_offline_action(struct cluster *cluster, const struct event *event,
                                        struct effects *effects);
bool virtual_machine_set_next_offline_action(struct cluster *cluster, const struct event *event,
                                             struct effects *effects);

#endif
