import VaultCrypto
import VaultModel
import VaultPolicy

/// Reads rows of permissions one after another, each with its canonical encoding.
///
/// People answer one question alike: where a row has the scope of the one before, the scope is neither
/// decoded nor encoded again.
struct PermissionReader {
  private let vault: Identifier
  private let registry: Registry
  private var last: (column: [UInt8], scope: Scope, fields: FieldEncoder)?

  init(vault: Identifier, registry: Registry) {
    self.vault = vault
    self.registry = registry
  }

  /// Reads a row of `permissionColumns`.
  mutating func read(_ row: Statement) throws(StoreError) -> PermissionRow {
    let column = row.bytes(PermissionRow.scopeColumn)
    if last?.column != column {
      guard let scope = Scope(decoding: column) else { throw .integrity("a permission") }
      last = (column, scope, PermissionRow.fields(of: scope, registry))
    }
    guard let last else { throw .integrity("a permission") }
    var made = try PermissionRow(row, scope: last.scope)
    do {
      try made.encode(vault: vault, registry: registry, scope: last.fields)
    } catch {
      throw .integrity("a permission")
    }
    return made
  }
}
