/* Commands in which something happens: fault, guest, advance, await. */
#include "model/storage.h"
#include "sim/scenario/property_reading.h"
#include <stdio.h>
#include <string.h>

static bool expected(struct scenario *scenario, const struct words *words, size_t at,
                     const char *what) {
  const struct word *last = &words->word[words->count - 1];
  if (at < words->count)
    return scenario_bad(scenario, words->word[at].column, "'%s': expected %s", words->word[at].text,
                        what);
  return scenario_bad(scenario, last->column + strlen(last->text), "expected %s", what);
}

static bool is(const struct words *words, size_t at, const char *text) {
  return at < words->count && strcmp(words->word[at].text, text) == 0;
}

/* --- fault --- */

struct happening {
  const char *word;
  enum event_kind kind;
  uint32_t argument;
};

/* "NAME WORD": which of several things happens to an object; `rows` end with one without a word. */
static bool one_of(struct scenario *scenario, const struct words *words, size_t *at,
                   struct event *event, const struct happening *rows, const char *wanted) {
  while (rows->word != NULL && !is(words, 3, rows->word))
    rows++;
  if (rows->word == NULL)
    return expected(scenario, words, 3, wanted);
  event->kind = rows->kind;
  event->argument = rows->argument;
  *at = 4;
  return scenario_find(scenario, &words->word[2], event_subject(event->kind), &event->subject);
}

static bool fault_host(struct scenario *scenario, const struct words *words, size_t *at,
                       struct event *event) {
  static const struct happening rows[] = {
      {"crash", EVENT_HOST_CRASHED, 0}, {"return", EVENT_HOST_RETURNED, 0}, {0}};
  return one_of(scenario, words, at, event, rows, "crash or return");
}

static bool fault_service(struct scenario *scenario, const struct words *words, size_t *at,
                          struct event *event) {
  static const struct happening rows[] = {{"crash", EVENT_SERVICE_STOPPED, 0},
                                          {"return", EVENT_SERVICE_STARTED, 0},
                                          {"hangs", EVENT_SERVICE_HANGS, 0},
                                          {0}};
  return one_of(scenario, words, at, event, rows, "crash or return, or hangs");
}

/* "storage NODE slow=N": everything takes N times as long. */
static bool slow_storage(struct scenario *scenario, const struct words *words, size_t *at,
                         struct event *event) {
  bool taken = false;
  event->kind = EVENT_STORAGE_SLOW;
  *at = 4;
  if (!scenario_find(scenario, &words->word[2], OBJECT_NODE, &event->subject) ||
      !scenario_quantity(scenario, &words->word[3], "slow", QUANTITY_COUNT, &event->value, &taken))
    return false;
  if (event->value == 0 || event->value > STORAGE_SLOW_MAX)
    return expected(scenario, words, 3, "slow=1 (as usual) to slow=1000");
  if (event->value == 1)
    event->value = 0;
  return true;
}

static bool fault_storage(struct scenario *scenario, const struct words *words, size_t *at,
                          struct event *event) {
  static const struct happening rows[] = {
      {"lost", EVENT_STORAGE_LOST, 0}, {"return", EVENT_STORAGE_BACK, 0}, {0}};
  if (words->count >= 4 && scenario_value(&words->word[3], "slow") != NULL)
    return slow_storage(scenario, words, at, event);
  return one_of(scenario, words, at, event, rows, "lost or return");
}

static bool fault_memory(struct scenario *scenario, const struct words *words, size_t *at,
                         struct event *event) {
  bool taken = false;
  if (words->count < 4)
    return expected(scenario, words, words->count, "fault memory NODE taken=SIZE");
  event->kind = EVENT_TAKE_HOST_MEMORY;
  *at = 4;
  if (!scenario_find(scenario, &words->word[2], OBJECT_NODE, &event->subject) ||
      !scenario_quantity(scenario, &words->word[3], "taken", QUANTITY_BYTES, &event->value, &taken))
    return false;
  if (!taken || event->value > cluster_node(world_cluster(scenario->world), event->subject)->memory)
    return expected(scenario, words, 3, "taken=SIZE of at most the host's memory");
  return true;
}

