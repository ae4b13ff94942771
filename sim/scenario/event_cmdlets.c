/* Get-WinEvent: what a node wrote into its event log. */
#include "model/event_log.h"
#include "model/node.h"
#include "sim/scenario/cmdlet_arguments.h"
#include <stdio.h>
#include <string.h>

enum { IDS_MAX = 32, TEXT_ROOM = 512, MESSAGE_WIDTH = 66 };

struct event_filter {
  uint64_t channels; /* bit per log */
  uint32_t id_count, ids[IDS_MAX];
  uint32_t node;
  uint64_t most;
  bool oldest_first;
};

static uint64_t channels_of(const char *log) {
  uint64_t channels = 0;
  for (unsigned i = 0; i < LOG_CHANNEL_COUNT; i++)
    if (object_name_is(log, event_log_channel_name((enum log_channel)i)))
      channels |= UINT64_C(1) << i;
  return channels;
}

/* --- @{LogName='System';Id=1069,1205} --- */

static bool bad_table(struct scenario *scenario, const struct cmdlet_parameter *parameter) {
  return scenario_bad(scenario, parameter->column,
                      "-FilterHashtable: expected @{LogName='LOG';Id=NUMBER,...}");
}

static bool take_ids(char *text, struct event_filter *filter) {
  for (char *id = strtok(text, ","); id != NULL; id = strtok(NULL, ",")) {
    uint64_t number = 0;
    if (filter->id_count == IDS_MAX || !quantity_parse(id, QUANTITY_COUNT, &number) ||
        number > UINT32_MAX)
      return false;
    filter->ids[filter->id_count++] = (uint32_t)number;
  }
  return filter->id_count > 0;
}

static bool take_pair(char *pair, struct event_filter *filter, char log[TEXT_ROOM]) {
  char *equals = strchr(pair, '=');
  if (equals == NULL)
    return false;
  *equals = '\0';
  char *value = equals + 1;
  size_t length = strlen(value);
  if (object_name_is(pair, "Id"))
    return take_ids(value, filter);
  if (length >= 2 && value[0] == '\'' && value[length - 1] == '\'') {
    value[length - 1] = '\0';
    value++;
  }
  snprintf(log, TEXT_ROOM, "%s", value);
  return object_name_is(pair, "LogName");
}

static bool parse_table(struct scenario *scenario, const struct cmdlet_parameter *parameter,
                        struct event_filter *filter, char log[TEXT_ROOM]) {
  char text[TEXT_ROOM] = "", *pairs[4];
  size_t count = 0;
  for (size_t i = 0; i < parameter->value_count; i++) { /* commas cut it apart */
    size_t used = strlen(text);
    snprintf(text + used, sizeof text - used, "%s%s", i > 0 ? "," : "", parameter->values[i]);
  }
  size_t length = strlen(text);
  if (length < 4 || strncmp(text, "@{", 2) != 0 || text[length - 1] != '}')
    return bad_table(scenario, parameter);
  text[length - 1] = '\0';
  for (char *p = text + 2; p != NULL && count < sizeof pairs / sizeof pairs[0];) {
    pairs[count++] = p;
    p = strchr(p, ';');
    if (p != NULL)
      *p++ = '\0';
  }
  for (size_t i = 0; i < count; i++)
    if (!take_pair(pairs[i], filter, log))
      return bad_table(scenario, parameter);
  return true;
}

/* --- the filter --- */

/* The log of the node that was named, or of the first one that is there. */
static uint32_t first_node(const struct cluster *cluster) {
  for (uint32_t i = 0; i < cluster->count[OBJECT_NODE]; i++)
    if (node_takes_part(cluster, i))
      return i;
  return CLUSTER_NONE;
}

static bool parse(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                  struct event_filter *filter, char log[TEXT_ROOM]) {
  const struct cluster *cluster = world_cluster(scenario->world);
  const struct cmdlet_parameter *name = cmdlet_argument(arguments, "LogName");
  const struct cmdlet_parameter *table = cmdlet_argument(arguments, "FilterHashtable");
  const struct cmdlet_parameter *most = cmdlet_argument(arguments, "MaxEvents");
  const struct cmdlet_parameter *computer = cmdlet_argument(arguments, "ComputerName");
  log[0] = '\0';
  if ((name == NULL) == (table == NULL))
    return scenario_bad(scenario, arguments->column,
                        "Get-WinEvent: expected -LogName or -FilterHashtable");
  if (name != NULL)
    snprintf(log, TEXT_ROOM, "%s", name->values[0]);
  else if (!parse_table(scenario, table, filter, log))
    return false;
  filter->channels = channels_of(log);
  filter->most = most != NULL ? most->number : UINT64_MAX;
  filter->oldest_first = cmdlet_argument(arguments, "Oldest") != NULL;
  filter->node = computer == NULL ? first_node(cluster)
                                  : cluster_find(cluster, OBJECT_NODE, computer->values[0]);
  return true;
}

