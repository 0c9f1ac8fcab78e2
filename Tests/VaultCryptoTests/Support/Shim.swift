import CVaultCrypto

/// The C shim, with arrays, for vectors whose keys are not of the vault's own length.
enum Shim {
  static func seal(key: [UInt8], nonce: [UInt8], aad: [UInt8], _ plain: [UInt8]) -> [UInt8]? {
    var out = [UInt8](repeating: 0, count: plain.count + 16)
    let code = unsafe cvc_aead_seal(key, nonce, aad, aad.count, plain, plain.count, &out)
    return code == CVC_OK ? out : nil
  }

  /// The plaintext, and nil if the tag does not fit; also what was left in the output then.
  static func open(
    key: [UInt8], nonce: [UInt8], aad: [UInt8], _ sealed: [UInt8]
  ) -> (code: Int32, output: [UInt8]) {
    var out = [UInt8](repeating: 0xaa, count: max(0, sealed.count - 16))
    let code = unsafe cvc_aead_open(key, nonce, aad, aad.count, sealed, sealed.count, &out)
    return (code, out)
  }

  static func hmac(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 32)
    let code = unsafe cvc_mac(key, key.count, message, message.count, &out)
    return code == CVC_OK ? out : []
  }

  static func hkdf(key: [UInt8], salt: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: count)
    let code = unsafe cvc_hkdf(
      key, key.count, salt, salt.count, info, info.count, &out, count)
    return code == CVC_OK ? out : []
  }

  static func expand(key: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: count)
    let code = unsafe cvc_hkdf_expand(key, key.count, info, info.count, &out, count)
    return code == CVC_OK ? out : []
  }

  static func scrypt(
    _ passphrase: String, salt: String, n: UInt64, r: UInt32, p: UInt32, count: Int = 64
  ) -> (code: Int32, output: [UInt8]) {
    let (passphrase, salt) = (Array(passphrase.utf8), Array(salt.utf8))
    var out = [UInt8](repeating: 0, count: count)
    let code = unsafe cvc_scrypt(
      passphrase, passphrase.count, salt, salt.count, n, r, p, &out, count)
    return (code, out)
  }

  static func sign(seed: [UInt8], _ message: [UInt8]) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 64)
    return unsafe cvc_ed25519_sign(seed, message, message.count, &out) == CVC_OK ? out : []
  }

  static func publicKey(seed: [UInt8]) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 32)
    return unsafe cvc_ed25519_public(seed, &out) == CVC_OK ? out : []
  }

  static func chachaSeal(
    key: [UInt8], nonce: [UInt8], aad: [UInt8], _ plain: [UInt8]
  ) -> [UInt8]? {
    var out = [UInt8](repeating: 0, count: plain.count + 16)
    let code = unsafe cvc_chacha20_seal(key, nonce, aad, aad.count, plain, plain.count, &out)
    return code == CVC_OK ? out : nil
  }

  static func chachaOpen(
    key: [UInt8], nonce: [UInt8], aad: [UInt8], _ sealed: [UInt8]
  ) -> (code: Int32, output: [UInt8]) {
    var out = [UInt8](repeating: 0xaa, count: max(0, sealed.count - 16))
    let code = unsafe cvc_chacha20_open(key, nonce, aad, aad.count, sealed, sealed.count, &out)
    return (code, out)
  }

  static func x25519Public(secret: [UInt8]) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 32)
    return unsafe cvc_x25519_public(secret, &out) == CVC_OK ? out : []
  }

  static func shared(
    secret: [UInt8], publicKey: [UInt8]
  ) -> (code: Int32, output: [UInt8]) {
    var out = [UInt8](repeating: 0xaa, count: 32)
    let code = unsafe cvc_x25519_shared(secret, publicKey, &out)
    return (code, out)
  }
}