static bool fault_interface(struct scenario *scenario, const struct words *words, size_t *at,
                            struct event *event) {
  if (words->count < 5 || (!is(words, 4, "down") && !is(words, 4, "up")))
    return expected(scenario, words, 4, "fault interface NETWORK NODE down|up");
  event->kind = is(words, 4, "down") ? EVENT_INTERFACE_DOWN : EVENT_INTERFACE_UP;
  *at = 5;
  return scenario_find(scenario, &words->word[2], OBJECT_NETWORK, &event->subject) &&
         scenario_find(scenario, &words->word[3], OBJECT_NODE, &event->argument);
}

static bool fault_network(struct scenario *scenario, const struct words *words, size_t *at,
                          struct event *event) {
  static const struct happening rows[] = {
      {"down", EVENT_NETWORK_DOWN, 0}, {"up", EVENT_NETWORK_UP, 0}, {0}};
  return one_of(scenario, words, at, event, rows, "down, up or bandwidth=SPEED");
}

static bool fault_heartbeat(struct scenario *scenario, const struct words *words, size_t *at,
                            struct event *event) {
  static const struct happening rows[] = {
      {"lost", EVENT_HEARTBEAT_LOST, 0}, {"return", EVENT_HEARTBEAT_BACK, 0}, {0}};
  return one_of(scenario, words, at, event, rows, "lost or return");
}

static bool fault_vm(struct scenario *scenario, const struct words *words, size_t *at,
                     struct event *event) {
  static const struct happening rows[] = {
      {"crash", EVENT_GUEST_CRASHED, 0}, {"application", EVENT_APPLICATION_FAILED, 0}, {0}};
  return one_of(scenario, words, at, event, rows, "crash or application");
}

static bool fault_resource(struct scenario *scenario, const struct words *words, size_t *at,
                           struct event *event) {
  static const struct happening rows[] = {
      {"fail", EVENT_RESOURCE_FAILED, 0}, {"dies", EVENT_RESOURCE_DIES, 0},
      {"hangs", EVENT_RESOURCE_HANGS, 0}, {"lock", EVENT_LOCK_RESOURCE, 1},
      {"unlock", EVENT_LOCK_RESOURCE, 0}, {0}};
  return one_of(scenario, words, at, event, rows, "fail, dies, hangs, lock or unlock");
}

static bool is_bandwidth(const struct words *words) {
  return words->count >= 4 && is(words, 1, "network") &&
         scenario_value(&words->word[3], "bandwidth") != NULL;
}

/* A slower or faster network is a change of the world at once, no event of the model. */
static bool set_bandwidth(struct scenario *scenario, const struct words *words) {
  uint64_t speed = 0;
  uint32_t network = 0;
  bool taken = false;
  if (words->count > 4)
    return expected(scenario, words, 4, "the end of the line (bandwidth changes at once)");
  if (!scenario_find(scenario, &words->word[2], OBJECT_NETWORK, &network) ||
      !scenario_quantity(scenario, &words->word[3], "bandwidth", QUANTITY_BIT_RATE, &speed, &taken))
    return false;
  return world_set_bandwidth(scenario->world, network, speed) == WIN32_SUCCESS ||
         expected(scenario, words, 3, "a speed of at least 1kbit");
}

