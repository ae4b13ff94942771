/* What libresutils.so exports and does not do: it says so.  Nothing here reads the arguments; that
 * is sound where the caller clears them away, as on every 64-bit system. */
#include "model/status.h"
#include "sim/resutils/resapi.h"

#define ANSWER(name, type, value)                                                                  \
  type WINAPI name(void);                                                                          \
  type WINAPI name(void) {                                                                         \
    return value;                                                                                  \
  }
#define UNMODELLED(name, kind, why) UNMODELLED_##kind(name)
#define UNMODELLED_STATUS(name)     ANSWER(name, DWORD, WIN32_CALL_NOT_IMPLEMENTED)
#define UNMODELLED_UNKNOWN(name)    ANSWER(name, DWORD, WIN32_CALL_NOT_IMPLEMENTED)
#define UNMODELLED_HANDLE(name)     ANSWER(name, LPVOID, NULL)
#define UNMODELLED_BOOLEAN(name)    ANSWER(name, BOOL, 0)
#define UNMODELLED_NOTHING(name)                                                                   \
  void WINAPI name(void);                                                                          \
  void WINAPI name(void) {}
#include "sim/resutils/unmodelled_utilities.def"
#undef UNMODELLED
