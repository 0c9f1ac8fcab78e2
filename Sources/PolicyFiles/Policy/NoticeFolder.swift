import FoundationEssentials
import VaultModel
import VaultPolicy

/// Reads the folder `notices` beside a policy: `<id>.<language>.md`, and nothing else.
enum NoticeFolder {
  /// The most notices.
  static let most = 4096

  /// The notices, sorted by id and language; none if there is no such folder.
  ///
  /// - Throws: Every problem at once, without positions.
  static func read(beside path: String) throws(PolicyFault) -> [Notice] {
    let folder =
      path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .map { "\($0)/" }.joined() + "notices"
    // A folder that is not there is a policy without notices.
    guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      return []
    }
    var notices: [Notice] = []
    var problems: [PolicyProblem] = []
    // Hidden files are an editor's or a file manager's, not the author's.
    for file in files.sorted() where !file.hasPrefix(".") {
      guard notices.count < most else {
        problems.append(problem(.limitExceeded, file, "there are more than \(most) notices"))
        break
      }
      do throws(PolicyFault) {
        notices.append(try notice(file, in: folder))
      } catch {
        problems += error.problems
      }
    }
    guard problems.isEmpty else { throw PolicyFault(problems) }
    return notices.sorted { ($0.id, $0.language) < ($1.id, $1.language) }
  }

  private static func notice(_ file: String, in folder: String) throws(PolicyFault) -> Notice {
    let parts = file.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, parts[2] == "md", DottedName.isSegment(parts[0].utf8),
      isLanguage(parts[1])
    else {
      throw PolicyFault([
        problem(
          .noticeNameInvalid, file,
          "the file \(quoted(file)) in `notices` is not named `<id>.<language>.md`")
      ])
    }
    let text = try FileText.read("\(folder)/\(file)", limit: Notice.largest, what: "notice")
    guard !text.allSatisfy(\.isWhitespace) else {
      throw PolicyFault([problem(.textInvalid, file, "the notice \(quoted(file)) is empty")])
    }
    return Notice(id: parts[0], language: parts[1], text: text)
  }

  /// A language of two or three letters with subtags of two to eight letters or digits (BCP 47).
  private static func isLanguage(_ tag: String) -> Bool {
    let subtags = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard let language = subtags.first, (2...3).contains(language.count), subtags.count <= 4,
      language.allSatisfy({ (97...122).contains($0) })
    else { return false }
    return subtags.dropFirst().allSatisfy { subtag in
      (2...8).contains(subtag.count)
        && subtag.allSatisfy {
          (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
    }
  }

  private static func problem(
    _ code: PolicyProblem.Code, _ file: String, _ message: String
  ) -> PolicyProblem {
    PolicyProblem(
      code: code, message: message, hint: "write it as in `notices/newsletter.en.md`", file: file,
      position: nil)
  }
}
