"""Cuts KERN's Fira Sans down to the letters a page needs, one small file per script and face; whole faces for PDFs."""

import json
import logging
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

logging.getLogger("fontTools").setLevel(logging.ERROR)  # KERN's files carry an old OS/2 version, nothing to act on

# (file in KERN's distribution, weight, style): the four faces the stylesheet uses.
FACES = (
    ("FiraSans-Regular.woff2", 400, "normal"),
    ("FiraSans-Italic.woff2", 400, "italic"),
    ("FiraSans-Medium.woff2", 500, "normal"),
    ("FiraSans-SemiBold.woff2", 600, "normal"),
)

# Faces for PDFs, whole: documents carry the letters they use. Names in Arabic script need a face of their own.
PRINT_FACES = (
    "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Regular.woff2",
    "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Italic.woff2",
    "@kern-ux/native/dist/fonts/fira-sans/FiraSans-SemiBold.woff2",
    "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2",
    "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-600-normal.woff2",
)

# A browser fetches a file only when a page shows a letter of its range: German and English pages need
# `latin`, names in Polish, Turkish, Romanian, Vietnamese … `latin-ext`, Ukrainian and Russian `cyrillic`.
RANGES = {
    "latin": "U+0020-007E, U+00A0-00FF, U+0131, U+0152-0153, U+02C6, U+02DA, U+02DC, U+2010-2015, U+2018-201E, U+2020-2022,"
    " U+2026, U+202F, U+2030, U+2032-2033, U+2039-203A, U+2044, U+20AC, U+2122, U+2190-2193, U+2212, U+2264-2265",
    "latin-ext": "U+0100-0130, U+0132-0151, U+0154-02AF, U+02B0-02C5, U+02C7-02CC, U+1E00-1EFF, U+20A0-20AB, U+20AD-20BF",
    "cyrillic": "U+0400-052F, U+1C80-1C88, U+2116",
}

FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum"]


def codepoints(ranges):
    """Return the code points of a CSS `unicode-range` text."""
    points = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def build_face(source, target_dir):
    """Write the subsets of one face into `target_dir` as `<Face>-<script>.woff2`; return their names."""
    raw = BytesIO()
    with TTFont(source) as font:
        font.flavor = None
        font.save(raw, reorderTables=False)
    names = []
    for script, ranges in RANGES.items():
        options = subset.Options()
        options.layout_features = FEATURES
        options.hinting = False
        options.desubroutinize = True
        options.notdef_outline = True
        options.name_IDs = [1, 2, 13, 14]  # family, style and the licence texts
        raw.seek(0)
        font = TTFont(raw, lazy=True)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=codepoints(ranges))
        subsetter.subset(font)
        font.flavor = "woff2"
        name = f"{Path(source).stem}-{script}.woff2"
        font.save(Path(target_dir) / name)
        names.append(name)
    return names


def font_faces():
    """Return the `@font-face` rules for the files of `build_face`, as seen from static/dist/portal.css."""
    rules = []
    for file_name, weight, style in FACES:
        for script, ranges in RANGES.items():
            rules.append(
                '@font-face{font-family:"Fira Sans";'
                f"font-weight:{weight};font-style:{style};font-display:swap;"
                f'src:url("fonts/{Path(file_name).stem}-{script}.woff2") format("woff2");unicode-range:{ranges}}}'
            )
    return "\n".join(rules) + "\n"


def build_print_face(source, target_dir):
    """Write one face as a .ttf for PDFs; return the code points it has."""
    with TTFont(source) as font:
        font.flavor = None
        font.save(Path(target_dir) / f"{Path(source).stem}.ttf")
        return set(font.getBestCmap())


def write_covered(faces, target_dir):
    """Write `covered.json`: ranges of code points that at least one of the faces has."""
    ranges = []
    for point in sorted(set().union(*faces)):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    (Path(target_dir) / "covered.json").write_text(json.dumps(ranges), encoding="utf-8")
