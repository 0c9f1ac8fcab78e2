/// What the tests of a policy touched.
///
/// A value that a purpose lists is touched by a permit, a value that it does not list by a refusal for its
/// sake: either alone would show half of what the policy says.
package struct TestCoverage: Hashable, Sendable {
  /// A part of a whole.
  package struct Share: Hashable, Sendable {
    package internal(set) var touched = 0
    package internal(set) var total = 0

    /// In tenths of a percent, rounded down, so that 1,000 means all.
    package var permille: Int { total == 0 ? 1000 : touched * 1000 / total }

    /// Counts one thing.
    mutating func count(_ isTouched: Bool) {
      total += 1
      if isTouched { touched += 1 }
    }

    static func + (a: Share, b: Share) -> Share {
      Share(touched: a.touched + b.touched, total: a.total + b.total)
    }
  }

  /// One purpose.
  package struct Purpose: Hashable, Sendable {
    package let name: String
    /// Listed values that some test saw permitted.
    package internal(set) var permits = Share()
    /// Other values that some test saw refused.
    package internal(set) var refusals = Share()
    /// Lifetime, retention, cap, quiet hours and review day, as far as the purpose has them.
    package internal(set) var limits = Share()
    /// The values that no test touched, as `actors: desk`.
    package internal(set) var untouched: [String] = []

    /// Whether some test touched anything of it.
    package var isTouched: Bool { permits.touched + refusals.touched + limits.touched > 0 }
  }

  package internal(set) var purposes: [Purpose] = []
  /// The `never` rules that some test saw hold.
  package internal(set) var toldRules: [String] = []
  /// Those that none did.
  package internal(set) var untoldRules: [String] = []
  /// The reason codes that tests saw, in the order of the codes.
  package internal(set) var codes: [String] = []

  /// Everything together.
  package var total: Share {
    purposes.reduce(Share(touched: toldRules.count, total: toldRules.count + untoldRules.count)) {
      $0 + $1.permits + $1.refusals + $1.limits
    }
  }
}
