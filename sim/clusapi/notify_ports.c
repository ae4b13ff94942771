#include "sim/clusapi/notify_ports.h"

static bool is_about(const struct notify_filter *filter, const struct notification *notification) {
  enum object_kind subject = notification_subject(notification->id);
  if (filter->kind == OBJECT_CLUSTER || subject == filter->kind)
    return filter->kind == OBJECT_CLUSTER || notification->object == filter->object;
  return notification->id == NOTIFICATION_RESOURCE_ADDED && filter->kind == OBJECT_GROUP &&
         notification->parent == filter->object;
}

static bool wants(const struct notify_filter *filter, const struct notification *notification) {
  bool kind = filter->type == 0 ? (filter->bits & notification_v1(notification->id)) != 0
                                : filter->type == notification_type(notification->id) &&
                                      (filter->bits & notification_filter(notification->id)) != 0;
  return kind && is_about(filter, notification);
}

static bool wants_to_know_of_loss(const struct notify_filter *filter) {
  return filter->type == 0 ? (filter->bits & NOTIFY_CLUSTER_RECONNECT) != 0
                           : filter->type == CLUSTER_OBJECT_TYPE_CLUSTER &&
                                 (filter->bits & NOTIFY_LOST_NOTIFICATIONS_V2) != 0;
}

/* NTF-008: a port that is read too late has lost what the cluster no longer keeps. */
static bool tell_of_loss(struct notify_port *port, struct notify_indication *indication) {
  for (; port->lost && port->next_filter < port->filter_count; port->next_filter++) {
    const struct notify_filter *filter = &port->filters[port->next_filter];
    if (wants_to_know_of_loss(filter)) {
      *indication = (struct notify_indication){.filter = filter, .lost = true};
      return true;
    }
  }
  if (port->lost)
    port->next_filter = 0;
  port->lost = false;
  return false;
}

bool notify_port_next(struct notify_port *port, const struct world *world,
                      struct notify_indication *indication) {
  uint64_t begin = 0, end = 0;
  world_notice_range(world, &begin, &end);
  if (port->next < begin) {
    port->lost = true;
    port->next = begin;
    port->next_filter = 0;
  }
  if (tell_of_loss(port, indication))
    return true;
  for (; port->next < end; port->next++, port->next_filter = 0) {
    struct notification told = world_notice(world, port->next).notification;
    for (; port->next_filter < port->filter_count; port->next_filter++) {
      const struct notify_filter *filter = &port->filters[port->next_filter];
      if (port->next >= filter->since && wants(filter, &told)) {
        *indication = (struct notify_indication){.filter = filter, .notification = told};
        return true;
      }
    }
  }
  return false;
}

void notify_port_told(struct notify_port *port) {
  assert(port->next_filter < port->filter_count);
  port->next_filter++;
}

bool notify_port_add(struct notify_port *port, const struct world *world,
                     const struct notify_filter *filter) {
  uint64_t begin = 0, end = 0;
  world_notice_range(world, &begin, &end);
  assert(port->open && begin <= end);
  if (port->filter_count == NOTIFY_FILTERS_MAX)
    return false;
  if (port->filter_count == 0)
    port->next = end;
  struct notify_filter *added = &port->filters[port->filter_count++];
  *added = *filter;
  added->since = end;
  return true;
}
