#include "internal.h"

// By hand over HMAC, because EVP_KDF takes four times as long and memory for each key.
int cvc_hkdf_expand(const void *key, size_t key_count, const void *info, size_t info_count,
                    void *out, size_t count) {
  // RFC 5869, section 2.3: at most 255 blocks, each over the one before, the info and its number.
  if (count == 0 || count > 255 * SHA256_DIGEST_LENGTH) return CVC_ARGUMENT;
  unsigned char block[SHA256_DIGEST_LENGTH];
  size_t made = 0;
  for (unsigned char number = 1; made < count; number++) {
    cvc_hmac hmac;
    cvc_hmac_begin(&hmac, key, key_count);
    cvc_hmac_update(&hmac, block, number == 1 ? 0 : sizeof block);
    cvc_hmac_update(&hmac, info, info_count);
    cvc_hmac_update(&hmac, &number, 1);
    cvc_hmac_end(&hmac, block);
    for (size_t i = 0; i < sizeof block && made < count; i++)
      ((unsigned char *)out)[made++] = block[i];
  }
  cvc_wipe(block, sizeof block);
  return CVC_OK;
}

int cvc_hkdf(const void *key, size_t key_count, const void *salt, size_t salt_count,
             const void *info, size_t info_count, void *out, size_t count) {
  // Section 2.2; no salt is one of zeros, as HMAC fills a short key.
  unsigned char uniform[SHA256_DIGEST_LENGTH];
  cvc_mac(salt, salt_count, key, key_count, uniform);
  int code = cvc_hkdf_expand(uniform, sizeof uniform, info, info_count, out, count);
  cvc_wipe(uniform, sizeof uniform);
  return code;
}

int cvc_scrypt(const void *passphrase, size_t passphrase_count, const void *salt,
               size_t salt_count, uint64_t n, uint32_t r, uint32_t p, void *out, size_t count) {
  if (n < 2 || (n & (n - 1)) != 0 || r < 1 || r > 8 || p < 1 || p > 16 || count == 0)
    return CVC_ARGUMENT;
  if (n > CVC_SCRYPT_MEMORY / (128 * r)) return CVC_ARGUMENT;
  if (!cvc_is_ready()) return CVC_LIBRARY;
  // 128 r N is the table; the rest (128 r p and 256 r) is far below 1 MiB within our bounds.
  uint64_t memory = 128 * (uint64_t)r * n + (1 << 20);
  int derived = EVP_PBE_scrypt(passphrase_count ? passphrase : "", passphrase_count, salt,
                               salt_count, n, r, p, memory, out, count);
  if (derived == 1) return CVC_OK;
  cvc_wipe(out, count);
  return cvc_fail(CVC_LIBRARY);
}
