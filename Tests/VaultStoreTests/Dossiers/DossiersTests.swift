import Testing
import VaultCrypto
import VaultModel
import VaultPolicy

@testable import VaultStore

/// What is kept is handed out only where it would be read the same, and there is a bound to it.
@Suite struct DossiersTests {
  private let dossiers = Dossiers()
  init() { _ = dossiers.asOf(leafless: 0) }

  private func id(_ number: Int) throws -> SubjectID { try SubjectID("s-\(number)") }

  private func dossier(
    _ number: Int, in categories: [UInt16] = [], weighing bytes: Int = 0,
    _ status: StateRecord.Status = .active
  ) throws -> Dossier {
    let subject = Identifier(high: 0, low: UInt64(number))
    var record = StateRecord()
    record.status = status
    let value = ValueRow(
      category: .init(1), key: "", version: 1, origin: .init(1), collectedAt: .earliest,
      sealed: [UInt8](repeating: 0, count: bytes))
    return try Dossier(
      of: StoredSubject(tag: subject, id: subject, record: record), for: .init(1),
      in: categories.map { .init($0) }, permissions: [],
      values: bytes == 0
        ? []
        : [StoredValue(value, of: subject, vault: subject, registry: Registry())],
      isKept: true)
  }

  private func find(_ number: Int, at size: UInt64 = 0, leafless: Int64 = 0) throws -> Dossier? {
    let found = dossiers.find(
      try id(number), for: .init(1), in: [], at: size, leafless: leafless)
    // Among others it is found, or not, as alone.
    let ids = [try id(-1), try id(number), try id(number)]
    let all = dossiers.find(ids[...], for: .init(1), in: [], at: size, leafless: leafless)
    #expect(all.map { $0 === found } == [found == nil, true, true])
    return found
  }

  private func keep(_ number: Int, at size: UInt64 = 0, leafless: Int64 = 0) throws {
    dossiers.keep(try dossier(number), as: try id(number), at: size, leafless: leafless)
  }

  private func changes(_ types: [(UInt8, Int?)]) -> SubjectChanges {
    var changes = SubjectChanges()
    for (type, number) in types {
      changes.add(type, of: number.map { Identifier(high: 0, low: UInt64($0)) })
    }
    return changes
  }

  // Their numbers in the ledger.
  private let given: UInt8 = 2
  private let permit: UInt8 = 11
  private let readmitted: UInt8 = 27
  private let unheard: UInt8 = 200

  @Test func itIsHandedOutForWhatItWasReadFor() throws {
    let kept = try dossier(1, in: [2, 3])
    dossiers.keep(kept, as: try id(1), at: 0, leafless: 0)
    func find(_ purpose: UInt16, _ categories: [UInt16]) throws -> Dossier? {
      dossiers.find(
        try id(1), for: .init(purpose), in: categories.map { .init($0) }, at: 0, leafless: 0)
    }
    #expect(try find(1, [2, 3]) === kept)
    #expect(try find(1, [2]) == nil)
    #expect(try find(1, []) == nil)
    #expect(try find(1, [3, 2]) == nil)
    #expect(try find(2, [2, 3]) == nil)
  }

