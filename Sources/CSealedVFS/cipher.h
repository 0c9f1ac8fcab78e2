// The ciphers of one open file.
#ifndef CSEALED_CIPHER_H
#define CSEALED_CIPHER_H

#include <openssl/evp.h>
#include <stddef.h>

enum { nonce_size = 24, tag_size = 16, block_size = 16, key_size = 32, frame_key_size = 64 };

// A page key with the CMAC subkey that XAES needs.
typedef struct {
  unsigned char key[key_size];
  unsigned char subkey[block_size];
} csealed_page_key;

// Three contexts, made once per file. An expanded key begins with the key itself and lies in ordinary
// memory, where a core dump would show it: so a transaction ends by letting them rest. To do so after
// each page would cost a quarter of what a page costs. The key of one page may stay: it opens what lies
// beside it, in SQLite's cache.
typedef struct {
  EVP_CIPHER_CTX *block;  // AES-256-ECB: derives the key of one page
  EVP_CIPHER_CTX *page;   // AES-256-GCM
  EVP_CIPHER_CTX *frame;  // AES-256-XTS, one block: XEX
  const csealed_page_key *block_key;  // what `block` is keyed with; NULL: zeros
  int frame_is_keyed;
} csealed_cipher;

// 0 if libcrypto lacks one of them or there is no memory.
int csealed_cipher_init(csealed_cipher *cipher);
void csealed_cipher_free(csealed_cipher *cipher);

// Overwrites the keys of the vault in the contexts with zeros. 1 or 0.
int csealed_cipher_rest(csealed_cipher *cipher);

int csealed_page_key_init(csealed_cipher *cipher, csealed_page_key *key, const void *key32);

typedef struct {
  const void *aad;
  size_t aad_count;
  const unsigned char *nonce;  // 24
} csealed_context;

// 1 or 0. `pad`, if not NULL, gets 16 bytes that only the holder of the key can tell from the nonce.
int csealed_seal(csealed_cipher *cipher, const csealed_page_key *key, csealed_context context,
                 const void *plain, size_t count, void *out, unsigned char *tag);
int csealed_open(csealed_cipher *cipher, const csealed_page_key *key, csealed_context context,
                 const void *sealed, size_t count, const unsigned char *tag, void *out,
                 unsigned char *pad);

// One block under a tweak, in place.
int csealed_tweak(csealed_cipher *cipher, const unsigned char *key64, int encrypt,
                  const unsigned char *tweak16, unsigned char *block16);

// Fresh bytes of getrandom(2), unbuffered: a buffer would repeat after fork and after a restored
// snapshot of the machine. 1 or 0.
int csealed_random(void *out, size_t count);

#endif
