// A refusal cannot be overlooked.
import ConsentVault

private func use(_ answer: consuming Access<Reader.Digest>) {
  #if MISTAKE
    // expect-error: switch must be exhaustive
    switch consume answer {
    case .permitted: break
    }
  #else
    switch consume answer {
    case .permitted: break
    case .denied: break
    }
  #endif
}
