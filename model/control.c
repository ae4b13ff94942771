#include "model/control.h"
#include "model/control_handlers.h"
#include "model/resource.h"
#include <string.h>

enum stage { STAGE_MACHINE, STAGE_CONFIGURATION, STAGE_MONITOR };

static const struct {
  uint32_t code;
  enum stage stage;
  control_handler *handler;
} handlers[] = {
#define HANDLER(code, stage, handler) {code, STAGE_##stage, handler},
#include "model/control_handlers.def"
};

/* Function, access and modify bit of codes that every object has. */
static const struct {
  uint32_t function;
  control_handler *handler;
} of_each[] = {
#define OF_EACH(function, handler) {function, handler},
#include "model/control_handlers.def"
};

enum { OBJECT_SHIFT = 24 };

static control_handler *find_handler(enum stage stage, uint32_t code) {
  for (size_t i = 0; stage == STAGE_MONITOR && i < sizeof of_each / sizeof of_each[0]; i++)
    if (of_each[i].function == (code & ((UINT32_C(1) << OBJECT_SHIFT) - 1)))
      return of_each[i].handler;
  for (size_t i = 0; i < sizeof handlers / sizeof handlers[0]; i++)
    if (handlers[i].stage == stage && handlers[i].code == code)
      return handlers[i].handler;
  return NULL;
}

/* --- what handlers share --- */

struct control_answer control_refused(uint32_t status) {
  assert(status != WIN32_SUCCESS);
  return (struct control_answer){.status = status};
}

struct control_answer control_output(const struct control_request *request, size_t needed) {
  return (struct control_answer){.status = needed <= request->out_room ? (uint32_t)WIN32_SUCCESS
                                                                       : (uint32_t)WIN32_MORE_DATA,
                                 .returned = needed};
}

struct control_answer control_words(const struct control_request *request, const uint32_t *words,
                                    size_t count) {
  size_t size = count * sizeof *words;
  for (size_t i = 0; i < size && size <= request->out_room; i++)
    request->out[i] = (uint8_t)(words[i / 4] >> (8 * (i % 4)));
  return control_output(request, size);
}

struct control_answer control_text(const struct control_request *request, const char *text) {
  return control_output(request, object_name_to_utf16le(text, request->out, request->out_room));
}

struct control_answer control_list(const struct control_request *request,
                                   struct property_writer *writer) {
  property_writer_endmark(writer);
  (void)property_writer_end(writer);
  return control_output(request, writer->needed);
}

void control_add_text(struct text_list *list, const char *text) {
  const struct control_request *request = list->request;
  size_t room = list->needed < request->out_room ? request->out_room - list->needed : 0;
  list->needed += object_name_to_utf16le(text, room > 0 ? request->out + list->needed : NULL, room);
}

struct control_answer control_texts(struct text_list *list) {
  control_add_text(list, "");
  return control_output(list->request, list->needed);
}

bool control_called_elsewhere(const struct cluster *cluster,
                              const struct control_request *request) {
  assert(request->holder.object == CONTROL_OBJECT_RESOURCE);
  uint32_t group = cluster_resource(cluster, request->holder.index)->group;
  return request->node != CLUSTER_NONE && request->node != cluster_group(cluster, group)->owner;
}

/* --- dispatch --- */

static enum control_type type_of(const struct cluster *cluster,
                                 const struct control_request *request, enum stage *stage) {
  static const struct {
    enum control_type type;
    enum stage stage;
  } of_provider[] = {
      [PROVIDER_MACHINE] = {CONTROL_TYPE_VIRTUAL_MACHINE, STAGE_MACHINE},
      [PROVIDER_CONFIGURATION] = {CONTROL_TYPE_VIRTUAL_MACHINE_CONFIGURATION, STAGE_CONFIGURATION},
      [PROVIDER_SIMULATED] = {CONTROL_TYPE_ANY, STAGE_MONITOR},
  };
  *stage = STAGE_MONITOR;
  if (request->holder.object != CONTROL_OBJECT_RESOURCE)
    return CONTROL_TYPE_ANY;
  enum resource_provider provider =
      resource_provider_of(cluster_resource(cluster, request->holder.index)->type);
  *stage = of_provider[provider].stage;
  return of_provider[provider].type;
}

