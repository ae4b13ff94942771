/* What libclusapi.so exports and does not do: it says so.  Callers pass arguments that nothing here
 * reads; that is sound where the caller clears them away, as on every 64-bit system. */
#include "model/status.h"
#include "sim/library/library_cluster.h"

#define STATUS_OF(name, type, value)                                                               \
  type WINAPI name(void);                                                                          \
  type WINAPI name(void) {                                                                         \
    SetLastError(WIN32_CALL_NOT_IMPLEMENTED);                                                      \
    return value;                                                                                  \
  }
#define UNMODELLED(name, kind, why) UNMODELLED_##kind(name)
#define UNMODELLED_STATUS(name)     STATUS_OF(name, DWORD, WIN32_CALL_NOT_IMPLEMENTED)
#define UNMODELLED_UNKNOWN(name)    STATUS_OF(name, DWORD, WIN32_CALL_NOT_IMPLEMENTED)
#define UNMODELLED_HANDLE(name)     STATUS_OF(name, LPVOID, NULL)
#define UNMODELLED_BOOLEAN(name)    STATUS_OF(name, BOOL, 0)
#define UNMODELLED_STATE(name)      STATUS_OF(name, LONG, -1)
#define UNMODELLED_NOTHING(name)                                                                   \
  void WINAPI name(void);                                                                          \
  void WINAPI name(void) {                                                                         \
    SetLastError(WIN32_CALL_NOT_IMPLEMENTED);                                                      \
  }
#include "sim/library/unmodelled_functions.def"
#undef UNMODELLED
