import VaultModel
import VaultPolicy

/// Changes of one purpose: only the tests that can tell are run.
///
/// A request is permitted exactly if every dimension allows it by itself, so a changed value of a list
/// shows in the cell that names it, or in the middle of the table, from which the other cells take what
/// they do not vary. That this finds what a rebuilt policy and all tests find is held by a test.
extension Trial {
  /// Whether some test fails when a purpose has other terms.
  func notices(
    _ change: PurposeChange, _ changed: CompiledPurpose, _ tests: PurposeTests?,
    _ questions: WholeQuestions
  ) -> Bool {
    let trial = replacing(changed)
    if let tests {
      if tests.tables.contains(where: { trial.notices(change, changed, in: $0) }) { return true }
      if tests.cases.contains(where: { !trial.passes($0) }) { return true }
      if !change.isOfList, tests.limits.contains(where: { !trial.passes($0) }) { return true }
    }
    return questions.notice(changed, in: trial, before: self)
  }

  /// Whether a table of the changed purpose fails; called on a trial that has the change.
  private func notices(
    _ change: PurposeChange, _ changed: CompiledPurpose, in table: OnlyTable
  ) -> Bool {
    func isWrong(_ value: String, _ dimension: TestDimension) -> Bool {
      guard let listed = table.lists[dimension] else { return false }
      return cell(value, dimension, of: table, changed).isAllowed != listed.contains(value)
    }
    switch change {
    case .drop(.notices, _), .add(.notices, _):
      // With no notice listed, every notice is accepted: one name changes all cells.
      if (values[.notices] ?? []).contains(where: { isWrong($0, .notices) }) { return true }
    case .drop(let dimension, let value), .add(let dimension, let value):
      if isWrong(value, dimension) { return true }
    default: break
    }
    if table.lists.keys.contains(where: \.isDecided),
      !middle(of: table, changed).isAllowed
    {
      return true
    }
    if let basis = table.basis, !rests(changed, on: basis, at: table.time) { return true }
    guard case .basis = change else { return false }
    return [TestDimension.methods, .notices].contains { dimension in
      (values[dimension] ?? []).contains { isWrong($0, dimension) }
    }
  }
}

extension PurposeChange {
  /// Whether it changes a list of names.
  fileprivate var isOfList: Bool {
    switch self {
    case .drop, .add: true
    default: false
    }
  }
}