static bool phase_by_name(const struct words *words, size_t at, enum vm_migration_phase *phase,
                          size_t *used) {
  static const struct {
    const char *first, *second;
    enum vm_migration_phase phase;
  } phases[] = {{"setup", NULL, MIGRATION_SETUP},     {"data", "transfer", MIGRATION_DATA_TRANSFER},
                {"stopped", NULL, MIGRATION_STOPPED}, {"sent", NULL, MIGRATION_SENT},
                {"resumed", NULL, MIGRATION_RESUMED}, {"canceled", NULL, MIGRATION_CANCELED},
                {"failure", NULL, MIGRATION_FAILURE}};
  for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++)
    if (is(words, at, phases[i].first) &&
        (phases[i].second == NULL || is(words, at + 1, phases[i].second))) {
      *phase = phases[i].phase;
      *used = phases[i].second == NULL ? 1 : 2;
      return true;
    }
  return false;
}

/* "when VM enters PHASE [after DURATION]" */
static bool in_phase(struct scenario *scenario, const struct words *words, size_t at,
                     const struct event *event) {
  uint64_t delay = 0;
  uint32_t vm = 0;
  enum vm_migration_phase phase = MIGRATION_NONE;
  size_t used = 0;
  if (!is(words, at + 2, "enters"))
    return expected(scenario, words, at + 2, "when VM enters PHASE");
  if (!scenario_find(scenario, &words->word[at + 1], OBJECT_VM, &vm))
    return false;
  if (!phase_by_name(words, at + 3, &phase, &used))
    return expected(scenario, words, at + 3,
                    "a phase: setup, data transfer, stopped, sent, resumed, canceled, failure");
  at += 3 + used;
  if (at < words->count && (!is(words, at, "after") || at + 2 != words->count ||
                            !quantity_parse(words->word[at + 1].text, QUANTITY_DURATION, &delay)))
    return expected(scenario, words, at, "after DURATION");
  uint32_t status = world_happens_in_phase(scenario->world, vm, phase, delay, event);
  return status == WIN32_SUCCESS || scenario_refused(scenario, &words->word[2], status);
}

/* "every=DURATION | mean=DURATION", "for=DURATION" */
static bool recurrence(struct scenario *scenario, const struct words *words, size_t at,
                       const struct event *event, struct world_recurrence *again) {
  enum { EVERY, MEAN, FOR, OPTIONS };
  static const char *const names[OPTIONS] = {"every", "mean", "for"};
  uint64_t *const values[OPTIONS] = {&again->every, &again->mean, &again->lasts};
  bool given[OPTIONS] = {false};
  struct event repair;
  for (size_t i = at; i < words->count; i++) {
    int option = 0;
    while (option < OPTIONS && scenario_value(&words->word[i], names[option]) == NULL)
      option++;
    if (option == OPTIONS)
      return expected(scenario, words, i,
                      at == i ? "in DURATION, when VM enters PHASE, every=, mean= or for=DURATION"
                              : "every=, mean= or for=DURATION");
    if (!scenario_quantity(scenario, &words->word[i], names[option], QUANTITY_DURATION,
                           values[option], &given[option]))
      return false;
    if ((given[EVERY] && given[MEAN]) || *values[option] == 0)
      return expected(scenario, words, i, "either every= or mean=, and no duration of 0");
    if (given[FOR] && !world_repair_of(event, &repair))
      return expected(scenario, words, i, "no for= here: nothing repairs this");
    if (given[FOR] && given[EVERY] && again->lasts >= again->every)
      return expected(scenario, words, i, "a for= that is shorter than every=");
  }
  return true;
}

/* "[in DURATION] [every=DURATION | mean=DURATION] [for=DURATION]", "when ...", or nothing: now. */
static bool schedule(struct scenario *scenario, const struct words *words, size_t at,
                     const struct event *event) {
  struct world_recurrence again = {0};
  uint32_t status = WIN32_SUCCESS;
  if (is(words, at, "when"))
    return in_phase(scenario, words, at, event);
  bool later = is(words, at, "in");
  if (later) {
    if (at + 2 > words->count ||
        !quantity_parse(words->word[at + 1].text, QUANTITY_DURATION, &again.delay))
      return expected(scenario, words, at + 1, quantity_expected(QUANTITY_DURATION));
    at += 2;
  }
  if (!recurrence(scenario, words, at, event, &again))
    return false;
  if (at < words->count)
    status = world_happens_again(scenario->world, event, &again);
  else if (later)
    status = world_happens_after(scenario->world, again.delay, event);
  else
    status = world_happens(scenario->world, event);
  return status == WIN32_SUCCESS || scenario_refused(scenario, &words->word[2], status);
}

