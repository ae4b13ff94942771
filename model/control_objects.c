/* Codes that ask what an object is. */
#include "model/control_handlers.h"
#include "model/failure_policy.h"
#include "model/object_guid.h"
#include "model/object_property.h"
#include "model/resource.h"

/* clusapi.h */
enum { CLUS_CHAR_UNKNOWN = 0, CLUS_CHAR_QUORUM = 1, CLUS_RESCLASS_STORAGE = 1 };
enum { CLUS_RESCLASS_UNKNOWN = 0, CLUS_RESCLASS_NETWORK = 2 };
#define CLUS_RESSUBCLASS_SHARED UINT32_C(0x80000000)

static struct property_reader reader_of(const struct cluster *cluster,
                                        const struct control_request *request) {
  return (struct property_reader){
      .cluster = cluster, .holder = request->holder, .progress = request->progress};
}

/* The resource type of a resource or of a type. */
static enum resource_type type_of(const struct cluster *cluster,
                                  const struct control_request *request) {
  assert(request->holder.object == CONTROL_OBJECT_RESOURCE ||
         request->holder.object == CONTROL_OBJECT_RESOURCE_TYPE);
  return request->holder.object == CONTROL_OBJECT_RESOURCE
             ? cluster_resource(cluster, request->holder.index)->type
             : (enum resource_type)request->holder.index;
}

/* mscs/clusctl-resource-unknown and its siblings (SUMMARY rule 10). */
struct control_answer control_unknown(const struct cluster *cluster,
                                      const struct control_request *request) {
  (void)cluster;
  (void)request;
  return (struct control_answer){.status = WIN32_SUCCESS};
}

/* mscs/clusctl-resource-rw-modify-noop: it changes nothing. */
struct control_answer control_nothing(const struct cluster *cluster,
                                      const struct control_request *request) {
  (void)cluster;
  (void)request;
  return (struct control_answer){.status = WIN32_SUCCESS};
}

/* Which types may be a quorum resource is documented, the other flags of a type are not
 * (docs/fidelity.md row "characteristics"). */
struct control_answer control_characteristics(const struct cluster *cluster,
                                              const struct control_request *request) {
  uint32_t flags = CLUS_CHAR_UNKNOWN;
  if (request->holder.object <= CONTROL_OBJECT_RESOURCE_TYPE) {
    enum resource_type type = type_of(cluster, request);
    if (type == TYPE_PHYSICAL_DISK || type == TYPE_FILE_SHARE_WITNESS)
      flags = CLUS_CHAR_QUORUM;
  }
  return control_words(request, &flags, 1);
}

/* CLUS_FLAG_CORE is the only flag, and no core group or resource is modelled. */
struct control_answer control_flags(const struct cluster *cluster,
                                    const struct control_request *request) {
  (void)cluster;
  return control_words(request, &(uint32_t){0}, 1);
}

/* CLUS_RESOURCE_CLASS_INFO: class and subclass. */
struct control_answer control_class_info(const struct cluster *cluster,
                                         const struct control_request *request) {
  enum resource_type type = type_of(cluster, request);
  uint32_t info[2] = {CLUS_RESCLASS_UNKNOWN, 0};
  if (type == TYPE_PHYSICAL_DISK) {
    info[0] = CLUS_RESCLASS_STORAGE;
    info[1] = CLUS_RESSUBCLASS_SHARED;
  } else if (type == TYPE_NETWORK_NAME || type == TYPE_IP_ADDRESS) {
    info[0] = CLUS_RESCLASS_NETWORK;
  }
  return control_words(request, info, 2);
}

/* A value list of the types' names, which ends in an end mark (value-list-format; mscs "resource-
 * types": a Network Name needs an IP Address, a machine its configuration). */
struct control_answer control_required_dependencies(const struct cluster *cluster,
                                                    const struct control_request *request) {
  enum resource_type type = type_of(cluster, request);
  const char *needs = type == TYPE_NETWORK_NAME ? resource_type_name(TYPE_IP_ADDRESS)
                      : type == TYPE_VIRTUAL_MACHINE
                          ? resource_type_name(TYPE_VIRTUAL_MACHINE_CONFIGURATION)
                          : NULL;
  if (needs == NULL)
    return control_words(request, &(uint32_t){PROPERTY_SYNTAX_END}, 1);
  uint8_t value[LIVE_VALUE_MAX];
  size_t size = object_name_to_utf16le(needs, value, sizeof value);
  uint32_t words[3 + LIVE_VALUE_MAX / 4] = {PROPERTY_SYNTAX_NAME, (uint32_t)size};
  for (size_t i = 0; i < size; i++)
    words[2 + i / 4] |= (uint32_t)value[i] << (8 * (i % 4));
  return control_words(request, words, 3 + (size + 3) / 4); /* the last one is the end mark */
}

