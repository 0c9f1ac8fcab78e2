// Written from policy.yaml by the plugin PolicyTypes, anew whenever that file changes.
// Policy newspaper, version 2026.1.
import ConsentVault

/// Readers.
enum Reader {
  /// Bring the paper.
  ///
  /// The paper is at your door at six.
  enum Delivery: ConsentVault.Purpose {
    static var policy: Swift.String { "newspaper" }
    static var name: Swift.String { "reader.delivery" }

    /// What it may touch.
    enum Category: Swift.String, ConsentVault.PolicyName {
      /// Name.
      case contactName = "contact.name"
      /// Postal address.
      case contactPostal = "contact.postal"
    }

    /// How people may be contacted.
    typealias Channel = ConsentVault.NotListed

    /// Who may receive the data besides the company itself.
    enum Recipient: Swift.String, ConsentVault.PolicyName {
      /// Paper carriers.
      case carrier = "carrier"
    }

    /// What may be done with the data.
    enum Operation: Swift.String, ConsentVault.PolicyName {
      case use = "use"
    }

    /// Who may ask.
    enum Actor: Swift.String, ConsentVault.PolicyName {
      /// Support.
      case _2ndLine = "2nd-line"
      /// Distribution.
      case distribution = "distribution"
    }
  }

  /// Morning digest.
  ///
  /// You see first what you care about.
  enum Digest: ConsentVault.Purpose {
    static var policy: Swift.String { "newspaper" }
    static var name: Swift.String { "reader.digest" }

    /// What it may touch.
    enum Category: Swift.String, ConsentVault.PolicyName {
      /// E-mail address.
      case contactEmail = "contact.email"
      /// What was read and when.
      case readingHistory = "reading.history"
    }

    /// How people may be contacted.
    enum Channel: Swift.String, ConsentVault.PolicyName {
      case email = "email"
      case inApp = "in-app"
    }

    /// Who may receive the data besides the company itself.
    typealias Recipient = ConsentVault.NotListed

    /// What may be done with the data.
    enum Operation: Swift.String, ConsentVault.PolicyName {
      case use = "use"
      case profile = "profile"
    }

    /// Who may ask.
    enum Actor: Swift.String, ConsentVault.PolicyName {
      /// Editors.
      case newsroom = "newsroom"
    }
  }
}
