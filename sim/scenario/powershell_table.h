#ifndef SIM_SCENARIO_POWERSHELL_TABLE_H
#define SIM_SCENARIO_POWERSHELL_TABLE_H
/* Tables as Windows PowerShell 5.1 lays them out, at 120 columns, without the blanks at the ends of
 * lines and without the empty lines around (Microsoft.PowerShell.Commands.Internal.Format: widths
 * from content, one blank between columns, the last visible column shrinks). */
#include "sim/scenario/text.h"

enum { TABLE_COLUMNS_MAX = 4, TABLE_WIDTH = 119 }; /* a line never touches the last column */

struct table_column {
  const char *label;
  bool right; /* numbers and enumerations without a view */
};

struct table {
  size_t column_count, row_count, room;
  struct table_column columns[TABLE_COLUMNS_MAX];
  char *(*rows)[TABLE_COLUMNS_MAX];
  bool failed;
};

/* Copies the cells; NULL prints as nothing. */
void table_add_row(struct table *table, const char *const *cells);

/* Prints nothing when there are no rows.  Frees the rows. */
void table_print(struct table *table, struct text *text);

#endif
