/* Codes that read, write and describe properties, of every object. */
#include "model/control_handlers.h"
#include "model/object_property.h"
#include "model/property_setting.h"

static struct property_reader reader_of(const struct cluster *cluster,
                                        const struct control_request *request) {
  return (struct property_reader){
      .cluster = cluster, .holder = request->holder, .progress = request->progress};
}

/* --- lists of values --- */

static struct control_answer get(const struct cluster *cluster,
                                 const struct control_request *request, bool is_private,
                                 bool read_only) {
  struct property_reader reader = reader_of(cluster, request);
  struct property_walk walk = property_walk_begin(&reader, is_private, read_only);
  struct property_writer writer = property_writer_begin(request->out, request->out_room);
  struct property_value value;
  while (property_walk_next(&walk, &value))
    property_writer_value(&writer, value.name, value.syntax, value.data, value.size);
  return control_list(request, &writer);
}

struct control_answer control_get_common(const struct cluster *cluster,
                                         const struct control_request *request) {
  return get(cluster, request, false, false);
}

struct control_answer control_get_read_only_common(const struct cluster *cluster,
                                                   const struct control_request *request) {
  return get(cluster, request, false, true);
}

struct control_answer control_get_private(const struct cluster *cluster,
                                          const struct control_request *request) {
  return get(cluster, request, true, false);
}

struct control_answer control_get_read_only_private(const struct cluster *cluster,
                                                    const struct control_request *request) {
  return get(cluster, request, true, true);
}

/* --- names: those that can be written first --- */

static struct control_answer enumerate(const struct cluster *cluster,
                                       const struct control_request *request, bool is_private) {
  struct property_reader reader = reader_of(cluster, request);
  struct text_list list = {.request = request};
  struct property_value value;
  for (int read_only = 0; read_only < 2; read_only++) {
    struct property_walk walk = property_walk_begin(&reader, is_private, read_only != 0);
    while (property_walk_next(&walk, &value))
      control_add_text(&list, value.name);
  }
  return control_texts(&list);
}

struct control_answer control_enum_common(const struct cluster *cluster,
                                          const struct control_request *request) {
  return enumerate(cluster, request, false);
}

struct control_answer control_enum_private(const struct cluster *cluster,
                                           const struct control_request *request) {
  return enumerate(cluster, request, true);
}

/* --- formats: a property list whose values are CLUSTER_PROPERTY_FORMAT words (docs/fidelity.md row
 * "formats-list") --- */

static void put_format(struct property_writer *writer, const char *name, uint32_t syntax) {
  const uint8_t format[2] = {(uint8_t)syntax, (uint8_t)(syntax >> 8)};
  property_writer_value(writer, name, PROPERTY_SYNTAX_WORD, format, sizeof format);
}

static struct control_answer formats(const struct cluster *cluster,
                                     const struct control_request *request, bool is_private) {
  struct property_reader reader = reader_of(cluster, request);
  struct property_writer writer = property_writer_begin(request->out, request->out_room);
  struct property_value value;
  for (int read_only = 0; read_only < 2; read_only++) {
    struct property_walk walk = property_walk_begin(&reader, is_private, read_only != 0);
    while (property_walk_next(&walk, &value))
      put_format(&writer, value.name, value.syntax);
  }
  return control_list(request, &writer);
}

struct control_answer control_common_formats(const struct cluster *cluster,
                                             const struct control_request *request) {
  return formats(cluster, request, false);
}

struct control_answer control_private_formats(const struct cluster *cluster,
                                              const struct control_request *request) {
  return formats(cluster, request, true);
}

/* The formats of a type's resources, whether there is one or not. */
static struct control_answer formats_of_set(const struct cluster *cluster,
                                            const struct control_request *request,
                                            enum property_set set, enum property_scope scope) {
  struct property_writer writer = property_writer_begin(request->out, request->out_room);
  for (uint32_t n = property_set_first(set); n < (uint32_t)property_set_end(set); n++) {
    const struct property_schema *row = property_schema_at((enum property_row)n);
    if (row->scope == scope && row->format != FORMAT_UNKNOWN &&
        property_schema_exists(row, cluster->level))
      put_format(&writer, row->name, property_schema_syntax(row));
  }
  return control_list(request, &writer);
}

struct control_answer control_resource_common_formats(const struct cluster *cluster,
                                                      const struct control_request *request) {
  return formats_of_set(cluster, request, SCHEMA_SET_RESOURCE, SCOPE_COMMON);
}

struct control_answer control_resource_private_formats(const struct cluster *cluster,
                                                       const struct control_request *request) {
  return formats_of_set(cluster, request,
                        property_set_of_type((enum resource_type)request->holder.index),
                        SCOPE_PRIVATE);
}

/* --- setting --- */

static struct control_answer set(const struct control_request *request, bool is_private) {
  return (struct control_answer){
      .acts = true,
      .event = property_setting_event(request->holder, is_private, request->in, request->in_size)};
}

struct control_answer control_set_common(const struct cluster *cluster,
                                         const struct control_request *request) {
  (void)cluster;
  return set(request, false);
}

struct control_answer control_set_private(const struct cluster *cluster,
                                          const struct control_request *request) {
  (void)cluster;
  return set(request, true);
}

static struct control_answer validate(const struct cluster *cluster,
                                      const struct control_request *request, bool is_private) {
  return (struct control_answer){.status =
                                     property_setting_check(cluster, request->holder, is_private,
                                                            request->in, request->in_size)};
}

struct control_answer control_validate_common(const struct cluster *cluster,
                                              const struct control_request *request) {
  return validate(cluster, request, false);
}

struct control_answer control_validate_private(const struct cluster *cluster,
                                               const struct control_request *request) {
  return validate(cluster, request, true);
}
