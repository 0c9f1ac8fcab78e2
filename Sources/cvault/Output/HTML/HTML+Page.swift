extension HTML {
  /// The beginning of a page that needs nothing beside it, up to its body: no script runs in it, and
  /// nothing is fetched, whatever it says further down (W3C Content Security Policy 3).
  static func beginning(title: HTML, style: HTML) -> HTML {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <meta name="robots" content="noindex">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>\(title)</title>
    <style>\(style)</style>
    </head>

    """
  }
}
