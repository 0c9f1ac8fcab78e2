/// The form of a receipt.
public enum ReceiptForm: Hashable, Sendable {
  /// JSON-LD, aligned with the W3C DPV profile of ISO/IEC TS 27560; of every event.
  case linkedData
  /// The fields of Kantara Consent Receipt Specification v1.1; of a yes alone.
  ///
  /// `jurisdiction` is what stands in the field of that name: a country code (ISO 3166-1), or words.
  case kantara(jurisdiction: String)
}
