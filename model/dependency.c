#include "model/dependency.h"
#include "model/companions.h"
#include "model/group.h"
#include "model/resource.h"
#include <string.h>

uint32_t dependency_place(const struct cluster *cluster, uint32_t resource) {
  const struct group *group = cluster_group(cluster, cluster_resource(cluster, resource)->group);
  uint32_t place = 0;
  while (place < group->resource_count && group->resources[place] != resource)
    place++;
  assert(place < group->resource_count);
  return place;
}

static uint32_t member_at(const struct cluster *cluster, uint32_t resource, uint32_t place) {
  const struct group *group = cluster_group(cluster, cluster_resource(cluster, resource)->group);
  assert(place < group->resource_count);
  return group->resources[place];
}

static uint32_t named_in(const uint32_t depends[DEPENDENCY_TERMS_MAX]) {
  uint32_t providers = 0;
  for (unsigned i = 0; i < DEPENDENCY_TERMS_MAX; i++)
    providers |= depends[i];
  return providers;
}

static bool terms_hold(const uint32_t depends[DEPENDENCY_TERMS_MAX], uint32_t online) {
  for (unsigned i = 0; i < DEPENDENCY_TERMS_MAX; i++)
    if (depends[i] != 0 && (depends[i] & online) == 0)
      return false;
  return true;
}

uint32_t dependency_providers(const struct cluster *cluster, uint32_t index) {
  return named_in(cluster_resource(cluster, index)->depends);
}

bool dependency_holds(const struct cluster *cluster, uint32_t index, uint32_t online) {
  return terms_hold(cluster_resource(cluster, index)->depends, online);
}

uint32_t dependency_dependents(const struct cluster *cluster, uint32_t index) {
  const struct group *group = cluster_group(cluster, cluster_resource(cluster, index)->group);
  uint32_t mine = UINT32_C(1) << dependency_place(cluster, index), dependents = 0;
  for (uint32_t i = 0; i < group->resource_count; i++)
    if ((dependency_providers(cluster, group->resources[i]) & mine) != 0)
      dependents |= UINT32_C(1) << i;
  return dependents;
}

typedef uint32_t neighbours(const struct cluster *cluster, uint32_t resource);

/* Everything that can be reached; the expressions have no cycles. */
static uint32_t reach(const struct cluster *cluster, uint32_t resource, neighbours *next) {
  uint32_t found = next(cluster, resource), done = 0;
  while (found != done) {
    uint32_t place = 0;
    while ((((found & ~done) >> place) & 1) == 0)
      place++;
    done |= UINT32_C(1) << place;
    found |= next(cluster, member_at(cluster, resource, place));
  }
  return found;
}

uint32_t dependency_all_providers(const struct cluster *cluster, uint32_t resource) {
  return reach(cluster, resource, dependency_providers);
}

uint32_t dependency_all_dependents(const struct cluster *cluster, uint32_t resource) {
  return reach(cluster, resource, dependency_dependents);
}

uint32_t dependency_in_state(const struct cluster *cluster, uint32_t index,
                             bool (*is)(enum resource_state)) {
  const struct group *group = cluster_group(cluster, index);
  uint32_t members = 0;
  for (uint32_t i = 0; i < group->resource_count; i++)
    if (is(cluster_resource(cluster, group->resources[i])->state))
      members |= UINT32_C(1) << i;
  return members;
}

uint32_t dependency_in_need(const struct cluster *cluster, uint32_t index) {
  uint32_t group = cluster_resource(cluster, index)->group;
  uint32_t mine = UINT32_C(1) << dependency_place(cluster, index), gone = mine, before = 0;
  if (dependency_dependents(cluster, index) == 0) /* as of nearly every machine */
    return 0;
  uint32_t up = dependency_all_dependents(cluster, index) &
                ~dependency_in_state(cluster, group, resource_is_down);
  uint32_t online = dependency_in_state(cluster, group, resource_is_online);
  while (up != 0 && gone != before) {
    before = gone;
    for (uint32_t place = 0; place < RESOURCES_PER_GROUP_MAX; place++)
      if (((up >> place) & 1) != 0 &&
          !dependency_holds(cluster, member_at(cluster, index, place), online & ~before))
        gone |= UINT32_C(1) << place;
  }
  return gone & ~mine;
}

/* --- as text --- */

struct writer {
  char *text;
  size_t room, used;
  bool fits;
};

