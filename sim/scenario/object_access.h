#ifndef SIM_SCENARIO_OBJECT_ACCESS_H
#define SIM_SCENARIO_OBJECT_ACCESS_H
/* Any object of the cluster by its name, through ClusAPI: control codes, and the properties that
 * are read and written with them. */
#include "model/control_codes.h"
#include "model/property_list.h"
#include "sim/scenario/scenario_state.h"

/* "Web", a group.  The cluster itself needs no name. */
struct object_name {
  enum control_object object;
  const char *name;
};

/* Bytes of the longest property list: every property of a cluster, twice over. */
enum { OBJECT_LIST_ROOM = 16384 };

struct object_buffers {
  const uint8_t *in; /* NULL: none */
  size_t in_size;
  uint8_t *out;
  size_t out_room;
  size_t returned;
};

/* Opens the object, sends it a code (directed to a node, or NULL) and closes it; the call's status,
 * or why the object cannot be opened. */
uint32_t object_control(struct scenario *scenario, HCLUSTER cluster,
                        const struct object_name *object, HNODE called, uint32_t code,
                        struct object_buffers *buffers);

/* Calls back for every common or private property, the writable ones first; 0, or why they cannot
 * be read. */
typedef void object_take(const struct property_item *item, void *context);
uint32_t object_properties(struct scenario *scenario, HCLUSTER cluster,
                           const struct object_name *object, bool is_private, object_take *take,
                           void *context);

/* The list of the properties that can be written, as it came; 0, or why it cannot be read. */
uint32_t object_writable_list(struct scenario *scenario, HCLUSTER cluster,
                              const struct object_name *object, bool is_private,
                              struct object_buffers *buffers);

/* A number by its name (case does not matter); 0, or why not, 87 where there is none. */
uint32_t object_number(struct scenario *scenario, HCLUSTER cluster,
                       const struct object_name *object, bool is_private, const char *property,
                       uint64_t *number);

/* A common property by its name (case does not matter), as PowerShell shows it; 0, or why not, 87
 * where there is none. */
uint32_t object_text(struct scenario *scenario, HCLUSTER cluster, const struct object_name *object,
                     const char *property, struct text *text);

/* Sets what the list holds, which this ends. */
uint32_t object_set(struct scenario *scenario, HCLUSTER cluster, const struct object_name *object,
                    bool is_private, struct property_writer *list);

/* A value as PowerShell shows it: 5, text, {a, b}. */
void object_value_text(const struct property_item *item, struct text *text);

/* The texts that a code answers, as a MULTI_SZ whose bytes are in `list`; none where the status is
 * not 0. */
uint32_t object_texts(struct scenario *scenario, HCLUSTER cluster, const struct object_name *object,
                      uint32_t code, uint8_t list[OBJECT_LIST_ROOM], struct property_item *texts);

/* Calls back for the texts of a MULTI_SZ. */
typedef void object_take_text(const char *text, void *context);
void object_each_text(const struct property_item *item, object_take_text *take, void *context);

/* Adds the texts of a MULTI_SZ with a separator between them. */
void object_join_texts(const struct property_item *item, const char *separator, struct text *text);

/* "UInt32", "String", "StringCollection" ...: what Get-ClusterParameter says of a value. */
const char *object_value_type(const struct property_item *item);

#endif
