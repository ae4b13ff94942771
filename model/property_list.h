#ifndef MODEL_PROPERTY_LIST_H
#define MODEL_PROPERTY_LIST_H
/* Property lists as control codes carry them: a count, then per property a name value, one or more
 * data values and an end mark, each padded to four bytes (MsCS "property-lists", MS-CMRP 2.2.3.10).
 * Little-endian whatever the machine is. */
#include "model/object_name.h"

/* CLUSPROP_SYNTAX words used here: type << 16 | format. */
#define PROPERTY_SYNTAX_END                 UINT32_C(0x00000000)
#define PROPERTY_SYNTAX_NAME                UINT32_C(0x00040003)
#define PROPERTY_SYNTAX_BINARY              UINT32_C(0x00010001)
#define PROPERTY_SYNTAX_DWORD               UINT32_C(0x00010002)
#define PROPERTY_SYNTAX_SZ                  UINT32_C(0x00010003)
#define PROPERTY_SYNTAX_EXPAND_SZ           UINT32_C(0x00010004)
#define PROPERTY_SYNTAX_MULTI_SZ            UINT32_C(0x00010005)
#define PROPERTY_SYNTAX_ULARGE_INTEGER      UINT32_C(0x00010006)
#define PROPERTY_SYNTAX_LONG                UINT32_C(0x00010007)
#define PROPERTY_SYNTAX_SECURITY_DESCRIPTOR UINT32_C(0x00010009)
#define PROPERTY_SYNTAX_WORD                UINT32_C(0x0001000B)
#define PROPERTY_SYNTAX_FILETIME            UINT32_C(0x0001000C)

/* Writes as long as there is room and counts on when there is none: `needed` is the whole size. */
struct property_writer {
  uint8_t *out;
  size_t room, needed;
  uint32_t count;
};

struct property_writer property_writer_begin(uint8_t *out, size_t room);
void property_writer_dword(struct property_writer *writer, const char *name, uint32_t value);
void property_writer_ularge_integer(struct property_writer *writer, const char *name,
                                    uint64_t value);
void property_writer_string(struct property_writer *writer, const char *name, const char *value);

/* A value of any format: `size` bytes, which the list pads; the syntax word is neither END nor
 * NAME. */
void property_writer_value(struct property_writer *writer, const char *name, uint32_t syntax,
                           const void *data, size_t size);

/* The mark behind the last property: lists that a cluster returns end in one (captured from Windows
 * Server 2022), the lists its clients send need none (MS-CMRP 2.2.3.10). */
void property_writer_endmark(struct property_writer *writer);

/* True when everything fitted; sets the count at the head of the list. */
bool property_writer_end(struct property_writer *writer);

/* One property with its first value.  `data` points into the list. */
struct property_item {
  char name[NAME_BYTES_MAX];
  uint32_t syntax;
  uint32_t size;
  const uint8_t *data;
};

/* Reads a whole list before anything is believed; what stands behind the last property is not
 * looked at, so the end mark of a list may be there or not.  0, or the documented refusal: 122
 * where the bytes end too early, 13 where they are no property list or hold more than `most`
 * properties. */
uint32_t property_list_read(const uint8_t *bytes, size_t size, struct property_item *items,
                            uint32_t most, uint32_t *count);

/* The same one property at a time, in lists of any length.  What begin and next answer is as above;
 * `left` counts the properties to come, and what could not be read ends the walk. */
struct property_cursor {
  const uint8_t *bytes;
  size_t size, at;
  uint32_t left;
};
uint32_t property_cursor_begin(const uint8_t *bytes, size_t size, struct property_cursor *cursor);
uint32_t property_cursor_next(struct property_cursor *cursor, struct property_item *item);

/* The 64-bit number of an item; false when it is of another format or size. */
bool property_item_ularge_integer(const struct property_item *item, uint64_t *value);

/* The DWORD of an item; false when it is of another format or size. */
bool property_item_dword(const struct property_item *item, uint32_t *value);

#endif
