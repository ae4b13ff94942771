/* move: a group move with flags of one's own, as a program asks for it. */
#include "model/property_list.h"
#include "sim/scenario/scenario_state.h"

struct move_line {
  const char *node;
  uint64_t flags, context;
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
    if (!scenario_quantity(scenario, word, "flags", QUANTITY_COUNT, &line->flags, &flags) ||
        !scenario_quantity(scenario, word, "context", QUANTITY_COUNT, &line->context, &context))
      return false;
    if ((!flags && !context) || line->flags > UINT32_MAX || line->context > UINT32_MAX)
      return scenario_bad(scenario, word->column, "'%s': expected node=NODE, flags=N or context=N",
                          word->text);
  }
  return line->node != NULL || scenario_bad(scenario, words->word[1].column,
                                            "'%s': expected node=NODE", words->word[1].text);
}

static uint32_t send(struct scenario *scenario, const char *name, const struct move_line *line) {
  const struct clusapi_table *api = scenario->backend.api;
  WCHAR wide_group[SCENARIO_NAME_UNITS], wide_node[SCENARIO_NAME_UNITS];
  uint8_t context[256];
  struct property_writer writer = property_writer_begin(context, sizeof context);
  property_writer_dword(&writer, "Virtual Machine", (uint32_t)line->context);
  property_writer_dword(&writer, "Virtual Machine Configuration", (uint32_t)line->context);
  bool ready = property_writer_end(&writer);
  assert(ready);
  (void)ready;
  HCLUSTER cluster = api->OpenCluster(NULL);
  if (cluster == NULL)
    return api->GetLastError();
  HGROUP group =
      scenario_wide(name, wide_group) ? api->OpenClusterGroup(cluster, wide_group) : NULL;
  HNODE node = group != NULL && scenario_wide(line->node, wide_node)
                   ? api->OpenClusterNode(cluster, wide_node)
                   : NULL;
  uint32_t status = node != NULL ? api->MoveClusterGroupEx(group, node, (DWORD)line->flags, context,
                                                           (DWORD)writer.needed)
                                 : api->GetLastError();
  if (node != NULL)
    (void)api->CloseClusterNode(node);
  if (group != NULL)
    (void)api->CloseClusterGroup(group);
  (void)api->CloseCluster(cluster);
  return status;
}

bool command_move(struct scenario *scenario, const struct words *words) {
  struct move_line line = {.context = 4};
  if (!parse(scenario, words, &line) || !scenario_need_world(scenario))
    return false;
  scenario_print_status(scenario, send(scenario, words->word[1].text, &line));
  return true;
}
