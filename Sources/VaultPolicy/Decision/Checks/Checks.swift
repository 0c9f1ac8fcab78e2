import VaultModel

/// The checks of one decision, each written once: a bit for a reason that holds, none for one that
/// does not.
///
/// No bit means permit, and the bits are the complete explanation. The same lines run on real words and
/// print the formula that `Scripts/prove-engine` compares with the sentences of the rules.
package enum Checks<Word: CheckWord> {
  /// What the policy's purpose says against a request as a whole.
  ///
  /// `actors` is the word of the purpose's actors in which the actor's bit lies, `listsChannels` the
  /// truth that the purpose lists any channel.
  @inline(__always) package static func request(
    _ asked: AskedWords<Word>, actors: Word, _ purpose: ContainedWords<Word>, listsChannels: Word
  ) -> Word {
    let who =
      asked.actor.exceeds(actors).tells(.actorNotPermitted)
      | asked.recipient.exceeds(purpose.recipients).tells(.recipientNotAllowed)
    let how =
      asked.operations.exceeds(purpose.operations).tells(.operationNotAllowed)
      | asked.channel.exceeds(purpose.channels).tells(.channelNotAllowed)
      | (listsChannels & asked.namesChannel.isFalse).tells(.channelRequired)
    return who | how
  }

  /// What the policy's purpose says against a category and against the origin of a stored value.
  @inline(__always) package static func data(
    _ asked: AskedWords<Word>, _ purpose: ContainedWords<Word>
  ) -> Word {
    asked.category.exceeds(purpose.categories).tells(.categoryNotAllowed)
      | asked.origin.exceeds(purpose.origins).tells(.originNotAllowed)
  }

  /// What the clock says against a request.
  ///
  /// `canStale` is the truth that the purpose needs an assessment, which is stale from `staleFrom`, and
  /// `isTrusted` the truth that the system clock is not too far behind vault time.
  @inline(__always) package static func clock(
    time: Word, canStale: Word, staleFrom: Word, isTrusted: Word
  ) -> Word {
    isTrusted.isFalse.tells(.clockUntrusted)
      | (canStale & time.isBefore(staleFrom).isFalse).tells(.assessmentStale)
  }

  /// Why a permission does not open the point; nothing if it does.
  ///
  /// A permission that is not live is told by its state alone, and only one that covers the point can be
  /// denied.
  @inline(__always) package static func permission(
    _ permission: PermissionWords<Word>, _ asked: AskedWords<Word>, _ moment: MomentWords<Word>,
    _ denial: LatestDenial<Word>
  ) -> Word {
    let lapse = lapse(permission, moment)
    let misses = misses(permission, asked, moment) & lapse.isNothing.everywhere
    let denied = denied(permission, denial) & (lapse | misses).isNothing.everywhere
    return lapse | misses | denied
  }

  /// Why a permission is not live; nothing if it is.
  @inline(__always) static func lapse(
    _ permission: PermissionWords<Word>, _ moment: MomentWords<Word>
  ) -> Word {
    func stands(_ state: PermissionState) -> Word {
      permission.state.equals(Word(UInt64(state.rawValue)))
    }
    func tells(_ truth: Word, consent: Reasons, ground: Reasons) -> Word {
      (truth & permission.isGround).tells(ground)
        | (truth & permission.isGround.isFalse).tells(consent)
    }
    let given = stands(.given)
    // Half-open: the end does not belong to it.
    let isOver = moment.time.isBefore(permission.until).isFalse
    let isEarly = isOver.isFalse & moment.time.isBefore(permission.from)
    // Here from <= time < until, so that the difference is exact if it is read as unsigned.
    let isTooLong =
      (isOver | isEarly).isFalse & moment.longest.isLess(than: permission.until &- permission.from)

    let ended = stands(.expired) | (given & isOver)
    let closed =
      stands(.withdrawn).tells(.consentWithdrawn) | stands(.refused).tells(.consentRefused)
      | stands(.revoked).tells(.consentRevoked) | stands(.invalidated).tells(.consentInvalidated)
    let other =
      stands(.unproven).tells(.consentUnproven) | stands(.closed).tells(.groundEnded)
      | (given & isTooLong).tells(.consentTooLong)
    let told =
      closed | other | tells(ended, consent: .consentExpired, ground: .groundEnded)
      | tells(given & isEarly, consent: .consentNotYetValid, ground: .groundNotYetValid)
    // A record that was never given, whatever it says, opens nothing.
    return told
      | tells(given.isFalse & told.isNothing, consent: .consentMissing, ground: .groundMissing)
  }

  /// The dimensions in which a permission does not cover the point.
  @inline(__always) static func misses(
    _ permission: PermissionWords<Word>, _ asked: AskedWords<Word>, _ moment: MomentWords<Word>
  ) -> Word {
    let scope = permission.contained
    let data =
      asked.category.exceeds(scope.categories).tells(.categoryNotConsented)
      | asked.origin.exceeds(scope.origins).tells(.originNotConsented)
      | (asked.isSpecial & permission.isExplicit.isFalse).tells(.explicitConsentRequired)
    let use =
      asked.operations.exceeds(scope.operations).tells(.operationNotConsented)
      | asked.recipient.exceeds(scope.recipients).tells(.recipientNotConsented)
      | asked.channel.exceeds(scope.channels).tells(.channelNotConsented)
    let isOld = moment.restrictedSince.isBefore(word(of: permission)).isFalse
    let restricted = moment.isRestricted & (permission.isGround | isOld)
    return data | use | restricted.tells(.subjectRestricted)
  }

  /// Why a denial stops a permission: the latest word wins, a tie is a no, a ground never answers.
  @inline(__always) static func denied(
    _ permission: PermissionWords<Word>, _ denial: LatestDenial<Word>
  ) -> Word {
    let isUnanswered = denial.time.isBefore(word(of: permission)).isFalse
    let isDenied = denial.isThere & (permission.isGround | isUnanswered)
    let isAnswerable = isDenied & permission.isGround.isFalse
    return isDenied.tells(.deniedBySubject)
      | (isAnswerable & denial.isWithdrawal).tells(.consentWithdrawn)
      | (isAnswerable & denial.isWithdrawal.isFalse).tells(.consentRefused)
  }

  /// When the "yes" was spoken: `from` may lie ahead, the word may not.
  @inline(__always) static func word(of permission: PermissionWords<Word>) -> Word {
    permission.eventTime.earlier(permission.recordedTime)
  }

  /// The truth that a denial touches the point: every dimension that it names meets it.
  @inline(__always) package static func touches(
    node: NamedWords<Word>, categories: NamedWords<Word>, channels: NamedWords<Word>,
    recipients: NamedWords<Word>
  ) -> Word {
    (node.isMissed | categories.isMissed | channels.isMissed | recipients.isMissed).isFalse
  }

  /// The truth that a `never` rule forbids the point: every dimension that it names meets it.
  @inline(__always) package static func forbids(
    actors: NamedWords<Word>, categories: NamedWords<Word>, recipients: NamedWords<Word>,
    channels: NamedWords<Word>, operations: NamedWords<Word>
  ) -> Word {
    let whom = actors.isMissed | recipients.isMissed | channels.isMissed
    return (whom | categories.isMissed | operations.isMissed).isFalse
  }
}

/// The latest of the denials that touch a point; a denial dated ahead acts at once.
package struct LatestDenial<Word: CheckWord> {
  package private(set) var isThere: Word
  package private(set) var time: Word
  package private(set) var isWithdrawal: Word

  /// The latest so far; none unless told otherwise.
  @inline(__always) package init(
    isThere: Word = Word(0), time: Word = Word(0), isWithdrawal: Word = Word(0)
  ) {
    self.isThere = isThere
    self.time = time
    self.isWithdrawal = isWithdrawal
  }

  /// Hears one more denial; between two of one instant a withdrawal tells more.
  @inline(__always) package mutating func hear(touches: Word, time: Word, isWithdrawal: Word) {
    let isLater =
      isThere.isFalse | self.time.isBefore(time) | (self.time.equals(time) & isWithdrawal)
    let wins = touches & isLater
    isThere = isThere | wins
    self.time = Word.choose(wins, time, self.time)
    self.isWithdrawal = Word.choose(wins, isWithdrawal, self.isWithdrawal)
  }
}
