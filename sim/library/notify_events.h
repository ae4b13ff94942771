#ifndef SIM_LIBRARY_NOTIFY_EVENTS_H
#define SIM_LIBRARY_NOTIFY_EVENTS_H
/* The events of notification ports (GetNotifyEventHandle): a Win32 event, elsewhere the descriptor
 * of an eventfd, readable while a notification waits.  Whoever waits for one is outside ClusAPI, so
 * from the first one on a thread lets time go on while nobody calls. */

/* From now on ports can have events.  Called with the lock. */
void notify_events_offer(void);

#endif
