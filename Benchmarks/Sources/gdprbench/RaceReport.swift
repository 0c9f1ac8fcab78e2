import GDPRBench
import Measuring

/// What a race measured, as tables or as one JSON object a line.
struct RaceReport {
  let race: Race
  let records: Int
  let asJSON: Bool

  /// CPU time, in seconds, of 10,000 operations of each mix: all four, or those that were run.
  func completion(of contender: Int) -> Double {
    race.mixes.reduce(0) { $0 + race.score(of: contender, $1).cpuMicros / 100 }
  }

  func tell(_ population: Population, isQuick: Bool) {
    if !asJSON {
      print(
        "GDPRbench-V: \(records) records of \(population.subjects) subjects,"
          + " \(population.consents.count) consents\(isQuick ? "; quick: fewer of everything" : "")"
      )
    }
    for mix in race.mixes { tell(mix) }
    for mix in race.mixes { tellKinds(mix) }
  }

  private func tell(_ mix: Mix) {
    if !asJSON {
      print(
        "\n\(mix.rawValue), \(records) records\n\(Self.name(""))\(Self.columns(["ops/s", "p50 µs", "p99 µs", "CPU µs/op", "ratio", "leaks"]))"
      )
    }
    for index in race.contenders.indices {
      let contender = race.contenders[index]
      let score = race.score(of: index, mix)
      let ratio = score.cpuMicros / race.score(of: 0, mix).cpuMicros
      let figures = [
        tenth(score.perSecond), tenth(score.latency(0.5)), tenth(score.latency(0.99)),
        tenth(score.cpuMicros),
      ]
      if asJSON {
        print(
          #"{"bench":"gdprbench","mix":"\#(mix.rawValue)","records":\#(records),"#
            + #""contender":"\#(contender.name)","durability":"\#(contender.durability)","#
            + #""ops_per_s":\#(figures[0]),"p50_us":\#(figures[1]),"p99_us":\#(figures[2]),"#
            + #""cpu_us":\#(figures[3]),"must_deny":\#(score.mustDeny),"leaks":\#(score.leaks)}"#)
      } else {
        print(
          Self.name(contender.name)
            + Self.columns(figures + [tenth(ratio), "\(score.leaks)/\(score.mustDeny)"]))
      }
    }
  }

  /// The most that was resident: with the population alone, with the stores loaded, at the end.
  func tellMemory(_ megabytes: [Int]) {
    if asJSON {
      print(
        #"{"bench":"gdprbench","records":\#(records),"rss_mb_before":\#(megabytes[0]),"#
          + #""rss_mb_loaded":\#(megabytes[1]),"rss_mb":\#(megabytes[2])}"#)
    } else {
      print(
        "\nresident memory at most: \(megabytes[0]) MB before the stores are loaded,"
          + " \(megabytes[1]) MB after, \(megabytes[2]) MB at the end")
    }
  }

  /// What each kind of operation costs.
  private func tellKinds(_ mix: Mix) {
    let kinds = Set(race.contenders.indices.flatMap { race.score(of: $0, mix).kinds.keys }).sorted()
    if !asJSON {
      print(
        "\n\(mix.rawValue), CPU µs by kind\n\(Self.name(""))"
          + Self.columns(race.contenders.map { String($0.name.prefix(10)) }))
    }
    for kind in kinds {
      let figures = race.contenders.indices.map {
        tenth(race.score(of: $0, mix).kinds[kind]?.micros ?? 0)
      }
      if asJSON {
        for (index, figure) in figures.enumerated() {
          print(
            #"{"bench":"gdprbench","mix":"\#(mix.rawValue)","records":\#(records),"#
              + #""contender":"\#(race.contenders[index].name)","kind":"\#(kind)","cpu_us":\#(figure)}"#
          )
        }
      } else {
        let count = race.score(of: 0, mix).kinds[kind]?.count ?? 0
        print(Self.name("\(kind) (\(count))") + Self.columns(figures))
      }
    }
  }

  static func name(_ text: String) -> String {
    text + String(repeating: " ", count: max(1, 36 - text.count))
  }

  static func columns(_ texts: [String]) -> String {
    texts.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }.joined()
  }
}

/// One decimal, without Foundation.
func tenth(_ number: Double) -> String {
  let tenths = Int64((number * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}
