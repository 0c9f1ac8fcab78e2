import Glibc
import VaultImport
import VaultModel

/// A file of customers as a shop has it: an id, an e-mail address, a name, whether they want news, and since
/// when; with the map that says so.
struct CustomerFile {
  let path: String
  let count: Int

  /// Writes the file.
  init(at path: String, _ count: Int, from start: Timestamp) {
    self.path = path
    self.count = count
    var text = "id,email,name,news,since\n"
    for number in 0..<count {
      // Each at an instant of its own, as people say it.
      let since = start.backed(by: .seconds(Int64(number) * 7_919 % 20_000_000))
      text +=
        "C-\(10_000_000 + number),customer.\(number)@example.com,Customer \(number),yes,\(since)\n"
    }
    guard let file = unsafe fopen(path, "w"), unsafe fputs(text, file) >= 0,
      unsafe fclose(file) == 0
    else { fatalError("the file of customers cannot be written") }
  }

  static let map = ImportMap(
    subject: ColumnReference("id"),
    values: [
      ValueRule(
        category: "contact.email", source: .column(ColumnReference("email"), split: nil)),
      ValueRule(category: "contact.name", source: .column(ColumnReference("name"), split: nil)),
    ],
    consents: [
      ConsentRule(
        purpose: "news-7", when: .column(ColumnReference("news"), yes: ["yes"], no: ["no"]),
        notice: "news.en", method: .webForm, capturedAt: .column(ColumnReference("since")),
        end: .lasting(.days(360)))
    ])
}
