/// A person's rights in plain words, for statements.
struct RightsText: Hashable, Sendable {
  let title: String
  let article: String
  let text: String

  /// How long an answer may take (GDPR Article 12(3)).
  static let answer = """
    Write to the address above; you need no form and no reason. You get an answer within one month. If it \
    takes longer, by two months at most, you are told why within that month. It costs nothing.
    """

  static let all = [
    RightsText(
      title: "See it", article: "GDPR Art. 15",
      text: "Ask what is held about you and what was done with it. This statement is the answer."),
    RightsText(
      title: "Correct it", article: "GDPR Art. 16",
      text: "Have what is wrong put right, and what is missing added."),
    RightsText(
      title: "Take a consent back", article: "GDPR Art. 7(3)",
      text: "At any time, as easily as you gave it. What was done before stays lawful."),
    RightsText(
      title: "Have it erased", article: "GDPR Art. 17",
      text: "Everything that no law and no open contract demands is destroyed."),
    RightsText(
      title: "Have it kept but not used", article: "GDPR Art. 18",
      text: "For example while you dispute whether it is right."),
    RightsText(
      title: "Take it elsewhere", article: "GDPR Art. 20",
      text: "Get what you provided in a form that machines read, to give it to whom you like."),
    RightsText(
      title: "Object", article: "GDPR Art. 21",
      text: """
        Stop what rests on the company's own interest; direct marketing stops without any weighing.
        """),
    RightsText(
      title: "Complain", article: "GDPR Art. 77",
      text: """
        Turn to the data protection authority where you live or work, or where you think it went wrong.
        """),
  ]
}
