import VaultModel

extension EndRule {
  /// The instant at which something that begins at `start` ends; always later than `start`.
  func instant(after start: Timestamp, in row: TrimmedCells) throws(RowRejection) -> Timestamp {
    switch try end(from: start, in: row) {
    case .until(let end): return end
    case .lasting(let span):
      guard let end = start.advanced(by: span) else {
        throw RowRejection(.timeInvalid, "the permission would end after the year 9999")
      }
      return end
    }
  }

  /// The end of something that begins at `start`, or at a time not known yet.
  func end(from start: Timestamp?, in row: TrimmedCells) throws(RowRejection) -> MappedGround.End {
    switch self {
    case .lasting(let span):
      guard span > .zero else {
        throw RowRejection(.endNotAfterStart, "the permission would end as it begins")
      }
      return .lasting(span)
    case .until(let source):
      guard let end = try row.time(source) else {
        throw RowRejection(
          .endMissing, "the row does not say when the permission ends", column: source.column)
      }
      guard start.map({ $0 < end }) ?? true else {
        throw RowRejection(
          .endNotAfterStart, "the permission would end before it begins", column: source.column)
      }
      return .until(end)
    }
  }
}