/* RESOURCE_FAILURE_INFO and GROUP_FAILURE_INFO (sdk-api; FOV-024, FOV-025): the attempts and the
 * time of the period that are left, in milliseconds or hours, rounded up. */
struct control_answer control_failure_info(const struct cluster *cluster,
                                           const struct control_request *request) {
  bool is_group = request->holder.object == CONTROL_OBJECT_GROUP;
  uint32_t index = request->holder.index;
  uint64_t unit = is_group ? UINT64_C(3600) * 1000000 : 1000;
  uint64_t left = (request->period_left + unit - 1) / unit;
  uint32_t info[2] = {is_group ? failure_policy_failovers_left(cluster, index)
                               : failure_policy_restarts_left(cluster, index),
                      left < UINT32_MAX ? (uint32_t)left : UINT32_MAX};
  return control_words(request, info, 2);
}

static struct control_answer answer_text_of(const struct cluster *cluster,
                                            const struct control_request *request,
                                            enum property_row row) {
  struct property_value value;
  struct property_reader reader = reader_of(cluster, request);
  property_value_of_row(&reader, property_schema_at(row), &value);
  for (uint32_t i = 0; i < value.size && value.size <= request->out_room; i++)
    request->out[i] = value.data[i];
  return control_output(request, value.size);
}

struct control_answer control_name(const struct cluster *cluster,
                                   const struct control_request *request) {
  static const enum property_row rows[] = {
      [CONTROL_OBJECT_RESOURCE] = SCHEMA_RESOURCE_NAME,
      [CONTROL_OBJECT_GROUP] = SCHEMA_GROUP_NAME,
      [CONTROL_OBJECT_NODE] = SCHEMA_NODE_NODE_NAME,
      [CONTROL_OBJECT_NETWORK] = SCHEMA_NETWORK_NAME,
      [CONTROL_OBJECT_NETINTERFACE] = SCHEMA_NETINTERFACE_NAME,
  };
  assert((size_t)request->holder.object < sizeof rows / sizeof rows[0]);
  return answer_text_of(cluster, request, rows[request->holder.object]);
}

/* A node's is its number (mscs/clusctl-node-get-id), everything else has a GUID. */
struct control_answer control_id(const struct cluster *cluster,
                                 const struct control_request *request) {
  char text[GUID_TEXT];
  uint32_t index = request->holder.index;
  switch (request->holder.object) {
  case CONTROL_OBJECT_NODE:
    text[0] = (char)('0' + (index + 1) / 10);
    text[1] = (char)('0' + (index + 1) % 10);
    text[2] = '\0';
    return control_text(request, index < 9 ? text + 1 : text);
  case CONTROL_OBJECT_GROUP:
    cluster_guid(cluster, OBJECT_GROUP, index, text);
    break;
  case CONTROL_OBJECT_NETWORK:
    cluster_guid(cluster, OBJECT_NETWORK, index, text);
    break;
  case CONTROL_OBJECT_NETINTERFACE: /* behind the networks' own */
    cluster_guid(cluster, OBJECT_NETWORK, NETWORKS_MAX + index, text);
    break;
  case CONTROL_OBJECT_GROUPSET:
    cluster_guid(cluster, OBJECT_GROUP_SET, index, text);
    break;
  case CONTROL_OBJECT_AFFINITYRULE:
    cluster_guid(cluster, OBJECT_AFFINITY_RULE, index, text);
    break;
  default:
    assert(request->holder.object == CONTROL_OBJECT_RESOURCE);
    cluster_guid(cluster, OBJECT_RESOURCE, index, text);
  }
  return control_text(request, text);
}

struct control_answer control_resource_type(const struct cluster *cluster,
                                            const struct control_request *request) {
  return answer_text_of(cluster, request, SCHEMA_RESOURCE_TYPE);
}

