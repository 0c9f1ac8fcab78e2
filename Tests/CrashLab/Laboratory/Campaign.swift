/// One way to try to break a vault, many times over.
protocol Campaign: Sendable {
  /// What `--only` calls it, such as `power-loss`.
  var name: String { get }

  /// Whether it has to find bad outcomes: it breaks what the others rely on, and shows that the
  /// laboratory would see it.
  var isControl: Bool { get }

  /// Tries everything for each of the seeds, and reports what came of it.
  ///
  /// The same seed tries the same, however the range is cut.
  ///
  /// - Throws: only if the laboratory itself fails; what the vault does wrong is reported.
  func run(_ seeds: ClosedRange<UInt64>, _ scale: Scale, _ report: Report) async throws
}

extension Campaign {
  var isControl: Bool { false }
}

/// How much of a campaign is tried.
enum Scale: Sendable {
  /// All of it.
  case full
  /// A slice of a few seconds.
  case quick
}
