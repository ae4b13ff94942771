/* The language's small parts: words, quantities, files and their rewriting, tables, parameters. */
#include "sim/scenario/powershell_table.h"
#include "sim/scenario/quantity.h"
#include "sim/scenario/scenario.h"
#include "sim/scenario/words.h"
#include "tests/support/test.h"
#include <stdlib.h>
#include <string.h>

Test(language, words) {
  static const struct {
    const char *line;
    size_t count;
    const char *last;
    size_t column;
  } rows[] = {{"", 0, NULL, 0},
              {"  a  b ", 2, "b", 6},
              {"vm SQL01 # comment", 2, "SQL01", 4},
              {"a \"b c\" d", 3, "d", 9},
              {"a \"b \"\"c\"\"\"", 2, "b \"c\"", 3},
              {"x text=\"a b\"", 2, "text=a b", 3},
              {"\"\"", 1, "", 1},
              {"a \"B, C\",\"D\"", 4, "D", 10},
              {"a b,\"C D\"", 3, "C D", 5}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    struct words words;
    size_t column = 0;
    check_row(i, words_split(rows[i].line, &words, &column) == NULL);
    check_row(i, words.count == rows[i].count);
    if (words.count > 0) {
      check_row(i, strcmp(words.word[words.count - 1].text, rows[i].last) == 0);
      check_row(i, words.word[words.count - 1].column == rows[i].column);
    }
  }
  struct words words;
  size_t column = 0;
  cr_assert_not_null(words_split("a \"b", &words, &column));
  cr_assert_eq(column, 3);
  char many[3 * WORDS_MAX] = "";
  for (size_t i = 0; i <= WORDS_MAX; i++)
    strcat(many, "a ");
  cr_assert_not_null(words_split(many, &words, &column));
}

Test(language, quantities) {
  static const struct {
    const char *text;
    enum quantity quantity;
    uint64_t value; /* UINT64_MAX: none */
  } rows[] = {{"8GiB", QUANTITY_BYTES, UINT64_C(8) << 30},
              {"1.5GiB", QUANTITY_BYTES, UINT64_C(3) << 29},
              {"0B", QUANTITY_BYTES, 0},
              {"8GB", QUANTITY_BYTES, UINT64_MAX},
              {"8", QUANTITY_BYTES, UINT64_MAX},
              {"-8GiB", QUANTITY_BYTES, UINT64_MAX},
              {"1.GiB", QUANTITY_BYTES, UINT64_MAX},
              {".5GiB", QUANTITY_BYTES, UINT64_MAX},
              {"1.2.3s", QUANTITY_DURATION, UINT64_MAX},
              {"100MiB/s", QUANTITY_BYTE_RATE, UINT64_C(100) << 20},
              {"100MiB", QUANTITY_BYTE_RATE, UINT64_MAX},
              {"10Gbit", QUANTITY_BIT_RATE, UINT64_C(10000000000)},
              {"10Gbit/s", QUANTITY_BIT_RATE, UINT64_C(10000000000)},
              {"250ms", QUANTITY_DURATION, 250000},
              {"1.5s", QUANTITY_DURATION, 1500000},
              {"2h", QUANTITY_DURATION, UINT64_C(7200000000)},
              {"99999999h", QUANTITY_DURATION, UINT64_MAX}, /* more than a hundred years */
              {"12", QUANTITY_COUNT, 12},
              {"0x1F", QUANTITY_COUNT, 31},
              {"0x", QUANTITY_COUNT, UINT64_MAX},
              {"1.0", QUANTITY_COUNT, UINT64_MAX},
              {"99999999999999999999", QUANTITY_COUNT, UINT64_MAX},
              {"10%", QUANTITY_PERCENT, 429496730},
              {"", QUANTITY_COUNT, UINT64_MAX}};
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint64_t value = 0;
    bool good = quantity_parse(rows[i].text, rows[i].quantity, &value);
    check_row(i, good == (rows[i].value != UINT64_MAX));
    check_row(i, !good || value == rows[i].value);
  }
}

/* A rewrite with the outputs a file expects gives the file back, to the byte. */
Test(language, rewriting_is_faithful) {
  static const char *const files[] = {
      "# c\nshow time\n----\n0.000000 s\n\nshow digest\n",
      "a\n----\nx\ny\n\n\n# more\nb\n",
      "a\r\n\r\nb\n",
      "a",
      "a\n----\nx",
  };
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    struct scenario_file file;
    struct text text = {0};
    char error[256];
    const char *outputs[8] = {0};
    check_row(i, scenario_file_parse("f", files[i], strlen(files[i]), &file, error, sizeof error));
    scenario_file_rewrite(&file, outputs, &text);
    check_row(i, strcmp(text_get(&text), files[i]) == 0);
    text_free(&text);
    scenario_file_free(&file);
  }
}

