/// A share of the work of those who have to do with personal data.
public enum Mix: String, CaseIterable, Sendable {
  /// Runs the store: creates, deletes, changes metadata.
  case controller
  /// Looks at and changes what is their own; some do so far more often than others.
  case customer
  /// Works with the data, for purposes.
  case processor
  /// Looks into a complaint.
  case regulator

  /// What an operation is drawn as.
  enum Draft {
    case create, deleteSubject, deleteKey, sweep, updateMetadata, updateByPurpose, choose
    case read, readMetadata, updateValue, readPurpose, readObject, verifyLog, proveDeletion
  }

  /// The shares, in hundredths.
  var shares: [(Draft, Int)] {
    switch self {
    case .controller:
      [
        (.create, 25), (.deleteSubject, 10), (.deleteKey, 10), (.sweep, 5), (.updateMetadata, 40),
        (.updateByPurpose, 10),
      ]
    case .customer:
      [(.read, 20), (.readMetadata, 20), (.updateValue, 20), (.choose, 20), (.deleteKey, 20)]
    case .processor: [(.read, 80), (.readPurpose, 10), (.readObject, 10)]
    case .regulator: [(.readMetadata, 46), (.verifyLog, 31), (.proveDeletion, 23)]
    }
  }

  /// Whether some subjects come far more often than others (Zipf, θ = 0.99); all alike otherwise.
  var isSkewed: Bool { self == .customer || self == .processor }

  /// The drafts of this mix that can be denied, so that one in ten of all its operations is.
  var deniable: [Draft] {
    switch self {
    case .controller: [.create, .updateMetadata]
    case .customer: [.read, .updateValue, .choose]
    case .processor: [.read]
    case .regulator: [.readMetadata, .proveDeletion]
    }
  }

  /// How likely one of ``deniable`` has to be denied.
  var denialRate: Double {
    10 / Double(shares.filter { deniable.contains($0.0) }.reduce(0) { $0 + $1.1 })
  }
}
