internal import CVaultCrypto

/// Makes the process keep its memory to itself; to be called first in `main`.
///
/// Crash signals go back to their default, because the Swift runtime's backtracer prints registers
/// and the memory behind them; core dumps are turned off, and so is reading the memory through
/// `/proc` or ptrace by other processes of the user.
///
/// - Parameter dumpable: True keeps the process open to a debugger.
/// - Throws: ``CryptoError/unavailable(_:)`` if the kernel refuses.
package func hardenProcess(dumpable: Bool = false) throws(CryptoError) {
  guard cvc_harden_process(dumpable ? 1 : 0) == CVC_OK else {
    throw .unavailable("process hardening")
  }
}
