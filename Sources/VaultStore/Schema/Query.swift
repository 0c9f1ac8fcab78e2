/// Every SQL statement that the store prepares, in one place.
///
/// Each is prepared once per connection.
enum Query: Int, CaseIterable {
  case begin, beginImmediate, commit, rollback, savepoint, rollbackToSavepoint, releaseSavepoint
  case subjectByTag, subjectByID, stateByTag, subjects, subjectIDs, upsertSubject, replaceSubject,
    deleteSubject
  case keyRows, updateWrapped, updateState, updateEnvelope, updateSeal
  case permissionsOfPurpose, permissionsOfSubject, subjectOfPermission
  case upsertPermission, deletePermissions
  case valuesOfCategory, valuesOfSubject, value, upsertValue, deleteValue, deleteValues
  case countValuesOfSubject, originsOfSubject
  case setDue, bringDueForward, clearDue, everybodyDue, dueSubjects, earliestDue, countDue
  case contacts, insertContact, pruneContacts, deleteContacts
  case unlinkRequests
  case latestPolicyNumber, policy, policies, insertPolicy, insertSignature, countSignatures
  case registry, insertRegistry
  case notices, noticeNames, noticeByDigest, insertNotice
  case dataVersion, stand, ledgerEnd, leavesFrom, frontier, insertFrontier, updateFrontier,
    insertBundle,
    bundleOf, bundles,
    bundlesBefore, leavesBefore, blankSubjects
  case insertTile, tileRoots, tiles, leafHashes
  case newestCheckpoint, checkpoints, upsertCheckpoint, witness, upsertWitness
  case insertHistory, history, deleteHistory, indexed
  case insertMilestone, milestones
  case requests, openRequests, requestsOfSubject, requestsOfStrangers, request, upsertRequest
  case countHistory, ending, countSubjects, countValues, countPermissions,
    permissionAges
  case candidate, candidatesUntil, candidatesOfShape, countCandidates, putCandidate,
    deleteCandidate
  case candidatesAfter, candidateSubjects, candidatePermissions, candidateOrigins
  case shapes, shapeCounts, numberOfShape, insertShape, countShape,
    deleteShape
  case permissionsInForce, notBegun, unusualCategories, originsAmong, contacted, registeredName