  @Test func aListIsAnsweredByWhatWasReadForItsCategoriesAndMore() throws {
    dossiers.advance(from: 0, to: 10, changes([]))
    let several = [(1, [2, 3]), (2, [3]), (3, [4, 3, 2]), (2, [3, 2])] as [(Int, [UInt16])]
    let kept = try several.map { try dossier($0.0, in: $0.1) }
    for ((number, _), kept) in zip(several, kept) {
      dossiers.keep(kept, as: try id(number), at: 10, leafless: 0)
    }
    func find(
      _ categories: [UInt16], purpose: UInt16 = 1, at size: UInt64 = 10, leafless: Int64 = 0
    ) -> [Dossier?] {
      let found = dossiers.find(
        [4, 3, 1, 2].map { Identifier(high: 0, low: $0) }, for: .init(purpose),
        in: NumberSet(categories.map { .init($0) }), at: size, leafless: leafless)
      let names = found.compactMap { $0.map(\.name.text) }
      #expect(names == ["s-3", "s-1", "s-2"].filter(names.contains))
      return found.map { $0?.dossier }
    }
    func isNobody(_ found: [Dossier?]) -> Bool {
      found.count == 4 && found.allSatisfy { $0 == nil }
    }
    func areSame(_ found: [Dossier?], _ places: [Int?]) -> Bool {
      found.count == 4
        && zip(found, places).allSatisfy { found, place in found === place.map { kept[$0] } }
    }
    #expect(areSame(find([2, 3]), [nil, 2, 0, 3]))
    #expect(areSame(find([3]), [nil, 2, 0, 1]))
    #expect(areSame(find([2, 3, 4]), [nil, 2, nil, nil]))
    #expect(isNobody(find([5])))
    #expect(isNobody(find([2, 3], purpose: 2)))
    #expect(isNobody(find([2, 3], at: 9)), "a view of before they were read")
    #expect(isNobody(find([2, 3], at: 11)), "a view of what nobody has looked through")
    #expect(isNobody(find([2, 3], leafless: 1)))
    dossiers.advance(from: 10, to: 11, changes([(given, 1)]))
    #expect(areSame(find([2, 3], at: 11), [nil, 2, nil, 3]))
  }

  @Test func whoIsOnAListDoesNotStayForIt() throws {
    for number in 0...Dossiers.most { try keep(number) }
    let all = (0...Dossiers.most).map { Identifier(high: 0, low: UInt64($0)) }
    let found = dossiers.find(all, for: .init(1), in: [], at: 0, leafless: 0)
    #expect(found.count { $0 != nil } == Dossiers.most)
    try keep(Dossiers.most + 1)
    #expect(try find(1) == nil)
  }

