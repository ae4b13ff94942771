#ifndef TOOLS_COMMAND_QUOTED_H
#define TOOLS_COMMAND_QUOTED_H
/* Text inside of the formats tools read. */
#include "sim/scenario/text.h"

/* A JSON string with its quotes.  Bytes that are no UTF-8 become U+FFFD. */
void quoted_json(struct text *out, const char *string);

/* Text for XML 1.0 content and attributes; characters XML cannot hold become U+FFFD. */
void quoted_xml(struct text *out, const char *string);

#endif
