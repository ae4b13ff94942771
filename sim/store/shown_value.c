#include "model/property_list.h"
#include "sim/store/store_state.h"
#include <stdio.h>
#include <string.h>

void store_bind_shown(sqlite3_stmt *statement, const struct stored_property *stored) {
  char shown[2 * PROPERTY_VALUE_MAX];
  size_t used = 0, at = 0;
  uint64_t number = 0;
  bool is_list = stored->syntax == PROPERTY_SYNTAX_MULTI_SZ;
  if (is_list || stored->syntax == PROPERTY_SYNTAX_SZ) {
    do {
      const char *comma = used > 0 ? ", " : "";
      char *to = shown + used + strlen(comma);
      if (!object_name_from_utf16le(stored->value + at, stored->size - at, to,
                                    sizeof shown - (size_t)(to - shown)))
        break;
      at += object_name_to_utf16le(to, NULL, 0);
      if (to[0] != '\0')
        memcpy(shown + used, comma, strlen(comma));
      used = to[0] == '\0' ? used : (size_t)(to - shown) + strlen(to);
    } while (is_list && at < stored->size);
    (void)sqlite3_bind_text(statement, 3, shown, (int)used, SQLITE_TRANSIENT);
  } else if (stored->size == 4 || stored->size == 8) {
    for (uint32_t i = 0; i < stored->size; i++)
      number |= (uint64_t)stored->value[i] << (8 * i);
    snprintf(shown, sizeof shown, "%llu", (unsigned long long)number);
    (void)sqlite3_bind_text(statement, 3, shown, -1, SQLITE_TRANSIENT);
  } else {
    (void)sqlite3_bind_null(statement, 3);
  }
}
