import Synchronization

/// A recovery code on its way to the owner's eyes.
final class ShownOnce: Sendable {
  private let kept = Mutex<String?>(nil)

  /// The code; nil if none was made.
  var text: String? { kept.withLock { $0 } }

  /// Takes the code's ASCII characters.
  func show(_ code: RawSpan) {
    let text = unsafe code.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    kept.withLock { $0 = text }
  }
}
