#include "model/object_name.h"
#include "model/property_list.h"
#include "model/status.h"
#include "sim/resutils/local_memory.h"
#include "sim/resutils/resapi.h"
#include <stdlib.h>
#include <string.h>

/* winbase.h: LocalAlloc gives what LocalFree takes. */
void *local_allocate(size_t size) {
#ifdef _WIN32
  return LocalAlloc(LMEM_FIXED, size);
#else
  return malloc(size);
#endif
}

#ifndef _WIN32
HANDLE WINAPI LocalFree(HANDLE memory) {
  free(memory);
  return NULL;
}
#endif

bool local_narrow(LPCWSTR wide, char name[NAME_BYTES_MAX]) {
  uint8_t bytes[2 * (RESOURCE_NAME_UNITS_MAX + 1)];
  for (size_t i = 0; i <= RESOURCE_NAME_UNITS_MAX; i++) {
    bytes[2 * i] = (uint8_t)wide[i];
    bytes[2 * i + 1] = (uint8_t)(wide[i] >> 8);
    if (wide[i] == 0)
      return object_name_from_utf16le(bytes, 2 * i + 2, name, NAME_BYTES_MAX);
  }
  return false;
}

/* The whole list is read, so that a damaged one is told from one without the property. */
static DWORD find(const void *list, DWORD size, LPCWSTR wide, struct property_item *found) {
  struct property_cursor cursor;
  struct property_item item;
  char name[NAME_BYTES_MAX];
  DWORD answer = WIN32_FILE_NOT_FOUND;
  if (list == NULL || wide == NULL)
    return WIN32_INVALID_PARAMETER;
  if (property_cursor_begin(list, size, &cursor) != WIN32_SUCCESS)
    return WIN32_INVALID_DATA;
  bool possible =
      local_narrow(wide, name) && object_name_check(name, RESOURCE_NAME_UNITS_MAX) == NULL;
  while (cursor.left > 0) {
    if (property_cursor_next(&cursor, &item) != WIN32_SUCCESS)
      return WIN32_INVALID_DATA;
    if (answer != WIN32_SUCCESS && possible && object_name_equal(item.name, name)) {
      *found = item;
      answer = WIN32_SUCCESS;
    }
  }
  return answer;
}

/* A number of this many bytes. */
static DWORD find_number(const void *list, DWORD size, LPCWSTR name, uint32_t syntax, void *value,
                         size_t bytes) {
  struct property_item item;
  DWORD status = find(list, size, name, &item);
  if (status != WIN32_SUCCESS)
    return status;
  if (item.syntax != syntax || item.size != bytes)
    return WIN32_INVALID_DATA;
  if (value == NULL)
    return WIN32_INVALID_PARAMETER;
  memcpy(value, item.data, bytes);
  return WIN32_SUCCESS;
}

/* A copy of texts or bytes. */
static DWORD find_bytes(const void *list, DWORD size, LPCWSTR name, uint32_t syntax, void **value,
                        LPDWORD bytes) {
  struct property_item item;
  DWORD status = find(list, size, name, &item);
  if (status != WIN32_SUCCESS)
    return status;
  if (item.syntax != syntax)
    return WIN32_INVALID_DATA;
  if (value != NULL) {
    *value = local_allocate(item.size > 0 ? item.size : 1);
    if (*value == NULL)
      return WIN32_NOT_ENOUGH_MEMORY;
    memcpy(*value, item.data, item.size);
  }
  if (bytes != NULL)
    *bytes = item.size;
  return WIN32_SUCCESS;
}

/* A text ends in its NUL, or the list is damaged. */
static DWORD find_text(const void *list, DWORD size, LPCWSTR name, uint32_t syntax, LPWSTR *value) {
  struct property_item item;
  DWORD status = find(list, size, name, &item);
  if (status == WIN32_SUCCESS && item.syntax == syntax &&
      (item.size < 2 || item.size % 2 != 0 || item.data[item.size - 1] != 0 ||
       item.data[item.size - 2] != 0))
    return WIN32_INVALID_DATA;
  return find_bytes(list, size, name, syntax, (void **)value, NULL);
}

DWORD WINAPI ResUtilFindDwordProperty(LPVOID list, DWORD size, LPCWSTR name, LPDWORD value) {
  return find_number(list, size, name, PROPERTY_SYNTAX_DWORD, value, sizeof *value);
}

DWORD WINAPI ResUtilFindLongProperty(LPVOID list, DWORD size, LPCWSTR name, LONG *value) {
  return find_number(list, size, name, PROPERTY_SYNTAX_LONG, value, sizeof *value);
}

