import ConsentVault

/// A letter to many: it takes data that was released for the newsletter, and no other.
struct Letter {
  let text: String

  /// Sends it to one customer.
  ///
  /// The disclosure is lent: it cannot be kept, copied or printed here.
  func send(to customer: borrowing Disclosure<Marketing.Newsletter>) {
    let sent = customer.withBytes(of: .contactEmail) { address in
      // A mail server gets the bytes here; this program is content with counting them.
      address.byteCount
    }
    print("sent to an address of \(sent ?? 0) bytes")
  }
}
