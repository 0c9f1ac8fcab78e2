/// Cells of two rows of a table, each put in the place of the other.
struct Swap {
  let table: RawTable
  let first: Int
  let second: Int
  let columns: [Int]

  var point: String {
    let names = columns.map { table.columns[$0] }.joined(separator: "+")
    return "\(table.name):\(first):\(second):\(names)"
  }

  /// Whether the cells differ, and the two rows do not merely change places.
  var changesSomething: Bool {
    let (a, b) = (table.rows[first], table.rows[second])
    let differing = a.indices.filter { a[$0] != b[$0] }
    let swapped = differing.filter(columns.contains)
    return !swapped.isEmpty && swapped.count < differing.count
  }

  private var swapped: [[RawDatabase.Cell]] {
    var (a, b) = (table.rows[first], table.rows[second])
    for column in columns { (a[column], b[column]) = (b[column], a[column]) }
    return [a, b]
  }

  /// Whose rows they were, or are.
  private func owners(in crowd: Crowd) -> Set<Int> {
    guard let column = table.columns.firstIndex(of: "subject") else { return [] }
    return Set([first, second].compactMap { crowd.numbers[table.rows[$0][column]] })
  }

  func run(on crowd: Crowd, seed: UInt64, _ report: Report) throws {
    let old = [table.rows[first], table.rows[second]]
    let owners = owners(in: crowd)
    lastWords(report, seed, point)
    let finding = try crowd.finding(replacing: old, by: swapped, of: table, about: owners)
    guard let finding else {
      report.count("\(table.name) not possible in the tables")
      return
    }
    report.run(under: table.name)
    // A swap is always another vault: answering as before, and verifying, is not finding it.
    guard finding != .same else {
      let names = columns.map { table.columns[$0] }.joined(separator: "+")
      report.count("\(table.name) \(names) NOT FOUND")
      report.bad(.wrongAnswer, seed: seed, point: point, "nobody finds the swap")
      return
    }
    report.take(finding, in: table.name, seed: seed, point: point)
  }
}
