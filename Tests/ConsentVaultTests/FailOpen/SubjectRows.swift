import ConsentVault

extension Damage {
  /// The row of the subject with its sealed state record, and the index of what changed it.
  static let subjectRows = Kind(
    name: "subject rows",
    cases: columns + [
      Damage(sql: "DELETE FROM subject WHERE \(anna)"),
      Damage(sql: "INSERT INTO history SELECT \(annasID), 1, 9223372036854775807 WHERE ?1<>0"),
      Damage(sql: "INSERT INTO history SELECT \(annasID), 1, 'x' WHERE ?1<>0", isLoose: true),
      Damage(sql: "INSERT INTO history SELECT \(annasID), 1, x'01' WHERE ?1<>0", isLoose: true),
      Damage("a state record of before the last change") { copy in
        let raw = try copy.files.raw()
        let before = try raw.run("SELECT tag, state FROM subject")
        _ = try await copy.open().withdraw(copy.sound.world.anna, purpose: "service")
        for row in before { try raw.run("UPDATE subject SET state=? WHERE tag=?", row[1], row[0]) }
      },
    ])

  /// The random id of the subject whose consent to styling it is.
  static let annasID = "(SELECT subject FROM permission WHERE id=?1)"

  private static let anna = "subject=\(annasID)"

  private static let columns =
    [
      "state=x''", "state=x'00'", "state=zeroblob(40)", "state=zeroblob(4096)",
      "state=substr(state, 1, length(state) - 1)", "state=\(bytes("state", "x'00'"))",
      "state=\(bytes("state", "state"))",
      "state=\(bytes("x'ff'", "substr(state, 2)"))", "state=\(bytes("substr(state, 2)", "x'00'"))",
      "state=(SELECT state FROM subject AS other WHERE other.tag<>subject.tag)", "state=identity",
      "wrapped=NULL", "identity=NULL", "subject=zeroblob(16)", "subject=x''",
      "subject=substr(subject, 1, 15)", "subject=\(bytes("subject", "x'00'"))", "tag=zeroblob(16)",
      "tag=x''",
      "tag=substr(tag, 1, 15)", "tag=\(bytes("tag", "x'00'"))",
    ].map { Damage(sql: "UPDATE subject SET \($0) WHERE \(anna)") }
    + [
      "state=NULL", "state=1", "state='x'", "state=CAST(state AS TEXT)",
      "subject=CAST(subject AS TEXT)", "tag=CAST(tag AS TEXT)",
    ].map { Damage(sql: "UPDATE subject SET \($0) WHERE \(anna)", isLoose: true) }
}
