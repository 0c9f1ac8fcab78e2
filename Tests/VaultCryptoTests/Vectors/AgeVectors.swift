/// Made with Debian's age 1.1.1 and its age-keygen.
enum AgeVectors {
  static let identities = """
    # created: 2026-11-22T03:28:12Z
    # public key: age19anepne7sw2kdywspgkcth4l9ptc7z7vh0lhlmyzkjppprsvtgyqmqym8f
    AGE-SECRET-KEY-1K8XKPT45RPK0J9FKV35ZACHWXD4WSLHHDGYK63GK7Y58V50UGMAS8U5TAT

    """

  /// The identity of the second recipient.
  static let second = """
    # created: 2026-11-22T03:28:12Z
    # public key: age1jlg0c08427mu4wd35uul03jxlykn4zn8edhxk7ch8sjr35g2ru4s4g2692
    AGE-SECRET-KEY-1HYVTDGNRH6SECC68TYUT9JJJP85QJ4SCULKK5S7SZKRVPQZH4ARQVAJ5AC

    """

  /// The text of a key file, to both.
  static let file = """
    YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSArOUFGTk8xV2sxT0tuOTBZUXI1T01RUjV5
    TkdDZkRuQVRQZG1IVWZVdHlNCk4zRnFydDM0Vyt0VDc5RGd3U1V2ZDFyUmxXNlQ5VFVpa2NlVVc3
    ZENZREUKLT4gWDI1NTE5IDg3V0J1S0VEbWNKUWJoWFUyR1VPVVQ2NWN4bmllTUxkL1V5RWQ0aXAx
    QkUKMU50ZDJYQkFGUmhZc1AwbXA5VzhoWDhIeU13RUZCUWdXQ1Ftb0ZocW9YRQotLS0gZjh0MVJV
    WmZxNlFDRUErdkowd3RwQlhoSjl6UHJ3MG9FOFlSdy9SQ2kxUQrHfa8AgIMvrCGoUxQHpq52SBgT
    yuaR5lOrBQe4yq5lly+LKAVKDCgQAyRSJODTNjGQPMp0SuObCSD1WuN05VL6RxMP1WF/WxcJE1QB
    etjyH0u5D99WYZ9KgE254lbkMGWnOLG398+uIajiS7HrCw==
    """

  static let plain =
    "CVAULT-KEY-1 0000000000000000000000000000000000000000000000000000000000000007\n"
}
