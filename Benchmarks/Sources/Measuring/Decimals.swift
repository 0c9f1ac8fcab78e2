/// Three decimals, without Foundation.
func fixed(_ number: Double) -> String {
  let thousandths = Int64((number * 1000).rounded())
  let rest = String(thousandths % 1000)
  return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
}
