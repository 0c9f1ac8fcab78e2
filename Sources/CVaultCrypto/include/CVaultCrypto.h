// The calls into libcrypto and the kernel that VaultCrypto needs, and nothing else.
//
// Conventions: every symbol begins with cvc_. Buffers are `void *`, so any Swift buffer passes
// without a cast. A function that can fail returns one of the codes below; each comment says why
// Swift cannot make the call itself. No function writes to the error stream or keeps OpenSSL's
// error queue filled.
#ifndef CVAULT_CVAULTCRYPTO_H
#define CVAULT_CVAULTCRYPTO_H

#include <stddef.h>
#include <stdint.h>

// Done.
#define CVC_OK 1
// The check does not hold: a tag, a signature or a comparison differs, a lock is taken.
#define CVC_REFUSED 0
// libcrypto failed.
#define CVC_LIBRARY -1
// A length or a parameter is outside its bounds; nothing was computed.
#define CVC_ARGUMENT -2
// No memory: the secure heap is full or cannot be made.
#define CVC_MEMORY -3
// A system call failed; errno says how.
#define CVC_KERNEL -4

// The name and version of the libcrypto that is linked; static storage. OpenSSL's own call would pull
// its headers into Swift.
const char *cvc_version(void);

// MARK: memory

// The secure heap, made at the first call. OPENSSL_secure_zalloc is a function-like macro, and it
// falls back to ordinary memory when there is no secure heap: this one answers NULL instead.
void *cvc_secure_alloc(size_t count);
// OPENSSL_secure_clear_free is a function-like macro.
void cvc_secure_free(void *bytes, size_t count);
// 1 if the pages of the secure heap are locked into memory, 0 if they are not or there is no heap.
int cvc_secure_is_locked(void);
// Zeroed bytes in ordinary memory, to be wiped at their end; NULL if there is no memory. Swift's own call asks
// for an alignment, which takes several times as long.
void *cvc_wiped_alloc(size_t count);
void cvc_wiped_free(void *bytes, size_t count);
// Wipes bytes in a way that no compiler drops (a plain store before free may be removed).
void cvc_wipe(void *bytes, size_t count);
// Asks the processor for `count` bytes of memory that are about to be read, and waits for none of them.
// An address that is no longer anything does no harm. Swift has no such call.
void cvc_prefetch(uintptr_t address, size_t count);
// Compares without a branch on the bytes; Swift's == stops at the first difference.
int cvc_equal(const void *a, const void *b, size_t count);
// getrandom(2) until every byte is there; never buffered, because a buffer repeats after fork and
// after a virtual machine is restored from a snapshot.
int cvc_random(void *out, size_t count);

// MARK: AES-256-GCM (NIST SP 800-38D; nonce of 12 bytes and tag of 16 only)

// Writes `count` bytes of ciphertext and then the tag to `out`, which may be `plain` itself. After a
// failure `out` is wiped. The functions hide the order of EVP calls, which no type checks; they keep
// no key, expanded or not, behind the call, or behind the run that it is part of: a kept context lies in
// a core dump.
int cvc_aead_seal(const void *key32, const void *nonce12, const void *aad, size_t aad_count,
                  const void *plain, size_t count, void *out);
// Reads `count` bytes, the last 16 of them the tag, and writes `count` - 16 bytes to `out`, which
// may be `sealed` itself. CVC_REFUSED if the tag does not fit; `out` is wiped then.
int cvc_aead_open(const void *key32, const void *nonce12, const void *aad, size_t aad_count,
                  const void *sealed, size_t count, void *out);

// Between the two, which are called on one thread, a context goes from message to message and gets each
// one's key: a quarter cheaper. The end wipes it.
void cvc_aead_run_begin(void);
void cvc_aead_run_end(void);

// MARK: ChaCha20-Poly1305 (RFC 8439), for age files alone

// As cvc_aead_seal and cvc_aead_open.
int cvc_chacha20_seal(const void *key32, const void *nonce12, const void *aad, size_t aad_count,
                      const void *plain, size_t count, void *out);
int cvc_chacha20_open(const void *key32, const void *nonce12, const void *aad, size_t aad_count,
                      const void *sealed, size_t count, void *out);

// MARK: HMAC-SHA-256 (RFC 2104)

// One message under one key; nothing of the key is kept.
int cvc_mac(const void *key, size_t key_count, const void *message, size_t count, void *out32);

// MARK: key derivation

// HKDF-SHA-256 (RFC 5869), extract and expand.
int cvc_hkdf(const void *key, size_t key_count, const void *salt, size_t salt_count,
             const void *info, size_t info_count, void *out, size_t count);
// The expand step alone, for keys that are uniform already.
int cvc_hkdf_expand(const void *key, size_t key_count, const void *info, size_t info_count,
                    void *out, size_t count);
// The most memory that scrypt may take: 256 MiB.
#define CVC_SCRYPT_MEMORY (256u << 20)
// scrypt (RFC 7914). Refuses an `n` that is no power of two above 1, r above 8, p above 16 and
// 128 * n * r above CVC_SCRYPT_MEMORY before it computes anything.
int cvc_scrypt(const void *passphrase, size_t passphrase_count, const void *salt,
               size_t salt_count, uint64_t n, uint32_t r, uint32_t p, void *out, size_t count);

// MARK: SHA-256 (FIPS 180-4)

int cvc_sha256(const void *message, size_t count, void *out32);
// SHA-256(prefix || a || b): leaves and nodes of the Merkle tree without joining buffers.
int cvc_sha256_prefixed(uint8_t prefix, const void *a, size_t a_count, const void *b,
                        size_t b_count, void *out32);
typedef struct cvc_sha256_stream cvc_sha256_stream;
cvc_sha256_stream *cvc_sha256_stream_new(void);
int cvc_sha256_stream_update(cvc_sha256_stream *stream, const void *bytes, size_t count);
int cvc_sha256_stream_final(cvc_sha256_stream *stream, void *out32);
void cvc_sha256_stream_free(cvc_sha256_stream *stream);

// MARK: masking, for keys that are kept in ordinary memory

// A number that no other masked key of this process has.
uint64_t cvc_mask_number(void);
// XORs 32 bytes with SHA-256(secret || number), where the secret is random, of this process alone and in
// the secure heap: masks and unmasks. So that a core dump, which has no secure heap, shows no key.
// CVC_MEMORY without a secure heap; the bytes are as they were.
int cvc_mask(uint64_t number, void *bytes32);

// MARK: Ed25519 (RFC 8032)

int cvc_ed25519_public(const void *seed32, void *out32);
int cvc_ed25519_sign(const void *seed32, const void *message, size_t count, void *out64);
// CVC_REFUSED if the signature does not fit.
int cvc_ed25519_verify(const void *public32, const void *message, size_t count,
                       const void *signature64);

// MARK: X25519 (RFC 7748), for age files alone

int cvc_x25519_public(const void *secret32, void *out32);
// CVC_REFUSED if the result is all zeros (section 6.1): then `public32` is a point of low order, and
// the secret would be one that everybody knows. `out32` is wiped after a failure.
int cvc_x25519_shared(const void *secret32, const void *public32, void *out32);

// MARK: the process

// Resets the crash signals so that no backtracer prints memory, and turns core dumps off; prctl is
// variadic and a Swift closure cannot be SIG_DFL.
int cvc_harden_process(int dumpable);
// Locks the whole file with an open-file-description lock, which a close of another descriptor of
// the same file does not drop. fcntl is variadic and F_OFD_SETLK needs _GNU_SOURCE.
int cvc_lock(int descriptor, int exclusive, int wait);
int cvc_unlock(int descriptor);

#endif