DWORD WINAPI ResUtilFindULargeIntegerProperty(LPVOID list, DWORD size, LPCWSTR name,
                                              ULONGLONG *value) {
  return find_number(list, size, name, PROPERTY_SYNTAX_ULARGE_INTEGER, value, sizeof *value);
}

DWORD WINAPI ResUtilFindFileTimeProperty(LPVOID list, DWORD size, LPCWSTR name, FILETIME *value) {
  return find_number(list, size, name, PROPERTY_SYNTAX_FILETIME, value, sizeof *value);
}

DWORD WINAPI ResUtilFindSzProperty(LPVOID list, DWORD size, LPCWSTR name, LPWSTR *value) {
  return find_text(list, size, name, PROPERTY_SYNTAX_SZ, value);
}

DWORD WINAPI ResUtilFindExpandSzProperty(LPVOID list, DWORD size, LPCWSTR name, LPWSTR *value) {
  return find_text(list, size, name, PROPERTY_SYNTAX_EXPAND_SZ, value);
}

/* --- %NAMES% --- */

#ifdef _WIN32
/* Windows' own expansion: the size with the NUL, in units. */
static DWORD expand(LPCWSTR text, LPWSTR out, DWORD room) {
  return ExpandEnvironmentStringsW(text, out, room);
}
#else
/* The value of the variable whose name stands between two %; NULL where there is none. */
static const char *value_of(LPCWSTR name, size_t units) {
  char text[NAME_BYTES_MAX];
  if (units == 0 || units >= sizeof text)
    return NULL;
  for (size_t i = 0; i < units; i++) {
    if (name[i] > 0x7E)
      return NULL;
    text[i] = (char)name[i];
  }
  text[units] = '\0';
  return getenv(text);
}

static size_t put(LPWSTR out, size_t room, size_t at, WCHAR unit) {
  if (at < room)
    out[at] = unit;
  return at + 1;
}

/* As Windows expands: what names no variable stays as it is.  Values are ASCII here. */
static DWORD expand(LPCWSTR text, LPWSTR out, DWORD room) {
  size_t at = 0;
  while (*text != 0) {
    size_t units = 0;
    while (*text == '%' && text[1 + units] != 0 && text[1 + units] != '%')
      units++;
    const char *value = *text == '%' && text[1 + units] == '%' ? value_of(text + 1, units) : NULL;
    for (const char *p = value; p != NULL && *p != '\0'; p++)
      at = put(out, room, at, (WCHAR)(unsigned char)*p);
    if (value == NULL)
      at = put(out, room, at, *text);
    text += value != NULL ? units + 2 : 1;
  }
  return (DWORD)put(out, room, at, 0);
}
#endif

DWORD WINAPI ResUtilFindExpandedSzProperty(LPVOID list, DWORD size, LPCWSTR name, LPWSTR *value) {
  LPWSTR text = NULL;
  WCHAR none = 0;
  DWORD status = find_text(list, size, name, PROPERTY_SYNTAX_EXPAND_SZ, &text);
  if (status != WIN32_SUCCESS || value == NULL) {
    (void)LocalFree(text);
    return status;
  }
  DWORD units = expand(text, &none, 1);
  *value = local_allocate(units * sizeof(WCHAR));
  if (*value != NULL)
    (void)expand(text, *value, units);
  (void)LocalFree(text);
  return *value == NULL ? (DWORD)WIN32_NOT_ENOUGH_MEMORY : (DWORD)WIN32_SUCCESS;
}

DWORD WINAPI ResUtilFindMultiSzProperty(LPVOID list, DWORD size, LPCWSTR name, LPWSTR *value,
                                        LPDWORD bytes) {
  return find_bytes(list, size, name, PROPERTY_SYNTAX_MULTI_SZ, (void **)value, bytes);
}

DWORD WINAPI ResUtilFindBinaryProperty(LPVOID list, DWORD size, LPCWSTR name, BYTE **value,
                                       LPDWORD bytes) {
  return find_bytes(list, size, name, PROPERTY_SYNTAX_BINARY, (void **)value, bytes);
}

DWORD WINAPI ResUtilVerifyPrivatePropertyList(LPVOID list, DWORD size) {
  static const WCHAR none[] = {'x', 0};
  struct property_item item;
  DWORD status = find(list, size, none, &item);
  return status == WIN32_FILE_NOT_FOUND ? (DWORD)WIN32_SUCCESS : status;
}
