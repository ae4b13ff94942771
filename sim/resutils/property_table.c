/* Property tables: what a program says its properties are, compared with what a list has. */
#include "model/object_name.h"
#include "model/property_list.h"
#include "model/status.h"
#include "sim/resutils/local_memory.h"
#include "sim/resutils/resapi.h"
#include <string.h>

_Static_assert(sizeof(RESUTIL_PROPERTY_ITEM) == 48, "as in Windows");

/* The format is the low half of a value's syntax word. */
enum { FORMAT_MASK = 0xFFFF };

static size_t units_of(LPCWSTR text) {
  size_t units = 0;
  while (text[units] != 0)
    units++;
  return units;
}

DWORD WINAPI ResUtilEnumProperties(const RESUTIL_PROPERTY_ITEM *table, LPWSTR names, DWORD size,
                                   LPDWORD returned, LPDWORD required) {
  size_t units = 1;
  if (table == NULL || returned == NULL || required == NULL || (names == NULL && size > 0))
    return WIN32_BAD_ARGUMENTS;
  for (const RESUTIL_PROPERTY_ITEM *row = table; row->Name != NULL; row++)
    units += units_of(row->Name) + 1;
  *returned = 0;
  *required = (DWORD)(units * sizeof(WCHAR));
  if (size < *required)
    return WIN32_MORE_DATA;
  for (const RESUTIL_PROPERTY_ITEM *row = table; row->Name != NULL; row++) {
    size_t length = units_of(row->Name) + 1;
    memcpy(names, row->Name, length * sizeof(WCHAR));
    names += length;
  }
  *names = 0;
  *returned = *required;
  *required = 0;
  return WIN32_SUCCESS;
}

/* --- verifying --- */

static const RESUTIL_PROPERTY_ITEM *find_row(const RESUTIL_PROPERTY_ITEM *table,
                                             const char *wanted) {
  char name[NAME_BYTES_MAX];
  for (; table->Name != NULL; table++)
    if (local_narrow(table->Name, name) &&
        object_name_check(name, RESOURCE_NAME_UNITS_MAX) == NULL && object_name_equal(name, wanted))
      return table;
  return NULL;
}

/* A number within its range; texts, bytes and longer numbers have none. */
static bool is_in_range(const RESUTIL_PROPERTY_ITEM *row, const struct property_item *item) {
  uint32_t number = 0;
  if (row->Format != CLUSPROP_FORMAT_DWORD && row->Format != CLUSPROP_FORMAT_LONG)
    return true;
  if (item->size != sizeof number)
    return false;
  memcpy(&number, item->data, sizeof number);
  if ((row->Flags & RESUTIL_PROPITEM_SIGNED) != 0 || row->Format == CLUSPROP_FORMAT_LONG)
    return (LONG)number >= (LONG)row->Minimum && (LONG)number <= (LONG)row->Maximum;
  return number >= row->Minimum && number <= row->Maximum;
}

/* Into the parameter block: numbers as they are, texts and bytes as copies; behind a MULTI_SZ and
 * bytes stands their size. */
static DWORD store(const RESUTIL_PROPERTY_ITEM *row, const struct property_item *item,
                   LPBYTE block) {
  LPBYTE place = block + row->Offset;
  switch (row->Format) {
  case CLUSPROP_FORMAT_DWORD:
  case CLUSPROP_FORMAT_LONG:
  case CLUSPROP_FORMAT_ULARGE_INTEGER:
  case CLUSPROP_FORMAT_LARGE_INTEGER:
  case CLUSPROP_FORMAT_FILETIME:
  case CLUSPROP_FORMAT_WORD:
    memcpy(place, item->data, item->size);
    return WIN32_SUCCESS;
  default:
    break;
  }
  void *copy = local_allocate(item->size > 0 ? item->size : 1);
  if (copy == NULL)
    return WIN32_NOT_ENOUGH_MEMORY;
  memcpy(copy, item->data, item->size);
  memcpy(place, &copy, sizeof copy);
  if (row->Format == CLUSPROP_FORMAT_MULTI_SZ || row->Format == CLUSPROP_FORMAT_BINARY ||
      row->Format == CLUSPROP_FORMAT_SECURITY_DESCRIPTOR)
    memcpy(place + sizeof copy, &item->size, sizeof item->size);
  return WIN32_SUCCESS;
}

static bool has_its_size(const RESUTIL_PROPERTY_ITEM *row, const struct property_item *item) {
  switch (row->Format) {
  case CLUSPROP_FORMAT_WORD:
    return item->size == sizeof(WORD);
  case CLUSPROP_FORMAT_DWORD:
  case CLUSPROP_FORMAT_LONG:
    return item->size == sizeof(DWORD);
  case CLUSPROP_FORMAT_ULARGE_INTEGER:
  case CLUSPROP_FORMAT_LARGE_INTEGER:
  case CLUSPROP_FORMAT_FILETIME:
    return item->size == sizeof(ULONGLONG);
  default:
    return true;
  }
}

static DWORD check(const RESUTIL_PROPERTY_ITEM *table, BOOL allow_unknown,
                   const struct property_item *item) {
  const RESUTIL_PROPERTY_ITEM *row = find_row(table, item->name);
  if (row == NULL)
    return allow_unknown ? (DWORD)WIN32_SUCCESS : (DWORD)WIN32_INVALID_PARAMETER;
  bool fits = (item->syntax & FORMAT_MASK) == row->Format && has_its_size(row, item) &&
              (row->Flags & RESUTIL_PROPITEM_READ_ONLY) == 0 && is_in_range(row, item);
  return fits ? (DWORD)WIN32_SUCCESS : (DWORD)WIN32_INVALID_PARAMETER;
}

/* Calls for every property of the list; the first answer that is not 0. */
static DWORD walk(LPVOID list, DWORD size, const RESUTIL_PROPERTY_ITEM *table, BOOL allow_unknown,
                  LPBYTE block) {
  struct property_cursor cursor;
  struct property_item item;
  DWORD status = property_cursor_begin(list, size, &cursor);
  while (status == WIN32_SUCCESS && cursor.left > 0) {
    status = property_cursor_next(&cursor, &item);
    if (status != WIN32_SUCCESS)
      break;
    const RESUTIL_PROPERTY_ITEM *row = find_row(table, item.name);
    if (block == NULL)
      status = check(table, allow_unknown, &item);
    else if (row != NULL)
      status = store(row, &item, block);
  }
  return status;
}

/* Nothing is stored before everything has been found right. */
DWORD WINAPI ResUtilVerifyPropertyTable(const RESUTIL_PROPERTY_ITEM *table, PVOID reserved,
                                        BOOL allow_unknown, LPVOID list, DWORD size, LPBYTE block) {
  if (table == NULL || reserved != NULL)
    return WIN32_INVALID_PARAMETER;
  if (list == NULL)
    return WIN32_INVALID_DATA;
  DWORD status = walk(list, size, table, allow_unknown, NULL);
  if (status == WIN32_SUCCESS && block != NULL)
    status = walk(list, size, table, allow_unknown, block);
  return status;
}
