/* Commands that lay out the world: level, seed, host, network, vm, switch, timing, migration. */
#include "sim/scenario/scenario_state.h"
#include <string.h>

static bool too_few(struct scenario *scenario, const struct words *words, const char *expected) {
  const struct word *last = &words->word[words->count - 1];
  return scenario_bad(scenario, last->column + strlen(last->text), "expected %s", expected);
}

static bool unknown(struct scenario *scenario, const struct word *word, const char *expected) {
  return scenario_bad(scenario, word->column, "'%s': expected %s", word->text, expected);
}

bool command_level(struct scenario *scenario, const struct words *words) {
  static const char expected[] = "a level: 2008 R2, 2012, 2012 R2, 2016, 2019, 2022 or 2025";
  char name[64];
  if (words->count < 2)
    return too_few(scenario, words, expected);
  if (scenario->world != NULL)
    return scenario_bad(scenario, words->word[0].column,
                        "the level comes before everything else of the world");
  bool release = words->count == 3;
  if (words->count > 3 || strlen(words->word[1].text) > 32 ||
      (release && strlen(words->word[2].text) > 8))
    return unknown(scenario, &words->word[words->count - 1], expected);
  strcpy(name, words->word[1].text);
  if (release)
    strcat(strcat(name, " "), words->word[2].text);
  for (unsigned i = 0; i < LEVEL_COUNT; i++)
    if (strcmp(functional_level((enum functional_level)i)->name, name) == 0) {
      scenario->level = (enum functional_level)i;
      return true;
    }
  return unknown(scenario, &words->word[1], expected);
}

bool command_seed(struct scenario *scenario, const struct words *words) {
  uint64_t seed = 0;
  if (words->count != 2)
    return too_few(scenario, words, "one seed");
  if (scenario->world != NULL)
    return scenario_bad(scenario, words->word[0].column,
                        "the seed comes before everything else of the world");
  if (!quantity_parse(words->word[1].text, QUANTITY_COUNT, &seed))
    return unknown(scenario, &words->word[1], quantity_expected(QUANTITY_COUNT));
  if (!scenario->options->seed_given)
    scenario->seed = seed;
  return true;
}

bool command_host(struct scenario *scenario, const struct words *words) {
  struct world_host host = {0};
  if (words->count < 2)
    return too_few(scenario, words, "a host's name");
  host.name = words->word[1].text;
  for (size_t i = 2; i < words->count; i++) {
    uint64_t value = 0;
    bool taken = false;
    const struct word *word = &words->word[i];
    if (!scenario_quantity(scenario, word, "memory", QUANTITY_BYTES, &value, &taken))
      return false;
    if (taken) {
      host.memory = value;
      continue;
    }
    if (!scenario_quantity(scenario, word, "slots", QUANTITY_COUNT, &value, &taken))
      return false;
    if (!taken || value == 0 || value > VMS_PER_NODE_MAX)
      return unknown(scenario, word, "memory=SIZE or slots=1..1024");
    host.migration_slots = (uint32_t)value;
  }
  if (host.memory == 0)
    return too_few(scenario, words, "memory=SIZE");
  if (!scenario_need_world(scenario))
    return false;
  uint32_t status = world_define_host(scenario->world, &host);
  return status == WIN32_SUCCESS || scenario_refused(scenario, &words->word[1], status);
}

bool command_network(struct scenario *scenario, const struct words *words) {
  struct world_network network = {.metric = 1000};
  if (words->count < 2)
    return too_few(scenario, words, "a network's name");
  network.name = words->word[1].text;
  for (size_t i = 2; i < words->count; i++) {
    uint64_t metric = 0;
    bool taken = false;
    const struct word *word = &words->word[i];
    if (strcmp(word->text, "excluded") == 0) {
      network.excluded = true;
      continue;
    }
    if (!scenario_quantity(scenario, word, "bandwidth", QUANTITY_BIT_RATE, &network.bandwidth,
                           &taken))
      return false;
    if (taken)
      continue;
    if (!scenario_quantity(scenario, word, "metric", QUANTITY_COUNT, &metric, &taken))
      return false;
    if (!taken || metric > UINT32_MAX)
      return unknown(scenario, word, "bandwidth=SPEED, metric=N or excluded");
    network.metric = (uint32_t)metric;
  }
  if (network.bandwidth == 0)
    return too_few(scenario, words, "bandwidth=SPEED");
  if (!scenario_need_world(scenario))
    return false;
  uint32_t status = world_define_network(scenario->world, &network);
  return status == WIN32_SUCCESS || scenario_refused(scenario, &words->word[1], status);
}

