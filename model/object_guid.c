#include "model/object_guid.h"
#include "model/digest.h"

void cluster_guid(const struct cluster *cluster, enum object_kind kind, uint32_t index,
                  char text[GUID_TEXT]) {
  static const char digits[] = "0123456789abcdef";
  uint64_t key = digest_number(digest_number(digest_number(DIGEST_START, cluster->seed), kind),
                               (uint64_t)index + 1);
  uint64_t halves[2] = {key, digest_number(key, 1)};
  halves[0] = (halves[0] & ~UINT64_C(0xF000)) | UINT64_C(0x4000);       /* version 4 */
  halves[1] = (halves[1] & ~(UINT64_C(3) << 62)) | (UINT64_C(2) << 62); /* variant 1 */
  size_t at = 0;
  for (unsigned i = 0; i < 32; i++) {
    if (i == 8 || i == 12 || i == 16 || i == 20)
      text[at++] = '-';
    text[at++] = digits[(halves[i / 16] >> (60 - 4 * (i % 16))) & 15];
  }
  text[at] = '\0';
  assert(at == GUID_TEXT - 1);
}
