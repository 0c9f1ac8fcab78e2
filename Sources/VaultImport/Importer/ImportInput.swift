import ConsentVault
import VaultModel

/// The rows of an input in batches, checked at the end to be those of the file that was hashed.
struct ImportInput {
  private let translation: RowTranslation
  private let digest: Digest
  private let hash: InputHash
  private var isAtEnd = false

  init(_ translation: RowTranslation, _ digest: Digest, _ hash: InputHash) {
    self.translation = translation
    self.digest = digest
    self.hash = hash
  }

  /// The next rows; none at the end.
  ///
  /// - Throws: ``ImportCode/inputChanged`` with the last batch, before it reaches the vault.
  mutating func batch<Reader: RowReader & ~Copyable>(
    of reader: inout Reader
  ) throws -> [PendingRow] {
    var rows: [PendingRow] = []
    var bytes = 0
    while !isAtEnd, rows.count < Importer.batchRows, bytes < Importer.batchBytes {
      guard let row = try reader.next() else {
        isAtEnd = true
        guard try hash.finish() == digest else {
          throw ImportFileError(
            .inputChanged, "the input changed while it was read",
            hint: "import a copy that nobody writes to")
        }
        break
      }
      bytes += row.raw?.count ?? 0
      rows.append(translation.pending(row))
    }
    return rows
  }
}
