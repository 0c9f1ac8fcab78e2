import VaultModel

/// What may be asked in a small world.
extension SmallModel {
  /// A request that may be permitted, and what differs from it in one or two dimensions.
  static let requests: [Request] = {
    let consent = Request(actor: "p", purpose: "g.k", categories: ["c.a"], channel: "x")
    let interest = Request(actor: "p", purpose: "g.l", categories: ["c.a"])
    var requests = consents.map { change in
      var request = consent
      change(&request)
      return request
    }
    requests += interests.map { change in
      var request = interest
      change(&request)
      return request
    }
    return requests.flatMap { request in
      var partial = request
      partial.mode = .partial
      return [request, partial]
    }
  }()

  private static let consents: [@Sendable (inout Request) -> Void] = [
    { _ in },
    { $0.categories = ["c.b"] },
    { $0.categories = ["c"] },
    { $0.categories = ["d"] },
    { $0.categories = ["c.a", "d"] },
    { $0.categories = [] },
    { $0.categories = ["zz"] },
    { $0.categories = ["d", "zz"] },
    { $0.categories = ["c.b", "c.a", "c.b"] },
    {
      $0.operation = "share"
      $0.recipient = "r"
    },
    {
      $0.operation = "profile"
      $0.recipient = "r"
      $0.channel = "y"
    },
    { $0.channel = nil },
    { $0.channel = "y" },
    { $0.channel = "zz" },
    { $0.recipient = "r" },
    { $0.recipient = "s" },
    { $0.recipient = "zz" },
    { $0.operation = "profile" },
    { $0.operation = "combine" },
    { $0.operation = "share" },
    { $0.operation = "zz" },
    { $0.actor = "q" },
    { $0.actor = "zz" },
    { $0.purpose = "g" },
    {
      $0.categories = ["c"]
      $0.recipient = "r"
    },
    {
      $0.categories = ["zz"]
      $0.recipient = "s"
    },
  ]

  private static let interests: [@Sendable (inout Request) -> Void] = [
    { _ in },
    { $0.categories = ["d", "c.b", "c.a"] },
    { $0.categories = ["d"] },
    { $0.channel = "x" },
    { $0.recipient = "r" },
    { $0.operation = "profile" },
    { $0.actor = "q" },
    {
      $0.categories = ["c.a", "d"]
      $0.recipient = "r"
    },
    {
      $0.actor = "zz"
      $0.purpose = "zz"
      $0.recipient = "s"
    },
  ]
}
