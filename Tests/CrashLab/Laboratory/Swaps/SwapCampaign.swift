import ConsentVault

/// All swaps of the rows of fifty customers, among them and within each: every column of every
/// two rows of a table, and whole rows but for their key.
///
/// Each swap has to be found when the customers are asked about, or by `ledger verify`. A point is
/// `TABLE:ROW:ROW:COLUMNS`. A seed takes every fourth swap, so four in a row take them all.
struct SwapCampaign: Campaign {
  let name = "swaps"

  private static let tables = ["subject", "permission", "value"]

  private static func stride(_ scale: Scale) -> Int { scale == .quick ? 1009 : 4 }

  func run(_ seeds: ClosedRange<UInt64>, _ scale: Scale, _ report: Report) async throws {
    let crowd = try await Crowd()
    let stride = UInt64(Self.stride(scale))
    for name in Self.tables {
      let table = try RawTable(name, in: crowd.raw)
      var number: UInt64 = 0
      for first in table.rows.indices {
        for second in table.rows.indices where second > first {
          for columns in Self.columns(of: table) {
            let swap = Swap(table: table, first: first, second: second, columns: columns)
            guard swap.changesSomething else { continue }
            number += 1
            let point = swap.point
            let seed = seeds.first {
              report.point.map { $0 == point } ?? (number % stride == $0 % stride)
            }
            guard let seed else { continue }
            try swap.run(on: crowd, seed: seed, report)
          }
        }
      }
    }
  }

  /// The sets of columns to swap: of subjects every set, of other rows every single column and the
  /// whole row but for the key.
  private static func columns(of table: RawTable) -> [[Int]] {
    let all = Array(table.columns.indices)
    if table.name == "subject" {
      return (1..<(1 << all.count) - 1).map { set in all.filter { set >> $0 & 1 == 1 } }
    }
    return all.map { [$0] } + [all.filter { !table.key.contains($0) }]
  }
}
