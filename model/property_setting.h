#ifndef MODEL_PROPERTY_SETTING_H
#define MODEL_PROPERTY_SETTING_H
/* Setting and validating an object's properties: a whole list, or nothing of it.
 *
 * Windows promises this for networks and their interfaces only; elsewhere some of a list, or none
 * of it, may have changed when it is refused (MsCS "multiple-and-simultaneous-property-updates").
 * It is none here. */
#include "model/object_property.h"
#include "model/step.h"

/* The event that sets a holder's properties, and the holder of such an event. */
struct event property_setting_event(struct property_holder holder, bool is_private,
                                    const uint8_t *list, size_t size);

/* What *_VALIDATE_*_PROPERTIES answers, and what a set would answer before anything happens:
 * 1783 without a list, 122 where it ends too early, 13 for what is no list, a value of another
 * format or out of range, 87 for a property that cannot be written (docs/fidelity.md rows
 * "read-only", "unknown-common"), 8 where a limit of ours is reached. */
uint32_t property_setting_check(const struct cluster *cluster, struct property_holder holder,
                                bool is_private, const uint8_t *list, size_t size);

/* Event handler of the SET_*_PROPERTIES, see event.def.  Its status may be 5024: a private property
 * of a resource that is online takes effect when it comes online next. */
bool property_setting_apply(struct cluster *cluster, const struct event *event,
                            struct effects *effects);

#endif
