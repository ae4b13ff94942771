#ifndef MODEL_CONTROL_HANDLERS_H
#define MODEL_CONTROL_HANDLERS_H
/* What the files of handlers share; for model/control*.c and model/machine_control.c only. */
#include "model/control.h"
#include "model/property_list.h"

typedef struct control_answer control_handler(const struct cluster *cluster,
                                              const struct control_request *request);

#define HANDLER(code, stage, handler) control_handler handler;
#define OF_EACH(function, handler)    control_handler handler;
#include "model/control_handlers.def"

struct control_answer control_refused(uint32_t status);

/* Output of so many bytes: ERROR_MORE_DATA where there is no room for them (SUMMARY rule 1). */
struct control_answer control_output(const struct control_request *request, size_t needed);

/* Little-endian words; a text as UTF-16 with its NUL; a property list, which this ends. */
struct control_answer control_words(const struct control_request *request, const uint32_t *words,
                                    size_t count);
struct control_answer control_text(const struct control_request *request, const char *text);
struct control_answer control_list(const struct control_request *request,
                                   struct property_writer *writer);

/* Texts one behind the other: a MULTI_SZ, which ends in an empty one. */
struct text_list {
  const struct control_request *request;
  size_t needed;
};
void control_add_text(struct text_list *list, const char *text);
struct control_answer control_texts(struct text_list *list);

/* The call was directed to a node that does not own the resource. */
bool control_called_elsewhere(const struct cluster *cluster, const struct control_request *request);

#endif
