// Shared by the sources of this target only.
#ifndef CVAULT_INTERNAL_H
#define CVAULT_INTERNAL_H

// For SHA256_Init and what goes with it; digest.c says why.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "CVaultCrypto.h"

// Makes libcrypto ready at the first call; 0 if it lacks what the vault needs.
int cvc_is_ready(void);

// AES-256-GCM, fetched once per process: an implicit fetch costs 250 ns a call. NULL if there is none.
const EVP_CIPHER *cvc_gcm(void);

// HMAC-SHA-256 in parts; the end wipes it.
typedef struct {
  SHA256_CTX inner, outer;
} cvc_hmac;

void cvc_hmac_begin(cvc_hmac *hmac, const void *key, size_t key_count);
void cvc_hmac_update(cvc_hmac *hmac, const void *bytes, size_t count);
void cvc_hmac_end(cvc_hmac *hmac, void *out32);

// Empties OpenSSL's error queue and answers `code`, so that no later call finds a stale error.
int cvc_fail(int code);

#endif
