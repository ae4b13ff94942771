#ifndef MODEL_REGROUPING_H
#define MODEL_REGROUPING_H
/* ChangeClusterResourceGroup: a resource goes to another group of the same owner, and with it
 * everything it depends on and that depends on it (sdk-api changeclusterresourcegroup). */
#include "model/step.h"

bool regrouping_apply(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
