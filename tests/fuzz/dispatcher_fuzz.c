/* The whole dispatcher: requests one behind the other, any code and any bytes, to any object.  An
 * answer is a status; what is refused changes nothing, what is accepted keeps every invariant. */
#include "model/control.h"
#include "model/digest.h"
#include "model/invariant.h"
#include "tests/support/full_lab.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { HEAD = 8, ROOM_MAX = 2048 }; /* object and type, number, code, size of the input, room */

/* An object of any kind that is there. */
static struct property_holder holder_of(const struct cluster *c, uint8_t object, uint8_t index) {
  static const uint32_t interfaces = 1;
  enum control_object kind = (enum control_object)(1 + object % CONTROL_OBJECT_GROUPSET);
  const uint32_t counts[] = {[CONTROL_OBJECT_RESOURCE] = c->count[OBJECT_RESOURCE],
                             [CONTROL_OBJECT_RESOURCE_TYPE] = TYPE_COUNT,
                             [CONTROL_OBJECT_GROUP] = c->count[OBJECT_GROUP],
                             [CONTROL_OBJECT_NODE] = c->count[OBJECT_NODE],
                             [CONTROL_OBJECT_NETWORK] = c->count[OBJECT_NETWORK],
                             [CONTROL_OBJECT_NETINTERFACE] = interfaces,
                             [CONTROL_OBJECT_CLUSTER] = 1,
                             [CONTROL_OBJECT_GROUPSET] = c->count[OBJECT_GROUP_SET]};
  return (struct property_holder){kind, index % counts[kind]};
}

static void act(struct cluster *c, struct cluster *scratch, const struct event *event) {
  struct effects effects;
  uint64_t before = digest_cluster(c);
  if (!model_step(c, event, &effects))
    assert(digest_cluster(c) == before);
  invariant_check_all(c, scratch);
}

/* Copies of exactly their sizes, so that what is read or written outside is seen. */
static size_t send(struct cluster *c, struct cluster *scratch, const uint8_t *bytes, size_t left) {
  size_t in_size = bytes[6] < left - HEAD ? bytes[6] : left - HEAD;
  size_t room = bytes[7] == 255 ? ROOM_MAX : bytes[7];
  uint8_t *in = malloc(in_size + 1), *out = malloc(room + 1);
  memcpy(in, bytes + HEAD, in_size);
  struct control_request request = {.holder = holder_of(c, bytes[0], bytes[1]),
                                    .node = CLUSTER_NONE,
                                    .all_access = true,
                                    .in = in_size > 0 ? in : NULL,
                                    .in_size = in_size,
                                    .out = room > 0 ? out : NULL,
                                    .out_room = room};
  memcpy(&request.code, bytes + 2, 4);
  uint64_t before = digest_cluster(c);
  struct control_answer answer = control_dispatch(c, &request);
  assert(digest_cluster(c) == before);
  if (answer.acts)
    act(c, scratch, &answer.event);
  else
    assert(answer.status != WIN32_SUCCESS || answer.returned <= room);
  free(in);
  free(out);
  return HEAD + in_size;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  struct cluster *c = full_lab(LEVEL_WS2022);
  struct cluster *scratch = malloc(c->size);
  for (size_t at = 0; size - at >= HEAD;)
    at += send(c, scratch, bytes + at, size - at);
  free(scratch);
  free(c);
  return 0;
}
