/// What happened.
///
/// The numbers are part of the ledger's format and never change.
package enum LeafType: UInt8, Sendable, CaseIterable {
  case consentRequested = 1
  case given = 2
  case renewed = 3
  case refused = 4
  case withdrawn = 5
  case revoked = 6
  case expired = 7
  case invalidated = 8
  case groundOpened = 9
  case groundClosed = 10
  case permit = 11
  case deny = 12
  case stored = 13
  case rectified = 14
  case exported = 15
  case erased = 16
  case restricted = 17
  case unrestricted = 18
  case sweep = 19
  case policyLoaded = 20
  case keyEvent = 21
  case backup = 22
  case restore = 23
  case clockEvent = 24
  case denialRecorded = 25
  case declassified = 26
  case readmitted = 27
  case requestOpened = 28
  case requestExtended = 29
  case requestAnswered = 30
  case requestRefused = 31
  case policyKey = 32

  /// The words that people see.
  package var name: String {
    switch self {
    case .consentRequested: "consent requested"
    case .given: "consent given"
    case .renewed: "consent renewed"
    case .refused: "consent refused"
    case .withdrawn: "consent withdrawn"
    case .revoked: "permission revoked"
    case .expired: "permission expired"
    case .invalidated: "permission invalidated"
    case .groundOpened: "ground opened"
    case .groundClosed: "ground closed"
    case .permit: "access permitted"
    case .deny: "access denied"
    case .stored: "value stored"
    case .rectified: "value rectified"
    case .exported: "data exported"
    case .erased: "subject erased"
    case .restricted: "processing restricted"
    case .unrestricted: "restriction lifted"
    case .sweep: "sweep"
    case .policyLoaded: "policy loaded"
    case .keyEvent: "keys changed"
    case .backup: "backup made"
    case .restore: "backup restored"
    case .clockEvent: "clock event"
    case .denialRecorded: "denial recorded"
    case .declassified: "value declassified"
    case .readmitted: "subject readmitted"
    case .requestOpened: "request opened"
    case .requestExtended: "request extended"
    case .requestAnswered: "request answered"
    case .requestRefused: "request refused"
    case .policyKey: "policy key set"
    }
  }
}
