/// One of the product's performance goals, and what a run measured of it.
///
/// Each benchmark that measures a goal tells it by ``tell(asJSON:)``; `Benchmarks/run` gathers them in one
/// table.
public struct Goal {
  /// The bounds of a goal, in its own unit.
  public struct Bounds {
    /// What must be reached.
    public let floor: Double
    /// What we would like to reach.
    public let moonshot: Double
    /// Whether more is better: "8 times faster" against "at most 1.6 times".
    public let moreIsBetter: Bool

    /// At most `floor`, and at best `moonshot`.
    public static func atMost(_ floor: Double, moonshot: Double) -> Bounds {
      Bounds(floor: floor, moonshot: moonshot, moreIsBetter: false)
    }

    /// At least `floor`, and at best `moonshot`.
    public static func atLeast(_ floor: Double, moonshot: Double) -> Bounds {
      Bounds(floor: floor, moonshot: moonshot, moreIsBetter: true)
    }

    func admits(_ value: Double, _ bound: Double) -> Bool {
      moreIsBetter ? value >= bound : value <= bound
    }
  }

  /// `P1` to `P14`.
  public let id: String
  /// What was measured, in a few words.
  public let measure: String
  /// The figure, in ``unit``.
  public let value: Double
  /// `×` for a ratio, else the unit.
  public let unit: String
  /// The other side of a ratio, or the conditions of a figure that stands alone: durability, transaction,
  /// process or socket.
  public let comparedWith: String
  /// What it is held to.
  public let bounds: Bounds

  /// A figure and what it is held to.
  public init(
    _ id: String, _ measure: String, _ value: Double, _ unit: String, comparedWith: String,
    _ bounds: Bounds
  ) {
    self.id = id
    self.measure = measure
    self.value = value
    self.unit = unit
    self.comparedWith = comparedWith
    self.bounds = bounds
  }

  /// `moonshot`, `floor` or `missed`.
  public var verdict: String {
    if bounds.admits(value, bounds.moonshot) { return "moonshot" }
    return bounds.admits(value, bounds.floor) ? "floor" : "missed"
  }

  /// Prints the goal as a line for people, or as one JSON object.
  public func tell(asJSON: Bool) {
    guard asJSON else {
      let relation = bounds.moreIsBetter ? "at least" : "at most"
      let (floor, moonshot) = (fixed(bounds.floor), fixed(bounds.moonshot))
      print(
        "\(id)  \(measure): \(fixed(value)) \(unit), against \(comparedWith); \(relation) \(floor),"
          + " at best \(moonshot): \(verdict)")
      return
    }
    var text = #"{"goal":"\#(id)","measure":"\#(measure)","value":\#(fixed(value)),"#
    text += #""unit":"\#(unit)","compared_with":"\#(comparedWith)","#
    text +=
      #""floor":\#(fixed(bounds.floor)),"moonshot":\#(fixed(bounds.moonshot)),"more_is_better":\#(bounds.moreIsBetter),"#
    print(text + #""verdict":"\#(verdict)"}"#)
  }
}