static void put(struct writer *writer, const char *piece) {
  size_t length = strlen(piece);
  writer->fits = writer->fits && writer->used + length < writer->room;
  if (!writer->fits)
    return;
  memcpy(writer->text + writer->used, piece, length + 1);
  writer->used += length;
}

static bool is_one(uint32_t set) {
  return set != 0 && (set & (set - 1)) == 0;
}

bool dependency_text(const struct cluster *cluster, uint32_t index, char *text, size_t room) {
  const struct resource *resource = cluster_resource(cluster, index);
  struct writer writer = {.text = text, .room = room, .fits = room > 0};
  bool alone = resource->depends[1] == 0;
  assert(room > 0);
  text[0] = '\0';
  for (unsigned i = 0; i < DEPENDENCY_TERMS_MAX && resource->depends[i] != 0; i++) {
    bool several = !is_one(resource->depends[i]) && !alone, first = true;
    put(&writer, i > 0 ? " and " : "");
    put(&writer, several ? "(" : "");
    for (uint32_t place = 0; place < RESOURCES_PER_GROUP_MAX; place++) {
      if (((resource->depends[i] >> place) & 1) == 0)
        continue;
      put(&writer, first ? "[" : " or [");
      put(&writer, cluster_name(cluster, OBJECT_RESOURCE, member_at(cluster, index, place)));
      put(&writer, "]");
      first = false;
    }
    put(&writer, several ? ")" : "");
  }
  return writer.fits;
}

/* --- changing it --- */

/* Why this expression is refused; 0 where it is taken (MS-CMRP ApiAddResourceDependency). */
static uint32_t refusal(const struct cluster *cluster, uint32_t index,
                        const uint32_t depends[DEPENDENCY_TERMS_MAX]) {
  const struct resource *resource = cluster_resource(cluster, index);
  uint32_t providers = named_in(depends);
  uint32_t mine = UINT32_C(1) << dependency_place(cluster, index);
  if ((providers & mine) != 0)
    return WIN32_INVALID_PARAMETER; /* DEP-004 */
  if ((providers & dependency_all_dependents(cluster, index)) != 0)
    return WIN32_CIRCULAR_DEPENDENCY; /* DEP-002 */
  if (group_changes_hosts(cluster, resource->group))
    return WIN32_INVALID_STATE;
  if (resource->state == RESOURCE_OFFLINE || resource->state == RESOURCE_FAILED)
    return WIN32_SUCCESS;
  uint32_t online = dependency_in_state(cluster, resource->group, resource_is_online);
  return terms_hold(depends, online) ? (uint32_t)WIN32_SUCCESS
                                     : (uint32_t)WIN32_RESOURCE_ONLINE; /* S-D3 */
}

static bool replace(struct cluster *cluster, uint32_t index,
                    const uint32_t depends[DEPENDENCY_TERMS_MAX], struct effects *effects) {
  struct resource *resource = cluster_resource(cluster, index);
  uint32_t status = refusal(cluster, index, depends);
  if (status != WIN32_SUCCESS)
    return effects_refuse(effects, status);
  uint32_t before = dependency_providers(cluster, index);
  memcpy(resource->depends, depends, sizeof resource->depends);
  effects_change(effects, PROPERTY_RESOURCE_DEPENDENCIES, index, before,
                 dependency_providers(cluster, index));
  companions_look_again(cluster, resource->group, effects);
  return true;
}

/* Another member of the group. */
static bool is_beside(const struct cluster *cluster, uint32_t other,
                      const struct resource *resource) {
  return other < cluster->count[OBJECT_RESOURCE] &&
         !cluster_is_deleted(cluster, OBJECT_RESOURCE, other) &&
         cluster_resource(cluster, other)->group == resource->group;
}

/* AddClusterResourceDependency: one more term. */
bool dependency_add(struct cluster *cluster, const struct event *event, struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, event->subject);
  uint32_t depends[DEPENDENCY_TERMS_MAX], terms = 0;
  if (!is_beside(cluster, event->argument, resource)) /* DEP-001 */
    return effects_refuse(effects, WIN32_INVALID_PARAMETER);
  uint32_t provider = UINT32_C(1) << dependency_place(cluster, event->argument);
  if ((dependency_providers(cluster, event->subject) & provider) != 0)
    return effects_refuse(effects, WIN32_DEPENDENCY_ALREADY_EXISTS); /* DEP-003 */
  memcpy(depends, resource->depends, sizeof depends);
  while (terms < DEPENDENCY_TERMS_MAX && depends[terms] != 0)
    terms++;
  if (terms == DEPENDENCY_TERMS_MAX)
    return effects_refuse(effects, WIN32_DEPENDENCY_TREE_TOO_COMPLEX);
  depends[terms] = provider;
  return replace(cluster, event->subject, depends, effects);
}

