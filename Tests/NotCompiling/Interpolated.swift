// A disclosure is no part of a text.
import ConsentVault

private func use(_ digest: consuming Disclosure<Reader.Digest>) -> String {
  #if MISTAKE
    // expect-error: no exact matches in call to instance method 'appendInterpolation'
    return "\(digest)"
  #else
    return "\(digest.decision.codes)"
  #endif
}
