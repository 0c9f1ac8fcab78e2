extension VaultError {
  /// It is no statement that could be verified.
  static func statementInvalid(_ what: String) -> VaultError {
    VaultError(
      .usage, "RECEIPT_INVALID", "the file is no receipt or certificate: \(what)",
      hint: "give the file byte for byte as it was made: no editor, no other line ends")
  }

  /// It could be read, and does not hold.
  static func statementForged(_ what: String) -> VaultError {
    VaultError(
      .integrity, "RECEIPT_FORGED", "the receipt or certificate does not hold: \(what)",
      hint: "it was changed, or was not made by this vault; ask for another and keep both")
  }

  /// None of the keys that are trusted signed it.
  static let statementSignerUnknown = VaultError(
    .integrity, "RECEIPT_SIGNER_UNKNOWN", "the receipt or certificate is not signed by this key",
    hint: "it is another vault's, or its key was rotated: ask the company for its log's keys")

  /// There is nothing of which a receipt could be made.
  static func noReceipt(_ what: String) -> VaultError {
    VaultError(
      .notFound, "RECEIPT_EVENT_UNKNOWN", what,
      hint: "list the events with `cvault show CONSENT`; each has its leaf")
  }
}