/* dirty-curve=1s:100MiB,5s:300MiB - windows ascend, bytes do not fall. */
static bool parse_curve(struct scenario *scenario, const struct word *word, const char *text,
                        struct world_vm *vm) {
  static const char expected[] =
      "points such as 1s:100MiB,5s:300MiB, windows ascending, sizes not falling, at most 32";
  char piece[64];
  vm->point_count = 0;
  while (*text != '\0') {
    size_t length = strcspn(text, ",");
    uint64_t window = 0, bytes = 0;
    if (length >= sizeof piece || vm->point_count == WORLD_CURVE_POINTS_MAX)
      return unknown(scenario, word, expected);
    memcpy(piece, text, length);
    piece[length] = '\0';
    char *colon = strchr(piece, ':');
    if (colon == NULL)
      return unknown(scenario, word, expected);
    *colon = '\0';
    uint32_t n = vm->point_count;
    if (!quantity_parse(piece, QUANTITY_DURATION, &window) ||
        !quantity_parse(colon + 1, QUANTITY_BYTES, &bytes) ||
        window <= (n > 0 ? vm->points[n - 1].window : 0) ||
        bytes < (n > 0 ? vm->points[n - 1].bytes : 0))
      return unknown(scenario, word, expected);
    vm->points[n].window = window;
    vm->points[n].bytes = bytes;
    vm->point_count++;
    text += length + (text[length] == ',');
  }
  return vm->point_count > 0 || unknown(scenario, word, expected);
}

/* One key=value of a vm line. */
static bool vm_option(struct scenario *scenario, const struct word *word, struct world_vm *vm) {
  uint64_t rate = 0, noise = 0;
  const struct {
    const char *key;
    enum quantity quantity;
    uint64_t *value;
  } keys[] = {{"memory", QUANTITY_BYTES, &vm->memory},
              {"used", QUANTITY_BYTES, &vm->used},
              {"working-set", QUANTITY_BYTES, &vm->working_set},
              {"dirty-rate", QUANTITY_BYTE_RATE, &rate},
              {"noise", QUANTITY_PERCENT, &noise}};
  bool taken = strcmp(word->text, "off") == 0;
  if (taken)
    vm->running = false;
  if (scenario_value(word, "dirty-curve") != NULL)
    return parse_curve(scenario, word, scenario_value(word, "dirty-curve"), vm);
  for (size_t i = 0; !taken && i < sizeof keys / sizeof keys[0]; i++)
    if (!scenario_quantity(scenario, word, keys[i].key, keys[i].quantity, keys[i].value, &taken))
      return false;
  if (!taken || noise > UINT64_C(1) << 32)
    return unknown(scenario, word,
                   "memory=, used=, dirty-rate=, dirty-curve=, working-set=, noise=0..100% or off");
  if (scenario_value(word, "dirty-rate") != NULL) {
    vm->point_count = 1;
    vm->points[0].window = 1000000;
    vm->points[0].bytes = rate;
  }
  if (scenario_value(word, "noise") != NULL)
    vm->noise = (int64_t)noise;
  return true;
}

bool command_vm(struct scenario *scenario, const struct words *words) {
  struct world_vm vm = {.running = true};
  if (words->count < 4 || strcmp(words->word[2].text, "on") != 0)
    return too_few(scenario, words, "vm NAME on HOST memory=SIZE");
  if (!scenario_find(scenario, &words->word[3], OBJECT_NODE, &vm.node))
    return false;
  vm.name = words->word[1].text;
  for (size_t i = 4; i < words->count; i++)
    if (!vm_option(scenario, &words->word[i], &vm))
      return false;
  if (vm.memory == 0)
    return too_few(scenario, words, "memory=SIZE");
  uint32_t status = world_define_vm(scenario->world, &vm);
  return status == WIN32_SUCCESS || scenario_refused(scenario, &words->word[1], status);
}

bool command_switch(struct scenario *scenario, const struct words *words) {
  if (words->count != 2)
    return too_few(scenario, words, "switch NAME=VALUE");
  if (!scenario_need_world(scenario))
    return false;
  for (unsigned i = 0; i < SWITCH_COUNT; i++) {
    const char *value = scenario_value(&words->word[1], cluster_switch_name((enum model_switch)i));
    if (value == NULL)
      continue;
    for (unsigned k = 0; k < 2; k++)
      if (strcmp(value, cluster_switch_value((enum model_switch)i, k)) == 0)
        return world_set_switch(scenario->world, (enum model_switch)i, k) == WIN32_SUCCESS;
    return scenario_bad(scenario, words->word[1].column, "%s is %s or %s",
                        cluster_switch_name((enum model_switch)i),
                        cluster_switch_value((enum model_switch)i, 0),
                        cluster_switch_value((enum model_switch)i, 1));
  }
  return unknown(scenario, &words->word[1], "a switch of docs/fidelity.md");
}

bool command_timing(struct scenario *scenario, const struct words *words) {
  if (words->count < 2)
    return too_few(scenario, words, "timing NAME=DURATION");
  if (!scenario_need_world(scenario))
    return false;
  for (size_t i = 1; i < words->count; i++) {
    const struct word *word = &words->word[i];
    const char *equals = strchr(word->text, '=');
    char name[64];
    uint64_t value = 0;
    if (equals == NULL || (size_t)(equals - word->text) >= sizeof name)
      return unknown(scenario, word, "NAME=DURATION");
    memcpy(name, word->text, (size_t)(equals - word->text));
    name[equals - word->text] = '\0';
    if (!quantity_parse(equals + 1, QUANTITY_DURATION, &value))
      return unknown(scenario, word, quantity_expected(QUANTITY_DURATION));
    if (world_set_timing(scenario->world, name, value) != WIN32_SUCCESS)
      return unknown(scenario, word, "a duration's name of docs/fidelity.md");
  }
  return true;
}

