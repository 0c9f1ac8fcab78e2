import ArgumentParser

/// How an answer is written.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// For people.
  case table
  /// One JSON value (RFC 8259).
  case json
  /// One JSON value a line, lists taken apart; progress too.
  case ndjson
  /// A header and one record a line (RFC 4180); a value inside a value is written as JSON.
  case csv

  /// Whether errors are written as JSON too.
  var isJSON: Bool { self == .json || self == .ndjson }
}
