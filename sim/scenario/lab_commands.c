/* task, hint, check: what makes a scenario a lab.  Where the file simply runs, a task and a hint
 * are silent and the checks grade the solution that stands between them. */
#include "sim/scenario/property_reading.h"
#include <string.h>

static bool one_text(struct scenario *scenario, const struct words *words) {
  const struct word *last = &words->word[words->count - 1];
  return words->count == 2 ||
         scenario_bad(scenario,
                      words->count < 2 ? last->column + strlen(last->text) : words->word[2].column,
                      "expected one text in quotes");
}

bool command_task(struct scenario *scenario, const struct words *words) {
  return one_text(scenario, words);
}

bool command_hint(struct scenario *scenario, const struct words *words) {
  return one_text(scenario, words);
}

bool command_check(struct scenario *scenario, const struct words *words) {
  struct property_reading reading;
  const struct word *last = &words->word[words->count - 1];
  if (words->count != 5)
    return scenario_bad(scenario, last->column, "expected check KIND NAME PROPERTY VALUE");
  if (!property_reading_parse(scenario, words, &reading))
    return false;
  if (!property_reading_has_value(scenario->world, &reading))
    text_format(&scenario->output, "check failed: %s of %s is %s\n", reading.property,
                words->word[2].text, property_reading_word(&reading));
  return true;
}