  var sql: String {
    switch self {
    case .begin: "BEGIN"
    case .beginImmediate: "BEGIN IMMEDIATE"
    case .commit: "COMMIT"
    case .rollback: "ROLLBACK"
    case .savepoint: "SAVEPOINT change"
    case .rollbackToSavepoint: "ROLLBACK TO change"
    case .releaseSavepoint: "RELEASE change"

    case .subjectByTag: "SELECT \(Self.subjectColumns) FROM subject WHERE tag=?"
    case .subjectByID: "SELECT \(Self.subjectColumns) FROM subject WHERE subject=?"
    case .stateByTag: "SELECT state FROM subject WHERE tag=?"
    case .subjects:
      "SELECT \(Self.subjectColumns) FROM subject WHERE tag>? ORDER BY tag LIMIT ?"
    case .subjectIDs: "SELECT subject FROM subject"
    case .upsertSubject:
      """
      INSERT INTO subject VALUES(?,?,?,?,?) ON CONFLICT(tag) DO UPDATE SET \
      \(Self.excluded("wrapped", "identity", "state")) WHERE subject=excluded.subject
      """
    case .replaceSubject:
      """
      INSERT INTO subject VALUES(?,?,?,?,?) ON CONFLICT(tag) DO UPDATE SET \
      \(Self.excluded("subject", "wrapped", "identity", "state"))
      """
    case .deleteSubject: "DELETE FROM subject WHERE tag=?"

    case .keyRows:
      "SELECT tag, subject, wrapped, state FROM subject WHERE tag>? ORDER BY tag LIMIT ?"
    case .updateWrapped: "UPDATE subject SET wrapped=? WHERE tag=?"
    case .updateState: "UPDATE subject SET state=? WHERE tag=?"
    case .updateEnvelope: "UPDATE permission SET envelope=? WHERE subject=? AND purpose=? AND id=?"
    case .updateSeal: "UPDATE policy SET seal=? WHERE number=?"

    case .permissionsOfPurpose:
      "SELECT \(Self.permissionColumns) FROM permission WHERE subject=? AND purpose=?"
    case .permissionsOfSubject:
      "SELECT \(Self.permissionColumns) FROM permission WHERE subject=?"
    case .subjectOfPermission: "SELECT subject FROM permission WHERE id=?"
    case .upsertPermission:
      """
      INSERT INTO permission VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) \
      ON CONFLICT(subject, purpose, id) DO UPDATE SET \
      \(Self.excluded(
        "version", "kind", "state", "starts", "ends", "method", "notice", "retention", "event",
        "recorded", "changed", "sequence", "scope", "detail", "envelope"))
      """
    case .deletePermissions: "DELETE FROM permission WHERE subject=?"

    case .valuesOfCategory:
      "SELECT category, key, version, origin, collected, sealed FROM value WHERE subject=? AND category=?"
    case .valuesOfSubject:
      "SELECT category, key, version, origin, collected, sealed FROM value WHERE subject=?"
    case .countValuesOfSubject: "SELECT count(*) FROM value WHERE subject=?"
    case .originsOfSubject: "SELECT category, origin FROM value WHERE subject=?"
    case .value:
      "SELECT category, key, version, origin, collected, sealed FROM value WHERE subject=? AND category=? AND key=?"
    case .upsertValue:
      """
      INSERT INTO value VALUES(?,?,?,?,?,?,?) ON CONFLICT(subject, category, key) DO UPDATE SET \
      \(Self.excluded("version", "origin", "collected", "sealed"))
      """
    case .deleteValue: "DELETE FROM value WHERE subject=? AND category=? AND key=?"
    case .deleteValues: "DELETE FROM value WHERE subject=?"

    case .setDue: "INSERT OR REPLACE INTO due VALUES(?,?)"
    case .bringDueForward:
      """
      INSERT INTO due VALUES(?,?) ON CONFLICT(time, subject) DO NOTHING \
      ON CONFLICT(subject) DO UPDATE SET time=excluded.time WHERE excluded.time<time
      """
    case .clearDue: "DELETE FROM due WHERE subject=?"
    case .everybodyDue: "UPDATE due SET time=?1 WHERE time>?1"
    case .dueSubjects: "SELECT subject, time FROM due WHERE time<=? ORDER BY time, subject LIMIT ?"
    case .earliestDue: "SELECT min(time) FROM due"
    case .countDue: "SELECT count(*) FROM due WHERE time<=?"

    case .contacts: "SELECT time FROM contact WHERE subject=? AND purpose=? AND time>?"
    case .insertContact: "INSERT INTO contact VALUES(?,?,?,?)"
    case .pruneContacts: "DELETE FROM contact WHERE subject=? AND purpose=? AND time<=?"
    case .deleteContacts: "DELETE FROM contact WHERE subject=?"

    case .unlinkRequests: "UPDATE request SET subject=zeroblob(16), sealed=NULL WHERE subject=?"

    case .latestPolicyNumber: "SELECT max(number) FROM policy"
    case .policy:
      """
      SELECT \(Self.policyColumns), EXISTS(SELECT 1 FROM signature) FROM policy \
      LEFT JOIN signature ON policy=number WHERE number=?
      """
    case .policies:
      """
      SELECT \(Self.policyColumns) FROM policy LEFT JOIN signature ON policy=number ORDER BY number
      """
    case .insertSignature: "INSERT INTO signature VALUES(?,?,?,?)"
    case .countSignatures: "SELECT count(*) FROM signature"
    case .insertPolicy: "INSERT INTO policy VALUES(?,?,?,?,?,?,?,?,?)"
    case .registry: "SELECT kind, name, number FROM registry ORDER BY kind, number"
    case .insertRegistry: "INSERT INTO registry(kind, name, number) VALUES(?,?,?)"
    case .notices:
      "SELECT sha256, id, language, text, policy FROM notice ORDER BY policy, id, language"
    case .noticeNames:
      "SELECT sha256, id, language, policy FROM notice ORDER BY policy, id, language"
    case .noticeByDigest:
      """
      SELECT sha256, id, language, text, policy FROM notice WHERE sha256=? ORDER BY policy LIMIT 1
      """
    case .insertNotice: "INSERT INTO notice VALUES(?,?,?,?,?)"

    case .dataVersion: "PRAGMA data_version"
    case .stand:
      "SELECT size, time, transactions, (SELECT max(number) FROM policy) FROM frontier WHERE id=1"
    case .leavesFrom: "SELECT leaves, subjects FROM bundle WHERE first>=? ORDER BY first"
    case .ledgerEnd: "SELECT size, time FROM frontier WHERE id=1"
    case .frontier: "SELECT size, peaks, time, transactions, indexed FROM frontier WHERE id=1"
    case .insertFrontier: "INSERT INTO frontier VALUES(1,?,?,?,?,?)"
    case .updateFrontier: "UPDATE frontier SET size=?, peaks=?, time=?, transactions=? WHERE id=1"
    case .insertBundle: "INSERT INTO bundle VALUES(?,?,?,?,?)"
    case .bundleOf:
      "SELECT first, count, leaves, hashes, subjects FROM bundle WHERE first<=? ORDER BY first DESC LIMIT 1"
    case .bundles:
      "SELECT first, count, leaves, hashes, subjects FROM bundle WHERE first>=? ORDER BY first LIMIT ?"
    case .bundlesBefore:
      "SELECT first, count, leaves, hashes, subjects FROM bundle WHERE first<? ORDER BY first DESC LIMIT ?"
    case .leavesBefore:
      "SELECT first, leaves FROM bundle WHERE first<? ORDER BY first DESC LIMIT ?"
    case .blankSubjects: "UPDATE bundle SET subjects=? WHERE first=?"
    case .insertTile: "INSERT INTO tile VALUES(?,?,?)"
    case .tileRoots:
      "SELECT number, root FROM tile WHERE level=? AND number>=? ORDER BY number LIMIT ?"
    case .tiles: "SELECT level, number, root FROM tile ORDER BY level, number"
    case .leafHashes:
      """
      SELECT first, count, hashes FROM bundle WHERE first>=(SELECT max(first) FROM bundle \
      WHERE first<=?1) AND first<?2 ORDER BY first
      """
    case .newestCheckpoint: "SELECT size, time, note FROM checkpoint ORDER BY size DESC LIMIT 1"
    case .checkpoints: "SELECT size, time, note FROM checkpoint ORDER BY size"
    case .upsertCheckpoint: "INSERT OR REPLACE INTO checkpoint VALUES(?,?,?)"
    case .witness: "SELECT size, note FROM witness WHERE origin=?"
    case .upsertWitness: "INSERT OR REPLACE INTO witness VALUES(?,?,?)"
    case .insertHistory: "INSERT OR IGNORE INTO history VALUES(?,?,?)"
    case .history: "SELECT leaf, state FROM history WHERE subject=? ORDER BY leaf"
    case .deleteHistory: "DELETE FROM history WHERE subject=?"
    case .indexed: "UPDATE frontier SET indexed=? WHERE id=1"

    case .insertMilestone: "INSERT INTO milestone VALUES(?,?,?)"
    case .milestones: "SELECT leaf, until FROM milestone WHERE kind=? ORDER BY leaf"
    case .requests:
      "SELECT \(Self.requestColumns) FROM request ORDER BY state>2, due, id"
    case .openRequests:
      "SELECT \(Self.requestColumns) FROM request WHERE state<=2 ORDER BY due, id"
    case .requestsOfSubject:
      "SELECT \(Self.requestColumns) FROM request WHERE subject=? ORDER BY due, id"
    case .requestsOfStrangers:
      "SELECT \(Self.requestColumns) FROM request WHERE subject=zeroblob(16) AND sealed IS NOT NULL ORDER BY due, id"
    case .request: "SELECT \(Self.requestColumns) FROM request WHERE id=?"
    case .upsertRequest: "INSERT OR REPLACE INTO request VALUES(?,?,?,?,?,?,?,?,?)"

    case .ending:
      "SELECT subject, purpose, id, ends FROM permission WHERE state=2 AND ends>? AND ends<=? ORDER BY ends"
    case .countHistory: "SELECT count(*) FROM history"
    case .countSubjects: "SELECT count(*) FROM subject"
    case .countValues: "SELECT count(*), coalesce(sum(length(sealed)), 0) FROM value"
    case .permissionAges:
      """
      SELECT purpose, CASE WHEN starts>?2 THEN 0 WHEN starts>?3 THEN 1 WHEN starts>?4 THEN 2 \
      WHEN starts>?5 THEN 3 ELSE 4 END AS age, count(*) FROM permission \
      WHERE state=2 AND starts<=?1 AND ends>?1 GROUP BY purpose, age
      """
    case .countPermissions:
      """
      SELECT purpose, kind, CASE WHEN state=2 AND ends<=? THEN 6 ELSE state END AS now, count(*) \
      FROM permission GROUP BY purpose, kind, now
      """

    case .candidate: "SELECT shape, until FROM candidate WHERE purpose=? AND subject=?"
    case .candidatesAfter:
      "SELECT subject FROM candidate WHERE purpose=? AND subject>? ORDER BY subject LIMIT ?"
    case .candidateSubjects:
      """
      SELECT \(Self.subjectColumns) FROM candidate \
      LEFT JOIN subject ON subject.subject=candidate.subject \
      WHERE candidate.purpose=? AND candidate.subject>? ORDER BY candidate.subject LIMIT ?
      """
    case .candidatePermissions:
      """
      SELECT \(Self.permissionColumns) FROM candidate CROSS JOIN permission \
      ON permission.subject=candidate.subject AND permission.purpose=candidate.purpose \
      WHERE candidate.purpose=? AND candidate.subject>? AND candidate.subject<=? \
      ORDER BY candidate.subject
      """
    case .candidateOrigins:
      """
      SELECT value.subject, category, origin FROM candidate CROSS JOIN value \
      ON value.subject=candidate.subject AND category>=?4 AND category<=?5 \
      WHERE candidate.purpose=?1 AND candidate.subject>?2 AND candidate.subject<=?3 \
      ORDER BY candidate.subject
      """
    case .candidatesUntil: "SELECT subject, shape FROM candidate WHERE purpose=? AND until<=?"
    case .candidatesOfShape: "SELECT subject FROM candidate WHERE purpose=? AND shape=?"
    case .countCandidates: "SELECT count(*) FROM candidate"
    case .putCandidate: "INSERT OR REPLACE INTO candidate VALUES(?,?,?,?)"
    case .deleteCandidate: "DELETE FROM candidate WHERE purpose=? AND subject=?"
    case .shapes:
      "SELECT number, purpose, kind, method, days, scope, count FROM shape WHERE purpose=?"
    case .shapeCounts: "SELECT number, count FROM shape"
    case .numberOfShape:
      """
      SELECT number FROM shape WHERE purpose=? AND kind=? AND method=? AND days=? AND scope=?
      """
    case .insertShape:
      """
      INSERT INTO shape(purpose, kind, method, days, scope, count) VALUES(?,?,?,?,?,0) \
      RETURNING number
      """
    case .countShape: "UPDATE shape SET count=count+? WHERE number=?"
    case .deleteShape: "DELETE FROM shape WHERE number=? AND count<=0"
    case .permissionsInForce:
      """
      SELECT purpose, kind, starts, ends, method, scope FROM permission \
      WHERE subject=? AND state=2
      """
    case .notBegun: "SELECT subject, purpose FROM permission WHERE state=2 AND starts>?"
    case .unusualCategories: "SELECT category FROM value WHERE subject=? AND origin>1"
    case .originsAmong:
      """
      SELECT category, origin FROM value \
      WHERE subject=? AND category>=? AND category<=?
      """
    case .contacted:
      "SELECT subject, count(*) FROM contact WHERE purpose=? AND time>? GROUP BY subject"
    case .registeredName: "SELECT name FROM registry WHERE kind=? AND number=?"
    }
  }

  /// With the newest leaf that changed the subject's state, which is one probe of an index.
  private static let subjectColumns = """
    tag, subject.subject, wrapped, identity, subject.state, (SELECT leaf FROM history \
    WHERE history.subject=subject.subject AND history.state=1 ORDER BY leaf DESC LIMIT 1)
    """

  /// Columns that take what the row that was not inserted has.
  ///
  /// The row stays in its place, and indices over other columns are not touched.
  private static func excluded(_ columns: String...) -> String {
    columns.map { "\($0)=excluded.\($0)" }.joined(separator: ", ")
  }

  private static let policyColumns = """
    number, name, version, canonical, digest, places, source, loaded, seal, key, note, endorsement
    """

  private static let requestColumns =
    "id, subject, kind, state, received, due, closed, leaf, sealed"

  private static let permissionColumns = """
    permission.subject, permission.purpose, id, version, kind, state, starts, ends, method, notice, retention, event, \
    recorded, changed, sequence, scope, detail, envelope
    """
}
