import VaultModel

extension JSONLine {
  /// A string in the grammar of RFC 8259, section 7, decoded.
  mutating func string(in column: String?) throws(RowRejection) -> String {
    guard take(UInt8(ascii: "\"")) else { throw invalid }
    var decoded: [UInt8] = []
    var start = position
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        try checkLength(decoded.count + position - start, in: column)
        defer { position += 1 }
        if decoded.isEmpty { return String(decoding: bytes[start..<position], as: UTF8.self) }
        decoded += bytes[start..<position]
        return String(decoding: decoded, as: UTF8.self)
      case UInt8(ascii: "\\"):
        try checkLength(decoded.count + position - start, in: column)
        decoded += bytes[start..<position]
        position += 1
        try escape(into: &decoded)
        start = position
      case 0: throw nulByte
      case ..<0x20: throw invalid
      default: position += 1
      }
    }
    throw invalid
  }

  private mutating func escape(into text: inout [UInt8]) throws(RowRejection) {
    guard let byte = peek else { throw invalid }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text += String(try escapedScalar()).utf8
    default:
      position -= 1
      throw invalid
    }
  }

  /// The scalar behind `\u`, or behind a pair of surrogates; a lone one is no text.
  private mutating func escapedScalar() throws(RowRejection) -> Unicode.Scalar {
    let unit = try hexadecimal()
    guard unit != 0 else { throw nulByte }
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw invalid }
    let low = try hexadecimal()
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw invalid }
    return scalar
  }

  private mutating func hexadecimal() throws(RowRejection) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = peek.flatMap(Hexadecimal.value(of:)) else {
        throw invalid
      }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }

  /// Refuses a text longer than ``ImportLimits/cell``.
  func checkLength(_ length: Int, in column: String?) throws(RowRejection) {
    guard length <= ImportLimits.cell else {
      throw RowRejection(
        .cellTooLong, "a text is longer than \(ImportLimits.cell) bytes", column: column)
    }
  }
}
