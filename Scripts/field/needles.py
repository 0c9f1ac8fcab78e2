"""What a search for texts in files looks for."""
import base64


def forms(text):
    """A text as it may stand in a file: plain, hex, UTF-16, and base64 at each of its three offsets."""
    raw = text.encode()
    found = {"plain": raw, "hex": raw.hex().encode(), "HEX": raw.hex().upper().encode(),
             "utf-16": text.encode("utf-16-le"), "utf-16 big": text.encode("utf-16-be")}
    for offset in range(3):
        data = base64.b64encode(bytes(offset) + raw)
        # The characters that depend on the neighbours are left out.
        found[f"base64 {offset}"] = data[(0, 2, 3)[offset]:len(data) // 4 * 4 - 4]
    return found
