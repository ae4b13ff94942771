#ifndef MODEL_GROUP_CONTROL_H
#define MODEL_GROUP_CONTROL_H
/* ClusterGroupControl.  CLUSCTL_GROUP_GET_RO_COMMON_PROPERTIES, which tells who waits in the move
 * queue, and GET_NAME; other known codes of groups answer 120, everything else 1. */
#include "model/resource_control.h"

/* `resource` of the request is the group here. */
struct control_answer group_control(const struct cluster *cluster,
                                    const struct control_request *request);

/* Whether a code of groups has behaviour here. */
bool group_control_models(const struct control_code *code);

#endif
