/* The opening of a scenario as requirements: what a real cluster must have before the rest is run
 * on it.  Sizes and speeds are not compared: ClusAPI does not tell them. */
#include "model/describe.h"
#include "sim/scenario/cluster_reader.h"
#include "sim/scenario/real_cluster.h"
#include <string.h>

struct requirement {
  struct scenario *scenario;
  HCLUSTER cluster;
  const struct scenario_file *file;
  const struct words *words;
};

/* A machine is known to the cluster when the opening makes it a role. */
static bool becomes_role(const struct scenario_file *file, const char *machine) {
  struct words words;
  size_t column = 0;
  if (object_name_check(machine, RESOURCE_NAME_UNITS_MAX) != NULL)
    return false;
  for (size_t i = 0; i < file->count; i++)
    if (words_split(file->commands[i].text, &words, &column) == NULL && words.count >= 2 &&
        object_name_is(words.word[0].text, "Add-ClusterVirtualMachineRole"))
      for (size_t w = 1; w < words.count; w++)
        if (object_name_is(words.word[w].text, machine))
          return true;
  return false;
}

/* Which host a vm line puts it on: the word behind "on". */
static const char *host_of(const struct words *words) {
  for (size_t i = 2; i + 1 < words->count; i++)
    if (strcmp(words->word[i].text, "on") == 0)
      return words->word[i + 1].text;
  return "";
}

static bool is_off(const struct words *words) {
  for (size_t i = 2; i < words->count; i++)
    if (strcmp(words->word[i].text, "off") == 0)
      return true;
  return false;
}

static bool role_is_there(const struct requirement *r) {
  const char *name = r->words->word[1].text, *host = host_of(r->words);
  int64_t wanted = is_off(r->words) ? ClusterGroupOffline : ClusterGroupOnline;
  char resource[NAME_BYTES_MAX];
  struct role role;
  if (!becomes_role(r->file, name))
    return true;
  if (reader_group(r->scenario, r->cluster, name, &role) != WIN32_SUCCESS ||
      !reader_vm_resource(r->scenario, r->cluster, name, resource))
    return scenario_bad(r->scenario, 1, "the cluster has no virtual machine role '%s'", name);
  if (!object_name_is(host, role.owner))
    return scenario_bad(r->scenario, 1, "the role '%s' is on %s; the scenario begins with it on %s",
                        name, role.owner, host);
  return role.state == wanted ||
         scenario_bad(r->scenario, 1, "the role '%s' is %s; the scenario begins with it %s", name,
                      describe_group_state(role.state), describe_group_state(wanted));
}

/* Every node New-Cluster names is up. */
static bool nodes_are_up(const struct requirement *r) {
  bool nodes = false;
  for (size_t i = 1; i < r->words->count; i++) {
    const char *text = r->words->word[i].text;
    for (; nodes && text[0] != '-' && *text != '\0'; text += *text == ',') {
      char name[NAME_BYTES_MAX] = "";
      int64_t state = 0;
      size_t length = strcspn(text, ",");
      memcpy(name, text, length < NAME_BYTES_MAX ? length : 0);
      text += length;
      if (length == 0)
        continue;
      bool there = reader_node_state(r->scenario, r->cluster, name, &state) == WIN32_SUCCESS;
      if (!there || state != ClusterNodeUp)
        return scenario_bad(r->scenario, 1, "node '%s' is %s; the scenario begins with it Up", name,
                            there ? describe_node_state(state) : "not in the cluster");
    }
    if (text[0] == '-')
      nodes = object_name_is(text, "-Node");
  }
  return true;
}

static bool network_is_there(const struct requirement *r) {
  const struct clusapi_table *api = r->scenario->backend.api;
  const char *name = r->words->word[1].text;
  WCHAR wide[SCENARIO_NAME_UNITS];
  HNETWORK network = scenario_wide(name, wide) ? api->OpenClusterNetwork(r->cluster, wide) : NULL;
  if (network == NULL)
    return scenario_bad(r->scenario, 1, "the cluster has no network '%s'", name);
  (void)api->CloseClusterNetwork(network);
  return true;
}

static bool level_is_it(const struct requirement *r) {
  const char *level = functional_level(r->scenario->level)->name;
  const struct words *words = r->words;
  size_t first = strlen(words->word[1].text);
  bool is = strncmp(level, words->word[1].text, first) == 0 &&
            (words->count == 2
                 ? level[first] == '\0'
                 : level[first] == ' ' && strcmp(level + first + 1, words->word[2].text) == 0);
  return is || scenario_bad(r->scenario, 1, "the cluster's functional level is %s", level);
}

bool cluster_requirement_met(struct scenario *scenario, HCLUSTER cluster,
                             const struct scenario_file *file, const struct words *words) {
  static const struct {
    const char *word;
    bool (*met)(const struct requirement *requirement);
  } table[] = {
      {"level", level_is_it},
      {"network", network_is_there},
      {"New-Cluster", nodes_are_up},
      {"vm", role_is_there},
  };
  struct requirement requirement = {scenario, cluster, file, words};
  for (size_t i = 0; words->count >= 2 && i < sizeof table / sizeof table[0]; i++)
    if (object_name_is(words->word[0].text, table[i].word))
      return table[i].met(&requirement);
  return true;
}
