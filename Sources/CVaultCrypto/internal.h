// Shared by the sources of this target only.
#ifndef CVAULT_INTERNAL_H
#define CVAULT_INTERNAL_H

#include <openssl/evp.h>

#include "CVaultCrypto.h"

// Algorithms are fetched once per process: an implicit fetch costs 250 ns a call.
typedef struct {
  EVP_CIPHER *gcm;
  EVP_MAC *hmac;
  // HMAC with SHA-256 and an empty key, to be copied. Naming the digest makes OpenSSL look it up; a copy has it.
  EVP_MAC_CTX *hmac_sha256;
  EVP_KDF *hkdf;
  EVP_MD *sha256;
} cvc_algorithms;

// NULL if libcrypto lacks one of them.
const cvc_algorithms *cvc_get_algorithms(void);

// Empties OpenSSL's error queue and answers `code`, so that no later call finds a stale error.
int cvc_fail(int code);

#endif
