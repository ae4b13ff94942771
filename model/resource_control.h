#ifndef MODEL_RESOURCE_CONTROL_H
#define MODEL_RESOURCE_CONTROL_H
/* ClusterResourceControl: which handler answers a code, and with what.
 *
 * Dispatch is by (object byte, resource type, code), in the two stages of Windows: the resource
 * type's own handler first, then the resource monitor's default processing where the type answers
 * ERROR_INVALID_FUNCTION.  A request is decoded completely before anything happens: the answer is
 * a refusal, output data, or one event for model_step(). */
#include "model/step.h"

struct control_request {
  uint32_t resource;
  uint32_t node; /* the node the call was directed to; CLUSTER_NONE: the owner */
  uint32_t code;
  bool all_access; /* the session may change things */
  const uint8_t *in;
  size_t in_size;
  uint8_t *out; /* may be NULL with out_room 0 */
  size_t out_room;
  uint32_t progress; /* MigrationProgress at this moment, which the world knows */
  uint64_t
      period_left; /* of RestartPeriod or FailoverPeriod, in microseconds, as the world knows */
};

struct control_answer {
  uint32_t status;
  size_t returned; /* bytes written, or needed with ERROR_MORE_DATA */
  bool acts;       /* event is to be applied, and its status is the answer */
  struct event event;
};

struct control_answer resource_control(const struct cluster *cluster,
                                       const struct control_request *request);

/* The common properties of resources and groups; `resource` of the request is the object's index.
 */
struct control_answer common_properties_get(const struct cluster *cluster, enum object_kind kind,
                                            const struct control_request *request);
struct control_answer common_properties_set(const struct cluster *cluster, enum object_kind kind,
                                            const struct control_request *request);

/* The answer with a property list, which this ends, or with a text as UTF-16 and its NUL:
 * ERROR_MORE_DATA and the size where the room is too small. */
struct property_writer;
struct control_answer property_list_answer(struct property_writer *writer);
struct control_answer text_answer(const struct control_request *request, const char *text);

/* RESOURCE_FAILURE_INFO and GROUP_FAILURE_INFO (sdk-api): two DWORDs, the attempts and the time of
 * the period that are left; the time in units of so many microseconds, rounded up. */
struct control_answer failure_info_get(const struct control_request *request, uint32_t attempts,
                                       uint64_t unit);

/* Whether a code has behaviour here, for resources of the type that has it by this name. */
struct control_code;
bool resource_control_models(const struct control_code *code);

/* GUIDs follow from the cluster's seed, the kind of object and its number: 36 characters, lower
 * case, without braces, and a NUL. */
enum { GUID_TEXT = 37 };
void cluster_guid(const struct cluster *cluster, enum object_kind kind, uint32_t index,
                  char text[GUID_TEXT]);

#endif