/* Codes of a later server than the cluster's level are nobody's there. */
static bool is_too_new(const struct control_code *code, enum functional_level level) {
  static const struct {
    const char *server;
    enum functional_level level;
  } first[] = {{"WS2012R2", LEVEL_WS2012R2}, {"WS2016", LEVEL_WS2016}};
  for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
    if (strcmp(code->min_server, first[i].server) == 0)
      return level < first[i].level;
  return false;
}

struct control_answer control_dispatch(const struct cluster *cluster,
                                       const struct control_request *request) {
  assert(request->out != NULL || request->out_room == 0);
  assert(request->holder.object >= CONTROL_OBJECT_RESOURCE &&
         request->holder.object <= CONTROL_OBJECT_AFFINITYRULE);
  struct control_code_fields fields = control_code_decode(request->code);
  enum stage stage;
  enum control_type type = type_of(cluster, request, &stage);
  if (request->node != CLUSTER_NONE && cluster_node(cluster, request->node)->state == NODE_DOWN)
    return control_refused(WIN32_CLUSTER_NODE_DOWN);
  /* MS-CMRP ApiNodeResourceControl: All access if and only if the modify bit is set. */
  if (fields.modify && !request->all_access)
    return control_refused(WIN32_ACCESS_DENIED);
  /* Internal codes are the service's own; another object's codes are not for this one. */
  if (fields.object != request->holder.object || fields.internal)
    return control_refused(WIN32_INVALID_FUNCTION);
  const struct control_code *code = control_code_find_for(request->code, type);
  if (code == NULL || is_too_new(code, cluster->level))
    return control_refused(WIN32_INVALID_FUNCTION); /* M-CC2 */
  control_handler *handle = stage != STAGE_MONITOR ? find_handler(stage, request->code) : NULL;
  if (handle != NULL)
    return handle(cluster, request); /* the type's own codes know what they answer elsewhere */
  handle = find_handler(STAGE_MONITOR, request->code);
  /* sdk-api clusterresourcecontrol: a node that is named must own the resource. */
  if (handle != NULL)
    return request->holder.object == CONTROL_OBJECT_RESOURCE &&
                   control_called_elsewhere(cluster, request)
               ? control_refused(WIN32_HOST_NODE_NOT_RESOURCE_OWNER)
               : handle(cluster, request);
  /* A code with a name and without behaviour here: say so instead of guessing. */
  return control_refused(control_fate(code) == CONTROL_NOT_MODELLED ? WIN32_CALL_NOT_IMPLEMENTED
                                                                    : WIN32_INVALID_FUNCTION);
}

/* --- fates --- */

enum control_fate control_fate(const struct control_code *code) {
  assert(code->name[0] != '\0');
  struct control_code_fields fields = control_code_decode(code->value);
  enum stage own = code->for_type == CONTROL_TYPE_VIRTUAL_MACHINE ? STAGE_MACHINE
                   : code->for_type == CONTROL_TYPE_VIRTUAL_MACHINE_CONFIGURATION
                       ? STAGE_CONFIGURATION
                       : STAGE_MONITOR;
  if (code->value == 0)
    return CONTROL_NOT_SUPPORTED;
  if (fields.internal)
    return CONTROL_INTERNAL;
  if (strcmp(code->status, "page: not supported") == 0 ||
      strcmp(code->status, "page: reserved") == 0 ||
      strcmp(code->status, "unofficial listing only") == 0)
    return CONTROL_NOT_SUPPORTED;
  bool has_object = fields.object <= CONTROL_OBJECT_AFFINITYRULE;
  return has_object && find_handler(own, code->value) != NULL ? CONTROL_MODELLED
                                                              : CONTROL_NOT_MODELLED;
}

/* The first words that a name holds say why. */
static const struct {
  const char *words, *reason;
} reasons[] = {
#define REASON(words, reason) {words, reason},
#include "model/control_reason.def"
#undef REASON
};

const char *control_reason(const struct control_code *code) {
  switch (control_fate(code)) {
  case CONTROL_MODELLED:
    return NULL;
  case CONTROL_INTERNAL:
    return "the cluster service sends it itself; an application gets ERROR_INVALID_FUNCTION";
  case CONTROL_NOT_SUPPORTED:
    return "no page supports it";
  case CONTROL_NOT_MODELLED:
    break;
  }
  for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
    if (strstr(code->name, reasons[i].words) != NULL)
      return reasons[i].reason;
  return NULL;
}