static bool takes(const struct event_filter *filter, const struct logged *logged) {
  bool wanted = filter->id_count == 0;
  for (uint32_t i = 0; i < filter->id_count; i++)
    wanted = wanted || filter->ids[i] == event_log_number(logged->id);
  return wanted && ((filter->channels >> event_log_channel(logged->id)) & 1) != 0 &&
         ((logged->writers >> filter->node) & 1) != 0;
}

/* --- printing --- */

static bool is_leap(uint64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Virtual time begins on 1 January 2025, at midnight. */
static void put_time(char text[64], uint64_t at) {
  static const uint64_t days_in[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  uint64_t seconds = at / 1000000, day = seconds / 86400, year = 2025;
  size_t month = 0;
  for (; day >= (is_leap(year) ? 366 : 365); year++)
    day -= is_leap(year) ? 366 : 365;
  for (; day >= days_in[month] + (month == 1 && is_leap(year) ? 1 : 0); month++)
    day -= days_in[month] + (month == 1 && is_leap(year) ? 1 : 0);
  unsigned hour = (unsigned)(seconds % 86400 / 3600);
  snprintf(text, 64, "%zu/%u/%llu %u:%02u:%02u %s", month + 1, (unsigned)day + 1,
           (unsigned long long)year, hour % 12 == 0 ? 12 : hour % 12,
           (unsigned)(seconds % 3600 / 60), (unsigned)(seconds % 60), hour < 12 ? "AM" : "PM");
}

/* As the table cuts its last column; no letter is cut in two. */
static void cut(char *message) {
  size_t end = MESSAGE_WIDTH - 3;
  if (strlen(message) <= MESSAGE_WIDTH)
    return;
  while (((unsigned char)message[end] & 0xC0) == 0x80)
    end--;
  strcpy(message + end, "...");
}

static void print_line(struct scenario *scenario, const struct world_log_line *line,
                       const char **provider) {
  struct text *out = &scenario->output;
  char time[64], message[TEXT_ROOM];
  enum log_channel channel = event_log_channel(line->logged.id);
  const char *name = event_log_provider_name(channel);
  if (*provider == NULL || strcmp(*provider, name) != 0)
    text_format(out, "   ProviderName: %s\n%-26s %8s %-16s %s\n%-26s %8s %-16s %s\n", name,
                "TimeCreated", "Id", "LevelDisplayName", "Message", "-----------", "--",
                "----------------", "-------");
  *provider = name;
  put_time(time, line->at);
  (void)event_log_text(world_cluster(scenario->world), &line->logged, message, sizeof message);
  cut(message);
  text_format(out, "%-26s %8u %-16s %s\n", time, event_log_number(line->logged.id),
              event_log_level_name(event_log_level(line->logged.id)), message);
}

static void print_log(struct scenario *scenario, const struct cmdlet_arguments *arguments,
                      const struct event_filter *filter) {
  const char *provider = NULL;
  uint64_t begin = 0, end = 0, printed = 0;
  world_log_range(scenario->world, &begin, &end);
  for (uint64_t i = 0; i < end - begin && printed < filter->most; i++) {
    struct world_log_line line =
        world_log_line(scenario->world, filter->oldest_first ? begin + i : end - 1 - i);
    if (!takes(filter, &line.logged))
      continue;
    print_line(scenario, &line, &provider);
    printed++;
  }
  if (printed == 0)
    cmdlet_error(scenario, arguments->cmdlet, WIN32_SUCCESS,
                 "No events were found that match the specified selection criteria.");
}

bool cmdlet_get_event(struct scenario *scenario, const struct words *words) {
  struct cmdlet_arguments arguments;
  struct event_filter filter = {0};
  char log[TEXT_ROOM];
  if (!cmdlet_arguments_parse(scenario, words, &arguments) || !scenario_need_world(scenario) ||
      !parse(scenario, &arguments, &filter, log))
    return false;
  const struct cluster *cluster = world_cluster(scenario->world);
  if (filter.node == CLUSTER_NONE || !cluster_node(cluster, filter.node)->powered)
    cmdlet_error(scenario, arguments.cmdlet, WIN32_SUCCESS, "The RPC server is unavailable.");
  else if (filter.channels == 0)
    cmdlet_error(scenario, arguments.cmdlet, WIN32_SUCCESS,
                 "There is not an event log that matches \"%s\".", log);
  else
    print_log(scenario, &arguments, &filter);
  return true;
}
