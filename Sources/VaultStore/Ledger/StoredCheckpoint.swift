package import VaultModel

/// A checkpoint that this vault has signed.
package struct StoredCheckpoint: Hashable, Sendable {
  /// How many leaves the tree had.
  package let size: UInt64
  /// Vault time when it was signed.
  package let time: Timestamp
  /// The whole note.
  package let note: String

  /// Puts the parts together.
  package init(size: UInt64, time: Timestamp, note: String) {
    self.size = size
    self.time = time
    self.note = note
  }

  init(_ row: Statement) throws(StoreError) {
    self.init(size: try row.unsigned(0), time: try row.time(1), note: row.text(2))
  }
}

/// The newest checkpoint of another log that this vault has cosigned.
package struct WitnessedCheckpoint: Hashable, Sendable {
  /// How many leaves the other log's tree had.
  package let size: UInt64
  /// The whole note, with our cosignature.
  package let note: String
}

extension Snapshot {
  /// The newest checkpoint that this vault has signed; nil before the first.
  package func newestCheckpoint() throws -> StoredCheckpoint? {
    try connection.first(.newestCheckpoint, body: StoredCheckpoint.init)
  }

  /// Every checkpoint that this vault has signed, oldest first.
  package func checkpoints() throws -> [StoredCheckpoint] {
    var found: [StoredCheckpoint] = []
    try connection.each(.checkpoints) { (row) throws(StoreError) in
      found.append(try StoredCheckpoint(row))
    }
    return found
  }

  /// The newest checkpoint of another log that this vault has cosigned; nil before the first.
  package func witnessed(origin: String) throws -> WitnessedCheckpoint? {
    try connection.first(.witness, .text(origin)) { (row) throws(StoreError) in
      WitnessedCheckpoint(size: try row.unsigned(0), note: row.text(1))
    }
  }
}

extension WriteTransaction {
  /// Stores a checkpoint of this vault; one of the same size is replaced.
  package func write(_ checkpoint: StoredCheckpoint) throws {
    try change(
      .upsertCheckpoint, .unsigned(checkpoint.size), .time(checkpoint.time),
      .text(checkpoint.note))
  }

  /// Stores the newest checkpoint of another log.
  package func writeWitnessed(origin: String, size: UInt64, note: String) throws {
    try change(.upsertWitness, .text(origin), .unsigned(size), .text(note))
  }
}