bool command_fault(struct scenario *scenario, const struct words *words) {
  static const struct {
    const char *name;
    bool (*parse)(struct scenario *scenario, const struct words *words, size_t *at,
                  struct event *event);
  } kinds[] = {{"host", fault_host},
               {"memory", fault_memory},
               {"network", fault_network},
               {"interface", fault_interface},
               {"service", fault_service},
               {"storage", fault_storage},
               {"vm", fault_vm},
               {"heartbeat", fault_heartbeat},
               {"resource", fault_resource}};
  struct event event = {0};
  size_t at = 0;
  if (is(words, 1, "partition"))
    return scenario_bad(scenario, words->word[1].column,
                        "a partition is not modelled yet: hosts and cluster services crash, "
                        "storage, networks and interfaces fail, memory runs out");
  if (is(words, 1, "none")) {
    if (words->count > 2)
      return expected(scenario, words, 2, "the end of the line");
    world_end_recurrence(scenario->world);
    return true;
  }
  if (is_bandwidth(words))
    return set_bandwidth(scenario, words);
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (is(words, 1, kinds[i].name)) {
      if (words->count < 3)
        return expected(scenario, words, words->count, "what fails");
      return kinds[i].parse(scenario, words, &at, &event) && schedule(scenario, words, at, &event);
    }
  return expected(scenario, words, 1,
                  "host, service, storage, memory, network, interface, vm, heartbeat, "
                  "resource, or none: what came again comes no more");
}

bool command_guest(struct scenario *scenario, const struct words *words) {
  uint32_t vm = 0;
  if (words->count != 3 || !is(words, 2, "shutdown"))
    return expected(scenario, words, 2, "guest NAME shutdown");
  if (!scenario_find(scenario, &words->word[1], OBJECT_VM, &vm))
    return false;
  uint32_t status =
      world_happens(scenario->world, &(struct event){.kind = EVENT_GUEST_SHUT_DOWN, .subject = vm});
  if (status != WIN32_SUCCESS)
    text_format(&scenario->output, "%s (%u): %s\n", win32_status_name(status), status,
                win32_status_sentence(status));
  return true;
}

/* --- time --- */

bool command_advance(struct scenario *scenario, const struct words *words) {
  uint64_t duration = 0;
  bool met = false;
  if (words->count != 2 || !quantity_parse(words->word[1].text, QUANTITY_DURATION, &duration))
    return expected(scenario, words, 1, quantity_expected(QUANTITY_DURATION));
  return scenario_need_world(scenario) &&
         scenario_wait(scenario, scenario->started_at + duration, NULL, NULL, &met);
}

bool command_await(struct scenario *scenario, const struct words *words) {
  struct property_reading reading;
  uint64_t within = 0;
  bool met = false;
  if (words->count != 7 || !is(words, 5, "within"))
    return expected(scenario, words, 1, "await KIND NAME PROPERTY VALUE within DURATION");
  if (!property_reading_parse(scenario, words, &reading))
    return false;
  if (!quantity_parse(words->word[6].text, QUANTITY_DURATION, &within))
    return expected(scenario, words, 6, quantity_expected(QUANTITY_DURATION));
  if (!scenario_wait(scenario, scenario->started_at + within, property_reading_has_value, &reading,
                     &met))
    return false;
  if (!met)
    text_format(&scenario->output, "not within %s: %s is %s\n", words->word[6].text,
                reading.property, property_reading_word(&reading));
  return true;
}
