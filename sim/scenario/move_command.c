/* move: a group move with flags of one's own, as a program asks for it. */
#include "sim/scenario/group_moving.h"
#include "sim/scenario/scenario_state.h"
#include <string.h>

struct move_line {
  const char *node;
  uint64_t flags, context;
  bool plain; /* without a context */
};

static bool parse(struct scenario *scenario, const struct words *words, struct move_line *line) {
  if (words->count < 2)
    return scenario_bad(scenario, words->word[0].column, "expected a group's name");
  for (size_t i = 2; i < words->count; i++) {
    const struct word *word = &words->word[i];
    bool flags = false, context = false;
    if (scenario_value(word, "node") != NULL) {
      line->node = scenario_value(word, "node");
      continue;
    }
    line->plain = strcmp(word->text, "context=none") == 0;
    if (line->plain)
      continue;
    if (!scenario_quantity(scenario, word, "flags", QUANTITY_COUNT, &line->flags, &flags) ||
        !scenario_quantity(scenario, word, "context", QUANTITY_COUNT, &line->context, &context))
      return false;
    if ((!flags && !context) || line->flags > UINT32_MAX || line->context > UINT32_MAX)
      return scenario_bad(scenario, word->column,
                          "'%s': expected node=NODE, flags=N, context=N or context=none",
                          word->text);
  }
  return true;
}

static uint32_t send(struct scenario *scenario, const char *name, const struct move_line *line) {
  uint32_t status = WIN32_SUCCESS;
  HCLUSTER cluster = reader_open(scenario, &status);
  if (cluster == NULL)
    return status;
  status = group_moving_ask(scenario, cluster, name, line->node, (uint32_t)line->flags,
                            line->plain ? MOVE_CONTEXT_NONE : (uint32_t)line->context);
  (void)scenario->backend.api->CloseCluster(cluster);
  return status;
}

bool command_move(struct scenario *scenario, const struct words *words) {
  struct move_line line = {.context = 4};
  if (!parse(scenario, words, &line) || !scenario_need_world(scenario))
    return false;
  scenario_print_status(scenario, send(scenario, words->word[1].text, &line));
  return true;
}
