/* language: which version of the language a file is written in. */
#include "sim/scenario/scenario_state.h"

bool command_language(struct scenario *scenario, const struct words *words) {
  uint64_t version = 0;
  const struct word *last = &words->word[words->count - 1];
  if (words->count != 2 || !quantity_parse(last->text, QUANTITY_COUNT, &version) || version == 0)
    return scenario_bad(scenario, last->column, "expected the language's version, such as %d",
                        SCENARIO_LANGUAGE);
  if (version > SCENARIO_LANGUAGE)
    return scenario_bad(scenario, last->column,
                        "this is written in version %llu of the language, and this wsfcsim knows "
                        "version %d: a newer wsfcsim runs it",
                        (unsigned long long)version, SCENARIO_LANGUAGE);
  return true;
}
