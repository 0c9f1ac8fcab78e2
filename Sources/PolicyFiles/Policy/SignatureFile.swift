package import VaultPolicy

/// The signature beside a policy: `policy.yaml.sig` for `policy.yaml`.
package enum SignatureFile {
  /// The most bytes of a signature.
  package static let largest = 1 << 20

  /// Where the signature of a policy lies.
  package static func path(beside policy: String) -> String { policy + ".sig" }

  /// The note beside a policy, as it lies there; nil if the policy is not signed.
  ///
  /// - Throws: One problem: it cannot be read, is too large, or no text.
  package static func read(beside policy: String) throws(PolicyFault) -> String? {
    do throws(PolicyFault) {
      return try FileText.read(path(beside: policy), limit: largest, what: "signature")
    } catch {
      guard error.problems.map(\.code) == [.fileMissing] else { throw error }
      return nil
    }
  }
}
