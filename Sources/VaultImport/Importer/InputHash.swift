import VaultCrypto
import VaultModel

/// SHA-256 of an input as its bytes go by.
///
/// A class, because the reader's observer and whoever asks for the digest share it.
final class InputHash {
  private var stream: SHA256Stream?
  private var failure: CryptoError?

  init() {
    do throws(CryptoError) { stream = try SHA256Stream() } catch { failure = error }
  }

  func update(_ bytes: RawSpan) {
    do throws(CryptoError) { try stream?.update(bytes) } catch { failure = error }
  }

  /// The digest; once.
  func finish() throws(CryptoError) -> Digest {
    if let failure { throw failure }
    guard let stream = stream.take() else { throw .unavailable("SHA-256") }
    return stream.finish()
  }
}
