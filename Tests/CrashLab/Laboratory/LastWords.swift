import CFaults

/// Says what is tried now, so that a process that dies tells where.
func lastWords(_ report: Report, _ seed: UInt64, _ point: String) {
  let died =
    #"{"campaign":"\#(report.campaign)","control":\#(report.isControl),"holds":false,"#
    + #""runs":\#(report.runs),"bad":{"crash":1},"failures":[{"outcome":"crash","#
    + #""seed":\#(seed),"point":"\#(point)","detail":"the process died"}]}"# + "\n"
  unsafe cfl_last_words(died)
}
