#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include "internal.h"

static EVP_MAC_CTX *evp(cvc_mac *context) { return (EVP_MAC_CTX *)context; }

cvc_mac *cvc_mac_new(const void *key, size_t count) {
  const cvc_algorithms *algorithms = cvc_get_algorithms();
  if (!algorithms) return NULL;
  EVP_MAC_CTX *context = EVP_MAC_CTX_dup(algorithms->hmac_sha256);
  // A NULL key would mean "keep the old one": an empty key is passed as an empty string.
  if (context && EVP_MAC_init(context, count ? key : "", count, NULL) == 1)
    return (cvc_mac *)context;
  EVP_MAC_CTX_free(context);
  cvc_fail(0);
  return NULL;
}

cvc_mac *cvc_mac_copy(const cvc_mac *context) {
  cvc_mac *copy = (cvc_mac *)EVP_MAC_CTX_dup((const EVP_MAC_CTX *)context);
  if (!copy) cvc_fail(0);
  return copy;
}

// Wipes the key too.
void cvc_mac_free(cvc_mac *context) { EVP_MAC_CTX_free(evp(context)); }

int cvc_mac_compute(cvc_mac *context, const void *message, size_t count, void *out32) {
  size_t written = 0;
  if (EVP_MAC_init(evp(context), NULL, 0, NULL) != 1 ||
      (count > 0 && EVP_MAC_update(evp(context), message, count) != 1) ||
      EVP_MAC_final(evp(context), out32, &written, 32) != 1 || written != 32)
    return cvc_fail(CVC_LIBRARY);
  return CVC_OK;
}

int cvc_mac_once(const void *key, size_t key_count, const void *message, size_t count,
                 void *out32) {
  cvc_mac *context = cvc_mac_new(key, key_count);
  if (!context) return cvc_fail(CVC_LIBRARY);
  int code = cvc_mac_compute(context, message, count, out32);
  cvc_mac_free(context);
  return code;
}

static int hkdf(int mode, const void *key, size_t key_count, const void *salt, size_t salt_count,
                const void *info, size_t info_count, void *out, size_t count) {
  // RFC 5869, section 2.3: at most 255 blocks.
  if (count == 0 || count > 255 * 32) return CVC_ARGUMENT;
  const cvc_algorithms *algorithms = cvc_get_algorithms();
  EVP_KDF_CTX *context = algorithms ? EVP_KDF_CTX_new(algorithms->hkdf) : NULL;
  if (!context) return cvc_fail(CVC_LIBRARY);
  // The parameters are read only; OpenSSL's constructors merely lack the const.
  OSSL_PARAM parameters[6];
  size_t next = 0;
  parameters[next++] =
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, "SHA2-256", 0);
  parameters[next++] = OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode);
  parameters[next++] =
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)key, key_count);
  if (salt_count > 0)
    parameters[next++] =
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_count);
  if (info_count > 0)
    parameters[next++] =
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_count);
  parameters[next] = OSSL_PARAM_construct_end();
  int derived = EVP_KDF_derive(context, out, count, parameters);
  EVP_KDF_CTX_free(context);
  if (derived == 1) return CVC_OK;
  OPENSSL_cleanse(out, count);
  return cvc_fail(CVC_LIBRARY);
}

int cvc_hkdf(const void *key, size_t key_count, const void *salt, size_t salt_count,
             const void *info, size_t info_count, void *out, size_t count) {
  return hkdf(EVP_KDF_HKDF_MODE_EXTRACT_AND_EXPAND, key, key_count, salt, salt_count, info,
              info_count, out, count);
}

int cvc_hkdf_expand(const void *key, size_t key_count, const void *info, size_t info_count,
                    void *out, size_t count) {
  return hkdf(EVP_KDF_HKDF_MODE_EXPAND_ONLY, key, key_count, NULL, 0, info, info_count, out,
              count);
}

int cvc_scrypt(const void *passphrase, size_t passphrase_count, const void *salt,
               size_t salt_count, uint64_t n, uint32_t r, uint32_t p, void *out, size_t count) {
  if (n < 2 || (n & (n - 1)) != 0 || r < 1 || r > 8 || p < 1 || p > 16 || count == 0)
    return CVC_ARGUMENT;
  if (n > CVC_SCRYPT_MEMORY / (128 * r)) return CVC_ARGUMENT;
  if (!cvc_get_algorithms()) return CVC_LIBRARY;
  // 128 r N is the table; the rest (128 r p and 256 r) is far below 1 MiB within our bounds.
  uint64_t memory = 128 * (uint64_t)r * n + (1 << 20);
  int derived = EVP_PBE_scrypt(passphrase_count ? passphrase : "", passphrase_count, salt,
                               salt_count, n, r, p, memory, out, count);
  if (derived == 1) return CVC_OK;
  OPENSSL_cleanse(out, count);
  return cvc_fail(CVC_LIBRARY);
}
