import ConsentVault

/// One random bit flipped at every byte of every file of a small vault, or at some of a large one.
///
/// Each flip is made in a copy that is whole otherwise. Opening it, or a question, has to fail, or the
/// guard to deny, or everything has to be answered as if nothing had happened, and then the vault
/// verifies. A point is `FILE:OFFSET`. In the small vault a seed takes every fourth byte, so four in a
/// row take them all.
struct FlipCampaign: Campaign {
  /// Which vault.
  enum Size: Sendable {
    case small
    case large
  }

  let size: Size

  var name: String { size == .small ? "flips" : "flips-large" }

  func run(_ seeds: ClosedRange<UInt64>, _ scale: Scale, _ report: Report) async throws {
    let known = try await size == .small ? KnownVault.small() : KnownVault.large()
    report.count("bytes of the vault", known.image.byteCount)
    for seed in seeds {
      for (file, offset) in places(in: known.image, seed, scale) {
        let point = "\(file):\(offset)"
        guard report.point.map({ $0 == point }) ?? true else { continue }
        lastWords(report, seed, point)
        var random = SplitMix64(seed, UInt64(offset))
        let flip = Flip(file: file, offset: offset, bit: UInt8(random.next() % 8))
        let finding = try flip.finding(in: known)
        report.run(under: file)
        if case .verify(_, differs: true) = finding {
          // Every page is sealed: nobody may be told anything else first.
          report.bad(.wrongAnswer, seed: seed, point: point, "found by verify alone")
        }
        report.take(finding, in: file, seed: seed, point: point)
      }
    }
    try known.expectWhole()
  }

  /// The bytes that a seed takes.
  private func places(
    in image: VaultImage, _ seed: UInt64, _ scale: Scale
  ) -> [(file: String, offset: Int)] {
    var random = SplitMix64(seed)
    return VaultImage.names.flatMap { file -> [(file: String, offset: Int)] in
      let count = image[file].count
      switch (size, scale) {
      case (.small, .full): return stride(from: Int(seed % 4), to: count, by: 4).map { (file, $0) }
      case (.small, .quick):
        return stride(from: Int(seed % 2003), to: count, by: 2003).map { (file, $0) }
      case (.large, .full), (.large, .quick):
        guard count > 0 else { return [] }
        return (0..<(scale == .full ? 100 : 1)).map { _ in
          (file, Int(random.next() % UInt64(count)))
        }
      }
    }
  }
}

extension Report {
  /// Counts what a tampering led to, and whether that may be.
  func take(_ finding: Panel.Finding, in kind: String, seed: UInt64, point: String) {
    count("\(kind) \(finding.name)")
    switch finding {
    case .same, .open, .access, .verify, .late: break
    case .denied(let code, let verifies):
      guard verifies else { break }
      bad(.lostAcknowledged, seed: seed, point: point, "denied with \(code), and it verifies")
    case .wrong(let question):
      bad(.wrongAnswer, seed: seed, point: point, "\(question) is answered otherwise")
    }
  }
}