/* RemoveClusterResourceDependency: out of every term it is in. */
bool dependency_remove(struct cluster *cluster, const struct event *event,
                       struct effects *effects) {
  const struct resource *resource = cluster_resource(cluster, event->subject);
  uint32_t depends[DEPENDENCY_TERMS_MAX] = {0}, terms = 0;
  if (!is_beside(cluster, event->argument, resource))
    return effects_refuse(effects, WIN32_DEPENDENCY_NOT_FOUND);
  uint32_t provider = UINT32_C(1) << dependency_place(cluster, event->argument);
  if ((dependency_providers(cluster, event->subject) & provider) == 0)
    return effects_refuse(effects, WIN32_DEPENDENCY_NOT_FOUND); /* DEP-003 */
  for (unsigned i = 0; i < DEPENDENCY_TERMS_MAX; i++)
    if ((resource->depends[i] & ~provider) != 0)
      depends[terms++] = resource->depends[i] & ~provider;
  return replace(cluster, event->subject, depends, effects);
}

/* --- reading an expression --- */

struct reader {
  const struct cluster *cluster;
  uint32_t group;
  const char *at;
  uint32_t status;
};

static void skip_blanks(struct reader *reader) {
  while (*reader->at == ' ' || *reader->at == '\t')
    reader->at++;
}

static bool take(struct reader *reader, const char *word) {
  size_t length = strlen(word);
  skip_blanks(reader);
  for (size_t i = 0; i < length; i++) { /* "and" and "or" in any case, as PowerShell's are */
    char c = reader->at[i];
    if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != word[i])
      return false;
  }
  reader->at += length;
  return true;
}

/* "[NAME]": the place of this resource in the group, as a set; 0 with a status. */
static uint32_t take_name(struct reader *reader) {
  char name[NAME_BYTES_MAX];
  size_t length = 0;
  if (!take(reader, "[")) {
    reader->status = WIN32_INVALID_PARAMETER;
    return 0;
  }
  while (*reader->at != ']' && *reader->at != '\0' && length + 1 < sizeof name)
    name[length++] = *reader->at++;
  name[length] = '\0';
  uint32_t found = cluster_find(reader->cluster, OBJECT_RESOURCE, name);
  if (!take(reader, "]"))
    reader->status = WIN32_INVALID_PARAMETER;
  else if (found == CLUSTER_NONE)
    reader->status = WIN32_RESOURCE_NOT_FOUND;
  else if (cluster_resource(reader->cluster, found)->group != reader->group) /* DEP-001 */
    reader->status = WIN32_INVALID_PARAMETER;
  return reader->status == WIN32_SUCCESS ? UINT32_C(1) << dependency_place(reader->cluster, found)
                                         : 0;
}

static uint32_t take_term(struct reader *reader) {
  bool inside = take(reader, "(");
  uint32_t set = take_name(reader);
  while (reader->status == WIN32_SUCCESS && take(reader, "or"))
    set |= take_name(reader);
  if (inside && reader->status == WIN32_SUCCESS && !take(reader, ")"))
    reader->status = WIN32_INVALID_PARAMETER;
  return set;
}

/* SetClusterResourceDependencyExpression: the text takes the place of what there was (DEP-009). */
bool dependency_set(struct cluster *cluster, const struct event *event, struct effects *effects) {
  uint32_t depends[DEPENDENCY_TERMS_MAX] = {0}, terms = 0;
  struct reader reader = {.cluster = cluster,
                          .group = cluster_resource(cluster, event->subject)->group,
                          .at = event->name};
  assert(event->name != NULL);
  skip_blanks(&reader);
  bool more = *reader.at != '\0';
  while (more && reader.status == WIN32_SUCCESS) {
    uint32_t term = take_term(&reader);
    if (terms == DEPENDENCY_TERMS_MAX)
      reader.status = WIN32_DEPENDENCY_TREE_TOO_COMPLEX;
    else
      depends[terms++] = term;
    more = take(&reader, "and");
  }
  skip_blanks(&reader);
  if (reader.status == WIN32_SUCCESS && *reader.at != '\0')
    reader.status = WIN32_INVALID_PARAMETER;
  if (reader.status != WIN32_SUCCESS)
    return effects_refuse(effects, reader.status);
  return replace(cluster, event->subject, depends, effects);
}
