#include "sim/scenario/powershell_table.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

static char *copy_of(const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = malloc(size);
  return copy == NULL ? NULL : memcpy(copy, text, size);
}

void table_add_row(struct table *table, const char *const *cells) {
  assert(table->column_count <= TABLE_COLUMNS_MAX);
  if (table->row_count == table->room) {
    size_t room = table->room == 0 ? 16 : table->room * 2;
    void *grown = realloc(table->rows, room * sizeof *table->rows);
    if (grown == NULL) {
      table->failed = true;
      return;
    }
    table->rows = grown;
    table->room = room;
  }
  for (size_t i = 0; i < table->column_count; i++) {
    char *cell = copy_of(cells[i] == NULL ? "" : cells[i]);
    table->failed = table->failed || cell == NULL;
    table->rows[table->row_count][i] = cell;
  }
  table->row_count++;
}

/* Characters, not bytes: continuation bytes of UTF-8 take no room. */
static size_t width_of(const char *text) {
  size_t width = 0;
  for (; *text != '\0'; text++)
    width += ((unsigned char)*text & 0xC0) != 0x80;
  return width;
}

static size_t bytes_of(const char *text, size_t width) {
  size_t at = 0;
  for (; text[at] != '\0'; at++)
    if (((unsigned char)text[at] & 0xC0) != 0x80 && width-- == 0)
      break;
  return at;
}

static void put_cell(struct text *text, const char *cell, size_t width, bool right) {
  size_t own = width_of(cell);
  if (own <= width) {
    text_pad(text, ' ', right ? width - own : 0);
    text_add(text, cell);
    text_pad(text, ' ', right ? 0 : width - own);
  } else if (width <= 3) {
    text_add_n(text, cell, bytes_of(cell, width));
  } else if (right) {
    text_add(text, "...");
    text_add(text, cell + bytes_of(cell, own - (width - 3)));
  } else {
    text_add_n(text, cell, bytes_of(cell, width - 3));
    text_add(text, "...");
  }
}

static void strip(struct text *text) {
  while (text->used > 0 && text->bytes[text->used - 1] == ' ')
    text->bytes[--text->used] = '\0';
}

/* Content decides; what does not fit is taken from the last column, then that column goes. */
static size_t fit(const struct table *table, size_t widths[TABLE_COLUMNS_MAX]) {
  size_t visible = table->column_count;
  for (size_t i = 0; i < table->column_count; i++) {
    widths[i] = width_of(table->columns[i].label);
    for (size_t row = 0; row < table->row_count; row++)
      if (width_of(table->rows[row][i]) > widths[i])
        widths[i] = width_of(table->rows[row][i]);
  }
  for (; visible > 0; visible--) {
    size_t total = visible - 1;
    for (size_t i = 0; i < visible; i++)
      total += widths[i];
    if (total <= TABLE_WIDTH)
      break;
    if (widths[visible - 1] > total - TABLE_WIDTH) {
      widths[visible - 1] -= total - TABLE_WIDTH;
      break;
    }
  }
  return visible;
}

static void print_rows(const struct table *table, struct text *text) {
  size_t widths[TABLE_COLUMNS_MAX], visible = fit(table, widths);
  for (size_t i = 0; i < visible; i++) {
    put_cell(text, table->columns[i].label, widths[i], table->columns[i].right);
    text_pad(text, ' ', i + 1 < visible);
  }
  strip(text);
  text_add(text, "\n");
  for (size_t i = 0; i < visible; i++) {
    char dashes[64] = {0};
    size_t length = width_of(table->columns[i].label);
    assert(length < sizeof dashes);
    memset(dashes, '-', length < widths[i] ? length : widths[i]);
    put_cell(text, dashes, widths[i], table->columns[i].right);
    text_pad(text, ' ', i + 1 < visible);
  }
  strip(text);
  text_add(text, "\n");
  for (size_t row = 0; row < table->row_count; row++) {
    for (size_t i = 0; i < visible; i++) {
      put_cell(text, table->rows[row][i], widths[i], table->columns[i].right);
      text_pad(text, ' ', i + 1 < visible);
    }
    strip(text);
    text_add(text, "\n");
  }
}

void table_print(struct table *table, struct text *text) {
  assert(table != NULL && text != NULL);
  text->failed = text->failed || table->failed;
  if (table->row_count > 0 && !table->failed)
    print_rows(table, text);
  for (size_t row = 0; row < table->row_count; row++)
    for (size_t i = 0; i < table->column_count; i++)
      free(table->rows[row][i]);
  free(table->rows);
  *table = (struct table){0};
}
