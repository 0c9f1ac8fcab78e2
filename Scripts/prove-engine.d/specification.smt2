; What one permission must say to one point of a request, from the sentences of the decision rules.
;
; Written by hand and apart from the engine, in the plainest way there is: nothing here is copied from the
; checks, and no trick with bits is used. `Scripts/prove-engine` puts it behind the formula that the engine
; prints, which declares the inputs, and demands that no input of 64 bits tells the two apart.
;
; A function `reason-CODE` says when a reason is told; `permit` says, without asking any of them, when
; the answer is yes.

; -- Words -----------------------------------------------------------------------------------------------
(define-sort Word () (_ BitVec 64))

; A set holds a number if its bit is set; the word that is given is the one of the set in which it lies.
(define-fun holds ((set Word) (number Word)) Bool
  (= ((_ extract 0 0) (bvlshr set (bvurem number #x0000000000000040))) #b1))

; All that is in one set is in the other: their union is no more than the other.
(define-fun within ((small Word) (large Word)) Bool (= (bvor small large) large))

(define-fun share-something ((a Word) (b Word)) Bool (not (= (bvand a b) #x0000000000000000)))

; Instants are signed milliseconds.
(define-fun before ((a Word) (b Word)) Bool (bvslt a b))
(define-fun not-later ((a Word) (b Word)) Bool (bvsle a b))

; The length from one instant to another, in so many bits that it cannot overflow.
(define-fun exact-length ((start Word) (end Word)) (_ BitVec 66)
  (bvsub ((_ sign_extend 2) end) ((_ sign_extend 2) start)))
(define-fun longer-than ((start Word) (end Word) (longest Word)) Bool
  (bvsgt (exact-length start end) ((_ zero_extend 2) longest)))

; -- The policy's part -----------------------------------------------------------------------------------
; "For the purpose, the policy lists actors, categories, operations, recipients, channels, origins. All must
; contain what is asked."
(define-fun actor-permitted () Bool (=> asks-actor (holds purpose-actors actor)))
(define-fun category-allowed () Bool (=> asks-category (holds purpose-categories category)))
(define-fun operations-allowed () Bool (within operations purpose-operations))
(define-fun recipient-allowed () Bool (=> asks-recipient (holds purpose-recipients recipient)))
(define-fun channel-allowed () Bool (=> asks-channel (holds purpose-channels channel)))
(define-fun origin-allowed () Bool (=> asks-origin (holds purpose-origins origin)))

; "A purpose that lists channels requires the request to name one of them."
(define-fun channel-told () Bool (=> purpose-lists-channels names-channel))

; "`never` rules are checked at run time": one that forbids names nothing that the request does not meet.
(define-fun never-forbids () Bool
  (and
    (=> never-names-actors (and asks-actor (holds never-actors actor)))
    (=> never-names-categories (share-something never-categories category-lineage))
    (=> never-names-recipients (and asks-recipient (holds never-recipients recipient)))
    (=> never-names-channels (and asks-channel (holds never-channels channel)))
    (=> never-names-operations (share-something never-operations operations))))

; "Legitimate interest stops after `review_by`."
(define-fun assessment-fresh () Bool (=> purpose-can-stale (before time stale-from)))

; -- The permission's part -------------------------------------------------------------------------------
(define-fun requested () Word #x0000000000000001)
(define-fun given () Word #x0000000000000002)
(define-fun refused () Word #x0000000000000003)
(define-fun withdrawn () Word #x0000000000000004)
(define-fun revoked () Word #x0000000000000005)
(define-fun expired () Word #x0000000000000006)
(define-fun invalidated () Word #x0000000000000007)
(define-fun closed () Word #x0000000000000008)
(define-fun unproven () Word #x0000000000000009)
(define-fun stands ((state Word)) Bool (= permission-state state))

; "Live: state given, and `from <= at < until` (half-open). A permission that is longer than today's policy
; allows counts for nothing."
(define-fun ran-out () Bool (and (stands given) (not-later until time)))
(define-fun waits () Bool (and (stands given) (before time from) (before time until)))
(define-fun too-long () Bool
  (and (stands given) (not-later from time) (before time until) (longer-than from until longest)))
(define-fun live () Bool
  (and (stands given) (not-later from time) (before time until)
    (not (longer-than from until longest))))

; "One live permission that covers category, operation, recipient and channel together", and the origin.
(define-fun category-consented () Bool (=> asks-category (holds permission-categories category)))
(define-fun operations-consented () Bool (within operations permission-operations))
(define-fun recipient-consented () Bool
  (=> asks-recipient (holds permission-recipients recipient)))
(define-fun channel-consented () Bool (=> asks-channel (holds permission-channels channel)))
(define-fun origin-consented () Bool (=> asks-origin (holds permission-origins origin)))

; "Special-category data needs a consent whose method is explicit, or a ground whose policy purpose names an
; `article9` condition."
(define-fun explicit-enough () Bool (=> category-is-special is-explicit))

; "A consent's word counts at the earlier of its event time and its recording time."
(define-fun said-after ((instant Word)) Bool
  (and (before instant event-time) (before instant recorded-time)))

; "Restricted since T: only consents given (or renewed) after T open anything."
(define-fun open-in-spite-of-restriction () Bool
  (=> is-restricted (and (not is-ground) (said-after restricted-since))))

(define-fun covers () Bool
  (and category-consented operations-consented recipient-consented channel-consented origin-consented
    explicit-enough open-in-spite-of-restriction))

; -- Denials ---------------------------------------------------------------------------------------------
; "A denial touches a request when its node is the request's purpose or above it and every dimension that it
; names meets the request."
(define-fun denial-touches () Bool
  (and
    (=> denial-names-node (holds purpose-lineage denial-node))
    (=> denial-names-categories (share-something denial-categories category-lineage))
    (=> denial-names-channels (and asks-channel (holds denial-channels channel)))
    (=> denial-names-recipients (and asks-recipient (holds denial-recipients recipient)))))

; "The latest word wins; a tie is a no. A denial is answered only by a consent given strictly later. Grounds
; never answer a denial."
(define-fun answers ((denied-at Word)) Bool (and (not is-ground) (said-after denied-at)))
(define-fun heard-stops () Bool (and heard (not (answers heard-time))))
(define-fun denial-stops () Bool (and denial-touches (not (answers denial-time))))
(define-fun denied () Bool (or heard-stops denial-stops))

; The word that is told is the latest of those that touch; of two at one instant, the withdrawal.
(define-fun heard-counts () Bool (and heard (=> denial-touches (not-later denial-time heard-time))))
(define-fun denial-counts () Bool (and denial-touches (=> heard (not-later heard-time denial-time))))
(define-fun withdrawal-counts () Bool
  (or (and heard-counts heard-withdrawal) (and denial-counts denial-withdrawal)))

(define-fun stopped-consent () Bool (and live covers denied (not is-ground)))

; -- When each reason is told ----------------------------------------------------------------------------
(define-fun reason-ACTOR_NOT_PERMITTED () Bool (not actor-permitted))
(define-fun reason-CATEGORY_NOT_ALLOWED () Bool (not category-allowed))
(define-fun reason-OPERATION_NOT_ALLOWED () Bool (not operations-allowed))
(define-fun reason-RECIPIENT_NOT_ALLOWED () Bool (not recipient-allowed))
(define-fun reason-CHANNEL_NOT_ALLOWED () Bool (not channel-allowed))
(define-fun reason-CHANNEL_REQUIRED () Bool (not channel-told))
(define-fun reason-ORIGIN_NOT_ALLOWED () Bool (not origin-allowed))
(define-fun reason-NEVER () Bool never-forbids)
(define-fun reason-ASSESSMENT_STALE () Bool (not assessment-fresh))
(define-fun reason-CLOCK_UNTRUSTED () Bool (not clock-is-trusted))

; "A closed record says CONSENT_WITHDRAWN or CONSENT_REFUSED alone."
(define-fun never-answered () Bool
  (not (or (stands given) (stands refused) (stands withdrawn) (stands revoked) (stands expired)
    (stands invalidated) (stands closed) (stands unproven))))
(define-fun reason-CONSENT_MISSING () Bool (and never-answered (not is-ground)))
(define-fun reason-GROUND_MISSING () Bool (and never-answered is-ground))
(define-fun reason-CONSENT_NOT_YET_VALID () Bool (and waits (not is-ground)))
(define-fun reason-GROUND_NOT_YET_VALID () Bool (and waits is-ground))
(define-fun reason-CONSENT_EXPIRED () Bool (and (or ran-out (stands expired)) (not is-ground)))
(define-fun reason-GROUND_ENDED () Bool
  (or (and (or ran-out (stands expired)) is-ground) (stands closed)))
(define-fun reason-CONSENT_TOO_LONG () Bool too-long)
(define-fun reason-CONSENT_REVOKED () Bool (stands revoked))
(define-fun reason-CONSENT_INVALIDATED () Bool (stands invalidated))
(define-fun reason-CONSENT_UNPROVEN () Bool (stands unproven))
(define-fun reason-CONSENT_WITHDRAWN () Bool
  (or (stands withdrawn) (and stopped-consent withdrawal-counts)))
(define-fun reason-CONSENT_REFUSED () Bool
  (or (stands refused) (and stopped-consent (not withdrawal-counts))))
(define-fun reason-DENIED_BY_SUBJECT () Bool (and live covers denied))

(define-fun reason-CATEGORY_NOT_CONSENTED () Bool (and live (not category-consented)))
(define-fun reason-OPERATION_NOT_CONSENTED () Bool (and live (not operations-consented)))
(define-fun reason-RECIPIENT_NOT_CONSENTED () Bool (and live (not recipient-consented)))
(define-fun reason-CHANNEL_NOT_CONSENTED () Bool (and live (not channel-consented)))
(define-fun reason-ORIGIN_NOT_CONSENTED () Bool (and live (not origin-consented)))
(define-fun reason-EXPLICIT_CONSENT_REQUIRED () Bool (and live (not explicit-enough)))
(define-fun reason-SUBJECT_RESTRICTED () Bool (and live (not open-in-spite-of-restriction)))

; -- When the answer is yes ------------------------------------------------------------------------------
; "Effective right = policy now, and permission, and no unanswered denial, and no `never`."
(define-fun permit () Bool
  (and actor-permitted category-allowed operations-allowed recipient-allowed channel-allowed
    origin-allowed channel-told (not never-forbids) assessment-fresh clock-is-trusted
    live covers (not denied)))
