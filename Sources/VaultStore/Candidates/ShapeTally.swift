import VaultModel

/// How many candidates more or fewer are settled as each shape, within one part of a transaction.
///
/// The counts are written once at the part's end, and not for each candidate: a thousand people of an import
/// have one shape. What is undone is forgotten here too.
final class ShapeTally {
  private var numbers: [PermissionShape: Int64] = [:]
  private var changes: [Int64: Int64] = [:]

  /// Counts one more.
  func hold(_ shape: Int64) { changes[shape, default: 0] += 1 }

  /// Counts one fewer.
  func release(_ shape: Int64) { changes[shape, default: 0] -= 1 }

  /// The number of a shape, by what this part knows or else by `find`.
  func number(
    of shape: PermissionShape, _ find: () throws(StoreError) -> Int64
  ) throws(StoreError) -> Int64 {
    if let known = numbers[shape] { return known }
    let found = try find()
    numbers[shape] = found
    return found
  }

  /// Writes the counts and begins anew.
  func write(on connection: Connection) throws(StoreError) {
    let changes = changes
    forget()
    for (shape, change) in changes {
      if change != 0 { try connection.run(.countShape, .integer(change), .integer(shape)) }
      // A shape that nobody has would tell of somebody who is gone.
      if change <= 0 { try connection.run(.deleteShape, .integer(shape)) }
    }
  }

  /// Begins anew, since the part was undone.
  func forget() {
    // A shape that was made in the part is gone with it, and one that is written may be.
    numbers.removeAll(keepingCapacity: true)
    changes.removeAll(keepingCapacity: true)
  }
}
