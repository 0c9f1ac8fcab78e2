"""Writes the corpus of CSVReader: CSV files by Python's csv module, and the cells it reads back.

Run in this folder: python3 generate.py. Deterministic; the result is committed.
NAME.csv is the input; NAME.json is [[header...], [row...]...] as csv.reader(strict=True) reads it.
"""

import csv
import io
import json
import random

random.seed(1)
ALPHABET = ["a", "B", "7", " ", ",", '"', '""', "\n", "\r\n", "\t", ";", "'", "\\", "é", "e\u0301",
            "ß", "漢", "🙂", "\u2028", "\ufeff", "\u202e", "\x0b", "\x1f", "\x7f", "=1+1", "NULL"]


def cell():
    return "".join(random.choice(ALPHABET) for _ in range(random.choice([0, 1, 1, 2, 3, 5, 9, 40])))


def write(name, rows, **dialect):
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows(rows)
    raw = text.getvalue()
    if name.endswith("-bom"):
        raw = "\ufeff" + raw
    if name.endswith("-open"):
        raw = raw.rstrip("\r\n")
    with open(name + ".csv", "wb") as file:
        file.write(raw.encode())
    with open(name + ".csv", encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file, strict=True))
    assert read == rows, name
    with open(name + ".json", "w", encoding="ascii", newline="\n") as file:
        json.dump(read, file, separators=(",", ":"))
        file.write("\n")


def table(width, height):
    # Two columns at least: for the reader of Python an empty line is no row at all.
    header = [f"column {index}" for index in range(width)]
    return [header] + [[cell() for _ in range(width)] for _ in range(height)]


write("minimal-crlf", table(5, 60))
write("minimal-lf", table(3, 60), lineterminator="\n")
write("all-quoted-lf", table(4, 40), lineterminator="\n", quoting=csv.QUOTE_ALL)
write("all-quoted-bom", table(2, 30), quoting=csv.QUOTE_ALL)
write("wide-open", [[f"c{i}" for i in range(300)], [str(i) for i in range(300)]])
write("header-quoted", [['say "hi"', "two\nlines", "com,ma", " edges "], ["1", "", " ", ""]])
