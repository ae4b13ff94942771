#ifndef MODEL_RENAMING_H
#define MODEL_RENAMING_H
/* New names: SetClusterGroupName and its like.  Handles and GUIDs stay what they are. */
#include "model/step.h"

bool renaming_apply(struct cluster *cluster, const struct event *event, struct effects *effects);

#endif