/* key=DURATION, key=never or key=hangs. */
static bool provider_time(struct scenario *scenario, const struct word *word, const char *key,
                          uint64_t *value, bool *taken) {
  const char *text = scenario_value(word, key);
  bool never = text != NULL && strcmp(text, "never") == 0;
  *taken = never || (text != NULL && strcmp(text, "hangs") == 0);
  if (*taken)
    *value = never ? WORLD_NEVER : WORLD_HANGS;
  return *taken || scenario_quantity(scenario, word, key, QUANTITY_DURATION, value, taken);
}

bool command_volume(struct scenario *scenario, const struct words *words) {
  struct event event = {.kind = EVENT_HOLD_ON_VOLUME};
  if (words->count != 4 || strcmp(words->word[2].text, "holds") != 0)
    return too_few(scenario, words, "volume DISK holds VM");
  if (!scenario_find(scenario, &words->word[1], OBJECT_RESOURCE, &event.argument) ||
      !scenario_find(scenario, &words->word[3], OBJECT_VM, &event.subject))
    return false;
  uint32_t status = world_happens(scenario->world, &event);
  return status == WIN32_SUCCESS || scenario_refused(scenario, &words->word[1], status);
}

bool command_adapter(struct scenario *scenario, const struct words *words) {
  struct event event = {.kind = EVENT_CONNECT_ADAPTER};
  if (words->count != 4 || strcmp(words->word[2].text, "on") != 0)
    return too_few(scenario, words, "adapter VM on NETWORK");
  if (!scenario_find(scenario, &words->word[1], OBJECT_VM, &event.subject) ||
      !scenario_find(scenario, &words->word[3], OBJECT_NETWORK, &event.argument))
    return false;
  uint32_t status = world_happens(scenario->world, &event);
  return status == WIN32_SUCCESS || scenario_refused(scenario, &words->word[1], status);
}

bool command_provider(struct scenario *scenario, const struct words *words) {
  struct world_provider provider = {0};
  uint32_t resource = 0;
  if (words->count < 3)
    return too_few(scenario, words,
                   "a resource's name, and online=, offline=, fails= or event-handle");
  if (!scenario_find(scenario, &words->word[1], OBJECT_RESOURCE, &resource))
    return false;
  for (size_t i = 2; i < words->count; i++) {
    const struct word *word = &words->word[i];
    if (strcmp(word->text, "event-handle") == 0) {
      provider.event_handle = true;
      continue;
    }
    uint64_t count = 0;
    bool taken = false;
    if (!provider_time(scenario, word, "online", &provider.online, &taken) ||
        (!taken && !provider_time(scenario, word, "offline", &provider.offline, &taken)))
      return false;
    if (taken)
      continue;
    if (!scenario_quantity(scenario, word, "fails", QUANTITY_COUNT, &count, &taken))
      return false;
    if (!taken || count > UINT32_MAX)
      return unknown(
          scenario, word,
          "online=DURATION|never|hangs, offline=DURATION|never|hangs, fails=N or event-handle");
    provider.failures = (uint32_t)count;
  }
  uint32_t status = world_set_provider(scenario->world, resource, &provider);
  return status == WIN32_SUCCESS || scenario_refused(scenario, &words->word[1], status);
}

bool command_migration(struct scenario *scenario, const struct words *words) {
  if (words->count < 2)
    return too_few(scenario, words, "limit=RATE, rounds=N or performance=tcp|smb");
  if (!scenario_need_world(scenario))
    return false;
  for (size_t i = 1; i < words->count; i++) {
    const struct word *word = &words->word[i];
    uint64_t value = 0;
    bool taken = false;
    if (!scenario_quantity(scenario, word, "limit", QUANTITY_BYTE_RATE, &value, &taken))
      return false;
    if (taken) {
      world_set_sender_limit(scenario->world, value);
      continue;
    }
    const char *performance = scenario_value(word, "performance");
    if (performance != NULL) {
      if (strcmp(performance, "smb") != 0 && strcmp(performance, "tcp") != 0)
        return unknown(scenario, word, "performance=tcp or performance=smb");
      world_migrate_over_smb(scenario->world, strcmp(performance, "smb") == 0);
      continue;
    }
    if (!scenario_quantity(scenario, word, "rounds", QUANTITY_COUNT, &value, &taken))
      return false;
    if (!taken || value == 0 || value > 30 ||
        world_set_round_cap(scenario->world, (uint32_t)value) != WIN32_SUCCESS)
      return unknown(scenario, word, "limit=RATE, rounds=1..30 or performance=tcp|smb");
  }
  return true;
}
