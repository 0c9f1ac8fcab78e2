#include "internal.h"

// libcrypto keeps the secret of such a key in the secure heap, and wipes it at its end.
static EVP_PKEY *private_key(const void *secret32) {
  if (!cvc_is_ready()) return NULL;
  return EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, secret32, 32);
}

int cvc_x25519_public(const void *secret32, void *out32) {
  EVP_PKEY *key = private_key(secret32);
  size_t count = 32;
  int got = key && EVP_PKEY_get_raw_public_key(key, out32, &count) == 1 && count == 32;
  EVP_PKEY_free(key);
  return got ? CVC_OK : cvc_fail(CVC_LIBRARY);
}

// Without a branch on the bytes, which are secret.
static int is_zero(const unsigned char *bytes) {
  unsigned char any = 0;
  for (int i = 0; i < 32; i++) any |= bytes[i];
  return any == 0;
}

int cvc_x25519_shared(const void *secret32, const void *public32, void *out32) {
  EVP_PKEY *key = private_key(secret32);
  EVP_PKEY *peer =
      key ? EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, public32, 32) : NULL;
  EVP_PKEY_CTX *context = peer ? EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL) : NULL;
  size_t count = 32;
  int code = CVC_LIBRARY;
  if (context && EVP_PKEY_derive_init(context) == 1 &&
      EVP_PKEY_derive_set_peer_ex(context, peer, 0) == 1)
    // libcrypto refuses zeros itself, and has no other reason left to fail; the check is kept for one
    // that does not.
    code = EVP_PKEY_derive(context, out32, &count) == 1 && count == 32 && !is_zero(out32)
               ? CVC_OK
               : CVC_REFUSED;
  EVP_PKEY_CTX_free(context);
  EVP_PKEY_free(peer);
  EVP_PKEY_free(key);
  if (code == CVC_OK) return code;
  cvc_wipe(out32, 32);
  return cvc_fail(code);
}