Test(language, a_rewrite_changes_expected_output_only) {
  static const char before[] = "# c\na\n----\nold\n\nb\n# end\nc\n----\ngone\n\nd\n";
  static const char after[] = "# c\na\n----\nnew\nlines\n\nb\n----\nprinted\n\n# end\nc\n\nd\n";
  struct scenario_file file;
  struct text text = {0};
  char error[256];
  const char *outputs[] = {"new\nlines\n", "printed\n", "", ""};
  cr_assert(scenario_file_parse("f", before, strlen(before), &file, error, sizeof error));
  cr_assert_eq(file.count, 4);
  scenario_file_rewrite(&file, outputs, &text);
  cr_assert_str_eq(text_get(&text), after);
  text_free(&text);
  scenario_file_free(&file);
}

static void expect_table(struct table table, const char *const (*rows)[TABLE_COLUMNS_MAX],
                         size_t count, const char *want) {
  struct text text = {0};
  for (size_t i = 0; i < count; i++)
    table_add_row(&table, rows[i]);
  table_print(&table, &text);
  cr_assert_str_eq(text_get(&text), want);
  text_free(&text);
}

/* Shapes seen in public transcripts of Windows PowerShell 5.1, trailing blanks stripped. */
Test(language, tables) {
  expect_table((struct table){.column_count = 3,
                              .columns = {{"Name", false}, {"State", false}, {"Type", false}}},
               (const char *const[][TABLE_COLUMNS_MAX]){{"ws2019-host-1", "Up", "Node"},
                                                        {"ws2019-host-2", "Up", "Node"}},
               2,
               "Name          State Type\n"
               "----          ----- ----\n"
               "ws2019-host-1 Up    Node\n"
               "ws2019-host-2 Up    Node\n");
  expect_table(
      (struct table){
          .column_count = 4,
          .columns = {{"Name", false}, {"State", true}, {"Metric", true}, {"Role", true}}},
      (const char *const[][TABLE_COLUMNS_MAX]){
          {"Cluster Network 1", "Partitioned", "40000", "Cluster"},
          {"Unused:Cluster Network 1", "Up", "70240", "ClusterAndClient"}},
      2,
      "Name                           State Metric             Role\n"
      "----                           ----- ------             ----\n"
      "Cluster Network 1        Partitioned  40000          Cluster\n"
      "Unused:Cluster Network 1          Up  70240 ClusterAndClient\n");
  expect_table((struct table){.column_count = 1, .columns = {{"Name", false}}}, NULL, 0, "");
}

Test(language, a_table_that_is_too_wide_loses_its_last_cells) {
  char wide[130];
  memset(wide, 'x', sizeof wide - 1);
  wide[sizeof wide - 1] = '\0';
  struct text text = {0};
  struct table table = {.column_count = 2, .columns = {{"Name", false}, {"Value", false}}};
  table_add_row(&table, (const char *const[]){"n", wide});
  table_print(&table, &text);
  const char *row = strstr(text_get(&text), "n    ");
  cr_assert_not_null(row);
  cr_assert_eq(strlen(row) - 1, TABLE_WIDTH);
  cr_assert_not_null(strstr(row, "xxx...\n"));
  text_free(&text);
}

/* Every word of the language has a usage line that starts with it, and the cmdlets are those whose
 * parameters are listed. */
Test(language, commands_and_parameters_are_complete) {
  static const char *const parameters[][2] = {
#define PARAMETER(cmdlet, name, kind, names, modelled) {cmdlet, name},
#include "sim/scenario/parameters.def"
#undef PARAMETER
  };
  enum { COUNT = sizeof parameters / sizeof parameters[0] };
  for (size_t i = 0; i < scenario_word_count(); i++) {
    struct scenario_word word = scenario_word_at(i);
    check_row(i, word.help[strlen(word.help) - 1] == '.');
    bool known = false;
    for (size_t k = 0; k < COUNT; k++)
      known = known || strcmp(parameters[k][0], word.name) == 0;
    check_row(i, known == word.cmdlet);
    check_row(i, strstr(word.usage, word.name) != NULL);
  }
  for (size_t i = 0; i < COUNT; i++) {
    bool known = false;
    for (size_t k = 0; k < scenario_word_count(); k++)
      known = known || strcmp(scenario_word_at(k).name, parameters[i][0]) == 0;
    check_row(i, known);
    for (size_t k = 0; k < i; k++)
      check_row(i, strcmp(parameters[i][0], parameters[k][0]) != 0 ||
                       strcmp(parameters[i][1], parameters[k][1]) != 0);
  }
}
