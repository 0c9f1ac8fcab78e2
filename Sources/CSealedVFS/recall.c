// What a connection has opened before. SQLite forgets every page that it holds when another connection
// commits, and at once reads the same few again: roots, inner pages. The same bytes in the same place
// open to the same page, so comparing them is as good as opening them, and costs a tenth.
#include <openssl/crypto.h>
#include <string.h>

#include "internal.h"

// With both forms of a page, 2 MiB for each connection that reads beside a writer.
enum { slots = 256 };

struct csealed_recalled {
  uint32_t awaited;  // opened last of those that share the slot: kept once it comes again
  csealed_place place;
  unsigned char sealed[page_size], plain[page_size];
};

static int is_same(const csealed_place *a, const csealed_place *b) {
  return a->number == b->number && a->at == b->at &&
         memcmp(a->header, b->header, sizeof a->header) == 0 &&
         memcmp(a->salts, b->salts, sizeof a->salts) == 0;
}

int csealed_recall(const csealed_main *main, const csealed_place *place,
                   const unsigned char *sealed, unsigned char *out) {
  if (!main->recalled) return 0;
  const csealed_recalled *kept = &main->recalled[place->number % slots];
  if (!is_same(&kept->place, place) || memcmp(kept->sealed, sealed, page_size) != 0) return 0;
  memcpy(out, kept->plain, page_size);
  return 1;
}

void csealed_keep(csealed_main *main, const csealed_place *place, const unsigned char *sealed,
                  const unsigned char *plain) {
  if (!main->recalled) {
    main->recalled = sqlite3_malloc64(slots * sizeof *main->recalled);
    // Without it, everything is opened each time.
    if (!main->recalled) return;
    memset(main->recalled, 0, slots * sizeof *main->recalled);
  }
  csealed_recalled *kept = &main->recalled[place->number % slots];
  // Most pages are read once in a long while: they are not worth the copying.
  if (kept->awaited != place->number) {
    kept->awaited = place->number;
    return;
  }
  kept->place = *place;
  memcpy(kept->sealed, sealed, page_size);
  memcpy(kept->plain, plain, page_size);
}

void csealed_forget(csealed_main *main) {
  if (main->recalled) OPENSSL_cleanse(main->recalled, slots * sizeof *main->recalled);
  sqlite3_free(main->recalled);
  main->recalled = NULL;
}
