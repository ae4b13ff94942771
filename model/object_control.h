#ifndef MODEL_OBJECT_CONTROL_H
#define MODEL_OBJECT_CONTROL_H
/* ClusterGroupControl and ClusterNodeControl: GET_NAME, and GET_RO_COMMON_PROPERTIES, which tells
 * who waits in the move queue and how far a drain has come.  Other known codes of these objects
 * answer 120, everything else 1. */
#include "model/resource_control.h"

/* `resource` of the request is the group's or the node's index. */
struct control_answer object_control(const struct cluster *cluster, enum object_kind kind,
                                     const struct control_request *request);

/* Whether a code of groups or nodes has behaviour here. */
bool object_control_models(const struct control_code *code);

#endif