  @Test func itIsTrueFromWhenItWasReadToWhatIsKnown() throws {
    dossiers.advance(from: 0, to: 10, changes([]))
    try keep(1, at: 10)
    #expect(try find(1, at: 10) != nil)
    #expect(try find(1, at: 9) == nil, "a view of before it was read")
    #expect(try find(1, at: 11) == nil, "a view of what nobody has looked through")
    dossiers.advance(from: 10, to: 12, changes([(permit, 1), (given, 2)]))
    for size in [10, 11, 12] as [UInt64] { #expect(try find(1, at: size) != nil) }
    dossiers.advance(from: 12, to: 13, changes([(given, 1)]))
    for size in 9...13 as ClosedRange<UInt64> { #expect(try find(1, at: size) == nil) }
  }

  @Test func whatWasReadInAnotherViewIsNotKept() throws {
    dossiers.advance(from: 0, to: 10, changes([]))
    for (size, leafless) in [(9, 0), (11, 0), (10, 1)] as [(UInt64, Int64)] {
      try keep(1, at: size, leafless: leafless)
      #expect(try find(1, at: 10) == nil)
    }
  }

  @Test func aLeafAboutNobodyDropsEverybody() throws {
    let several: [[(UInt8, Int?)]] = [
      [(given, nil)], [(readmitted, 2)], [(permit, 1), (unheard, nil)],
    ]
    for dropping in several {
      let size = dossiers.asOf(leafless: 0).size
      try keep(1, at: size)
      dossiers.advance(from: size, to: size + 1, changes(dropping))
      #expect(dossiers.asOf(leafless: 0).isEmpty)
    }
    // What no version of ours writes may mean anything.
    let size = dossiers.asOf(leafless: 0).size
    try keep(1, at: size)
    try keep(2, at: size)
    dossiers.advance(from: size, to: size + 1, changes([(unheard, 1)]))
    #expect(try find(1, at: size + 1) == nil)
    #expect(try find(2, at: size + 1) != nil)
  }

  @Test func changesThatDoNotFollowOnWhatIsKnownDropWhomTheyAreAboutAndNoMore() throws {
    dossiers.advance(from: 0, to: 10, changes([]))
    try keep(1, at: 10)
    dossiers.advance(from: 11, to: 12, changes([]))
    dossiers.advance(from: 9, to: 12, changes([]))
    dossiers.advance(from: 10, to: 9, changes([(given, 2)]))
    #expect(dossiers.asOf(leafless: 0).size == 10)
    #expect(try find(1, at: 10) != nil)
    dossiers.advance(from: 11, to: 12, changes([(given, 1)]))
    #expect(dossiers.asOf(leafless: 0).size == 10)
    #expect(try find(1, at: 10) == nil)
  }

  @Test func rowsThatChangeWithoutALeafDropEverybody() throws {
    try keep(1)
    #expect(try find(1, leafless: 1) == nil)
    #expect(!dossiers.asOf(leafless: 0).isEmpty)
    #expect(dossiers.asOf(leafless: 1).isEmpty)
    #expect(try find(1, leafless: 1) == nil)
    #expect(try find(1, leafless: 0) == nil)
  }

  @Test func thereIsABoundToHowManyAreKept() throws {
    for number in 0..<Dossiers.most + 100 { try keep(number) }
    let found = try (0..<Dossiers.most + 100).filter { try find($0) != nil }
    #expect(found.count == Dossiers.most)
    #expect(found.suffix(100) == Array(Dossiers.most..<Dossiers.most + 100)[...])
  }

  @Test func whoIsAskedAboutAgainStays() throws {
    for number in 0..<Dossiers.most { try keep(number) }
    // One round takes everybody's chance away; then it is who was asked about that stays.
    try keep(Dossiers.most)
    for number in 0..<Dossiers.most - 2 {
      #expect(try find(77) != nil)
      try keep(Dossiers.most + 1 + number)
    }
    #expect(try find(77) != nil)
    #expect(try find(78) == nil)
  }

  @Test func thereIsABoundToWhatIsKeptOfOne() throws {
    for number in 1...10 as ClosedRange<UInt16> {
      dossiers.keep(try dossier(1, in: [number]), as: try id(1), at: 0, leafless: 0)
    }
    let found = try (1...10 as ClosedRange<UInt16>).filter {
      dossiers.find(try id(1), for: .init(1), in: [.init($0)], at: 0, leafless: 0) != nil
    }
    #expect(found == [1, 8, 9, 10])
  }

  @Test func theHeavyAndTheErasedAreNotKept() throws {
    let heavy = try dossier(1, weighing: Dossiers.heaviest / 256)
    let erased = try dossier(2, .erased)
    let light = try dossier(3, weighing: Dossiers.heaviest / 512)
    for (number, dossier) in [(1, heavy), (2, erased), (3, light)] {
      dossiers.keep(dossier, as: try id(number), at: 0, leafless: 0)
    }
    #expect(try find(1) == nil)
    #expect(try find(2) == nil)
    #expect(try find(3) === light)
  }

  @Test func whoIsDroppedMakesRoomForOthers() throws {
    for number in 0..<Dossiers.most { try keep(number) }
    dossiers.advance(from: 0, to: 1, changes([(given, 5), (given, 6), (given, 5)]))
    #expect(try find(5, at: 1) == nil)
    for number in [Dossiers.most, Dossiers.most + 1] { try keep(number, at: 1) }
    let kept = try (0..<Dossiers.most + 2).filter { try find($0, at: 1) != nil }
    #expect(kept == Array(0..<Dossiers.most + 2).filter { $0 != 5 && $0 != 6 })
  }

  @Test func thereIsABoundToWhatAllOfThemWeigh() throws {
    // Some 300 of them fill it.
    for number in 0..<1_000 {
      dossiers.keep(
        try dossier(number, weighing: 200 << 10), as: try id(number), at: 0, leafless: 0)
    }
    let found = try (0..<1_000).filter { try find($0) != nil }
    #expect(found.count * (200 << 10) <= Dossiers.heaviest)
    #expect((found.count + 2) * (204 << 10) > Dossiers.heaviest)
    #expect(found.last == 999)
  }
}
