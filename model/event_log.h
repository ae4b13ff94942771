#ifndef MODEL_EVENT_LOG_H
#define MODEL_EVENT_LOG_H
/* The event log of the cluster's nodes: what a step makes them write (event_log.def).  Most entries
 * follow from the changes of a step; the decisions of a policy are logged by it. */
#include "model/step.h"

enum log_channel {
  LOG_SYSTEM,
  LOG_OPERATIONAL,
  LOG_HIGH_AVAILABILITY, /* Hyper-V's resource DLL */
  LOG_VMMS,              /* its management service */
  LOG_WORKER,            /* the worker process of a machine */
  LOG_CHANNEL_COUNT
};

/* Levels of Windows' event log. */
enum log_level { LOG_CRITICAL = 1, LOG_ERROR = 2, LOG_WARNING = 3, LOG_INFORMATION = 4 };

/* The most entries one step makes: two a change, and what policies say. */
enum { LOG_ENTRIES_MAX = 2 * CHANGES_MAX + LOGS_MAX };

/* Entries of a step that has just been made, in their order; how many. */
uint32_t event_log_of_step(const struct cluster *cluster, const struct event *event,
                           const struct effects *effects, struct logged *entries, uint32_t most);

uint32_t event_log_number(enum log_id id); /* 1069 */
enum log_channel event_log_channel(enum log_id id);
enum log_level event_log_level(enum log_id id);
enum object_kind event_log_subject(enum log_id id);

/* "System", "Microsoft-Windows-FailoverClustering/Operational";
 * "Microsoft-Windows-FailoverClustering"; "Error". */
const char *event_log_channel_name(enum log_channel channel);
const char *event_log_provider_name(enum log_channel channel);
const char *event_log_level_name(enum log_level level);

/* The text with its placeholders. */
const char *event_log_template(enum log_id id);

/* The entry as a sentence; names are those of now.  False when it does not fit. */
bool event_log_text(const struct cluster *cluster, const struct logged *entry, char *text,
                    size_t room);

#endif