/* mscs/clusctl-resource-get-network-name: of a Network Name. */
struct control_answer control_network_name(const struct cluster *cluster,
                                           const struct control_request *request) {
  if (type_of(cluster, request) != TYPE_NETWORK_NAME)
    return control_refused(WIN32_INVALID_FUNCTION);
  return answer_text_of(cluster, request, SCHEMA_NETWORK_NAME_NAME);
}

struct control_answer control_dns_name(const struct cluster *cluster,
                                       const struct control_request *request) {
  if (type_of(cluster, request) != TYPE_NETWORK_NAME)
    return control_refused(WIN32_INVALID_FUNCTION);
  return answer_text_of(cluster, request, SCHEMA_NETWORK_NAME_DNS_NAME);
}

/* mscs/clusctl-resource-type-get-arb-timeout: seconds, QuorumArbitrationTimeMax. */
struct control_answer control_arbitration_timeout(const struct cluster *cluster,
                                                  const struct control_request *request) {
  uint32_t seconds =
      (uint32_t)property_number_of_cluster(cluster, SCHEMA_CLUSTER_QUORUM_ARBITRATION_TIME_MAX);
  return control_words(request, &seconds, 1);
}

struct control_answer control_interface_node(const struct cluster *cluster,
                                             const struct control_request *request) {
  return answer_text_of(cluster, request, SCHEMA_NETINTERFACE_NODE);
}

struct control_answer control_interface_network(const struct cluster *cluster,
                                                const struct control_request *request) {
  return answer_text_of(cluster, request, SCHEMA_NETINTERFACE_NETWORK);
}

/* The names of the groups that are in one of the sets, a bit each. */
static struct control_answer groups_in(const struct cluster *cluster,
                                       const struct control_request *request, uint64_t sets) {
  struct text_list list = {.request = request};
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP]; i++) {
    const struct group *group = cluster_group(cluster, i);
    if (!group->deleted && group->set != CLUSTER_NONE && ((sets >> group->set) & 1) != 0)
      control_add_text(&list, cluster_name(cluster, OBJECT_GROUP, i));
  }
  return control_texts(&list);
}

/* Lists of names, says MS-CMRP (f1f1468d and its siblings); a property list, the mscs pages
 * (docs/fidelity.md row "group-set-lists"). */
struct control_answer control_set_groups(const struct cluster *cluster,
                                         const struct control_request *request) {
  return groups_in(cluster, request, UINT64_C(1) << request->holder.index);
}

struct control_answer control_set_provider_groups(const struct cluster *cluster,
                                                  const struct control_request *request) {
  return groups_in(cluster, request, cluster_group_set(cluster, request->holder.index)->providers);
}

struct control_answer control_set_providers(const struct cluster *cluster,
                                            const struct control_request *request) {
  uint64_t providers = cluster_group_set(cluster, request->holder.index)->providers;
  struct text_list list = {.request = request};
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP_SET]; i++)
    if (((providers >> i) & 1) != 0)
      control_add_text(&list, cluster_name(cluster, OBJECT_GROUP_SET, i));
  return control_texts(&list);
}

/* docs/fidelity.md row "affinity-rule-codes" */
struct control_answer control_rule_groups(const struct cluster *cluster,
                                          const struct control_request *request) {
  struct text_list list = {.request = request};
  for (uint32_t i = 0; i < cluster->count[OBJECT_GROUP]; i++)
    if (((cluster_group(cluster, i)->rules >> request->holder.index) & 1) != 0)
      control_add_text(&list, cluster_name(cluster, OBJECT_GROUP, i));
  return control_texts(&list);
}

struct control_answer control_rule_names(const struct cluster *cluster,
                                         const struct control_request *request) {
  struct text_list list = {.request = request};
  for (uint32_t i = 0; i < cluster->count[OBJECT_AFFINITY_RULE]; i++)
    if (!cluster_affinity_rule(cluster, i)->deleted)
      control_add_text(&list, cluster_name(cluster, OBJECT_AFFINITY_RULE, i));
  return control_texts(&list);
}

/* The simulated cluster is in no domain: its name is all there is (docs/fidelity.md row "fqdn"). */
struct control_answer control_fqdn(const struct cluster *cluster,
                                   const struct control_request *request) {
  return control_text(request, cluster_name(cluster, OBJECT_CLUSTER, 0));
}
