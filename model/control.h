#ifndef MODEL_CONTROL_H
#define MODEL_CONTROL_H
/* The dispatcher of control codes: which handler answers, and with what.
 *
 * Dispatch is by (object, resource type, code), in the two stages of Windows: a resource type's own
 * handler first, then the default processing of the resource monitor and the cluster service
 * (control_handlers.def).  A request is decoded completely before anything happens: the answer is
 * a refusal, output data, or one event for model_step(). */
#include "model/control_codes.h"
#include "model/step.h"
#include "model/stored_property.h"

struct control_request {
  struct property_holder holder; /* the object the handle is of */
  uint32_t node;                 /* the node the call was directed to; CLUSTER_NONE: the owner */
  uint32_t code;
  bool all_access; /* the session may change things */
  const uint8_t *in;
  size_t in_size;
  uint8_t *out; /* may be NULL with out_room 0 */
  size_t out_room;
  uint32_t progress; /* MigrationProgress at this moment, which the world knows */
  uint64_t
      period_left;     /* of RestartPeriod or FailoverPeriod, in microseconds, as the world knows */
  uint64_t changed_at; /* when the resource had another state, or the group another owner, in
                          microseconds from the world's beginning; 0: never */
};

struct control_answer {
  uint32_t status;
  size_t returned; /* bytes written, or needed with ERROR_MORE_DATA */
  bool acts;       /* event is to be applied, and its status is the answer */
  struct event event;
};

/* Any code and any bytes get an answer.  The holder exists. */
struct control_answer control_dispatch(const struct cluster *cluster,
                                       const struct control_request *request);

/* What becomes of a code when it is sent to the object it is for. */
enum control_fate {
  CONTROL_MODELLED,
  CONTROL_INTERNAL,      /* the cluster service's own: 1 */
  CONTROL_NOT_SUPPORTED, /* its page says that it is not supported, or none describes it: 1 */
  CONTROL_NOT_MODELLED,  /* 120 */
};
enum control_fate control_fate(const struct control_code *code);

/* Why a code is not modelled: a sentence for people.  NULL for one that is. */
const char *control_reason(const struct control_code *code);

#endif
