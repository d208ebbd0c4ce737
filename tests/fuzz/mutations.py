"""Damage, by seed: the same seed and the same input give the same damage on every machine."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable

from tests.support.office import packed, parts

ODD = (
    "\x00\x01\x07\x08\x0b\x0c\x1b\x1c\x1d\x1e\x1f\x7f\x85\xa0\xad\u200b\u200e\u202e\u2028\u2029\u3000\ufeff\ufffd\uffff\U000e0001\U0001f600"
    "０１９％≥≤＞＜～—－＝“”‘’「」【】（）［］、，。；：·|｜│┃\t\n\r\"'\\/#&<>{}[]:-=+@%$^*~`²½Ⅷ㊣㎡‰①ﬀİß一二三十百千万亿两零〇半"
)
"""Characters that mean something to some reader, rule or output."""
SNIPPETS = (
    "≥", "100%", "2026年", "2026年2月30日前", "（%）", "项目名称", "数量指标", "产出指标", "绩效目标表", "年度目标", "万元", "≥≥95%%", "1e999", "9" * 400, "0.0", "-1",
    "九成五", "百分之", "每年13月", "99999999年99月99日", "=cmd|' /C calc'!A0", "jixiao: ignore[JX205] 理由（至 2026-02-30）", "jixiao: ignore[JX] x",
    "{0}", "{name}", "{", "%s", "<script>", "]]>", "&amp;", "|||", "\t\t\t", "零点" * 20, "万亿" * 20, "十" * 40, "〇" * 30, "½", "²³", "٣٤", "1/0", "/0", "0/0", "1:0", "1,,,2",
)  # fmt: skip
Text = Callable[[random.Random, str], str]


def _lines(change: Callable[[random.Random, list[str]], list[str]]) -> Text:
    def apply(rng: random.Random, text: str) -> str:
        return "\n".join(change(rng, text.split("\n")))

    return apply


def _at(rng: random.Random, items: list[str]) -> int:
    return rng.randrange(len(items))


def _drop(rng: random.Random, lines: list[str]) -> list[str]:
    at = _at(rng, lines)
    return lines[:at] + lines[at + rng.randint(1, 4) :] or [""]


def _repeat(rng: random.Random, lines: list[str]) -> list[str]:
    at = _at(rng, lines)
    return lines[:at] + [lines[at]] * rng.choice([2, 2, 3, 50]) + lines[at + 1 :]


def _swap(rng: random.Random, lines: list[str]) -> list[str]:
    a, b = _at(rng, lines), _at(rng, lines)
    lines[a], lines[b] = lines[b], lines[a]
    return lines


def _join(rng: random.Random, lines: list[str]) -> list[str]:
    at = _at(rng, lines)
    return [*lines[:at], rng.choice(["", "\t", " "]).join(lines[at : at + 2]), *lines[at + 2 :]]


def _cells(rng: random.Random, lines: list[str]) -> list[str]:
    """One line's cells dropped, doubled, swapped, shifted, blanked or made very many."""
    tabbed = [n for n, line in enumerate(lines) if "\t" in line] or [_at(rng, lines)]
    at = rng.choice(tabbed)
    cells = lines[at].split("\t")
    one, other = _at(rng, cells), _at(rng, cells)
    match rng.randrange(7):
        case 0:
            del cells[one]
        case 1:
            cells.insert(one, cells[other])
        case 2:
            cells[one], cells[other] = cells[other], cells[one]
        case 3:
            cells = [""] * rng.randint(1, 4) + cells
        case 4:
            cells[one] = ""
        case 5:
            cells[one] = rng.choice(SNIPPETS)
        case _:
            cells = cells[:one] + [""] * rng.choice([20, 300, 2500]) + cells[one:]
    lines[at] = "\t".join(cells)
    return lines


def _cut(rng: random.Random, text: str) -> str:
    a, b = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
    return rng.choice([text[:a], text[b:], text[a:b], text[:a] + text[b:]])


def _insert(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice([rng.choice(ODD) * rng.choice([1, 1, 1, 3, 40]), rng.choice(SNIPPETS)]) + text[at:]


def _replace(rng: random.Random, text: str) -> str:
    if not text:
        return text
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(ODD) + text[at + rng.randint(1, 3) :]


def _wide(rng: random.Random, text: str) -> str:
    a, b = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
    return text[:a] + "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text[a:b]) + text[b:]


def _numbers(rng: random.Random, text: str) -> str:
    """Some numbers replaced by others."""
    return re.sub(r"\d+", lambda m: str(rng.choice([0, 1, 13, 99, 101, 2026, 10**9])) if rng.random() < 0.1 else m[0], text)


def _long(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text) + 1)
    piece = text[at : at + rng.randint(1, 12)] or "长"
    return text[:at] + piece * rng.choice([30, 600, 4000]) + text[at:]


TEXT: tuple[Text, ...] = (
    *map(_lines, (_drop, _repeat, _swap, _join)),
    *[_lines(_cells)] * 4,
    *(_cut, _insert, _insert, _insert, _replace, _replace, _wide, _numbers, _long),
)


def mutated_text(rng: random.Random, text: str) -> str:
    """The text after one to six kinds of damage."""
    for _ in range(rng.randint(1, 6)):
        text = rng.choice(TEXT)(rng, text)
    return text


def encoded(rng: random.Random, text: str) -> bytes:
    """As bytes: mostly UTF-8, sometimes an encoding of old systems, sometimes with bytes that are none."""
    match rng.randrange(8):
        case 0:
            return text.encode("gb18030", "replace")
        case 1:
            return text.encode("utf-16", "replace")
        case 2:
            return mutated_bytes(rng, text.encode("utf-8", "replace"))
        case _:
            return text.encode("utf-8", "replace")


def mutated_bytes(rng: random.Random, data: bytes) -> bytes:
    """Bytes flipped, cut, doubled or replaced; lone surrogates and overlong forms among them."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(out) + 1)
        match rng.randrange(5):
            case 0 if out:
                out[at % len(out)] ^= 1 << rng.randrange(8)
            case 1:
                del out[at : at + rng.choice([1, 2, 16, 400])]
            case 2:
                out[at:at] = rng.choice([b"\xed\xa0\x80", b"\xc0\x80", b"\xff\xfe", b"\x00", b"\xf4\x90\x80\x80", b"\x80" * 5])
            case 3:
                out[at:at] = out[at : at + rng.choice([1, 8, 64])]
            case _:
                out[at : at + 1] = bytes([rng.randrange(256)])
    return bytes(out)


_ATTRIBUTE = re.compile(rb'="([^"]{0,40})"')
_ELEMENT = re.compile(rb"<[^>]{1,120}>")
_VALUES = (b"", b"-1", b"0", b"999999999", b"A1", b"XFD1048576", b"AAAAAAA1", b"A0", b"1:1", b"zz", b"\xe7\x94\xb2", b"NaN", b"1e400", b"2")


def mutated_markup(rng: random.Random, data: bytes) -> bytes:
    """Attributes and elements changed, dropped, doubled and moved; now and then plain damage."""
    for _ in range(rng.randint(1, 5)):
        attributes, elements = list(_ATTRIBUTE.finditer(data)), list(_ELEMENT.finditer(data))
        kind = rng.randrange(6)
        if kind < 2 and attributes:
            one = rng.choice(attributes)
            data = data[: one.start(1)] + rng.choice(_VALUES) + data[one.end(1) :]
        elif kind == 2 and elements:
            one = rng.choice(elements)
            data = data[: one.start()] + data[one.end() :]
        elif kind == 3 and elements:
            one, other = rng.choice(elements), rng.choice(elements)
            data = data[: other.start()] + one[0] + data[other.start() :]
        elif kind == 4 and attributes:
            one, other = rng.choice(attributes), rng.choice(attributes)
            data = data[: one.start(1)] + other[1] + data[one.end(1) :]
        elif kind == 5:
            at = rng.randrange(len(data) + 1)
            data = data[:at] + rng.choice(SNIPPETS).encode().replace(b"<", b"&lt;").replace(b"&", b"&amp;") + data[at:]
    return mutated_bytes(rng, data) if rng.random() < 0.1 else data


def mutated_package(rng: random.Random, data: bytes) -> bytes:
    """A zip with one or two of its parts changed inside, a part lost, or the zip itself damaged."""
    if rng.random() < 0.15:
        return mutated_bytes(rng, data)
    members = {name: content for name, content in parts(data).items() if not name.endswith(("png", "jpeg"))}
    for _ in range(rng.randint(1, 2)):
        weighty = [name for name in members if name.endswith((".xml", ".rels"))]
        if not weighty:
            break
        name = rng.choice(weighty)
        if rng.random() < 0.08:
            del members[name]
        else:
            members[name] = mutated_markup(rng, members[name])
    return packed(members)


_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.S)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
_TOKEN = re.compile(rb"/[A-Za-z]\w*|-?\d+\.?\d*|\b[A-Za-z]{1,3}\b\*?|<[0-9A-Fa-f]{2,}>|\([^()]*\)")
_PDF_VALUES = (
    b"0",
    b"-1",
    b"99999999999",
    b"0.00001",
    b"null",
    b"/Nothing",
    b"<FFFF>",
    b"()",
    b"q",
    b"Q",
    b"Tf",
    b"3 Tr",
    b"[",
    b"<<",
    b"1 0 R",
)


def _other_tokens(rng: random.Random, body: bytes) -> bytes:
    tokens = list(_TOKEN.finditer(body))
    for token in sorted(rng.sample(tokens, min(len(tokens), rng.choice([1, 1, 3, 30]))), key=lambda t: -t.start()):
        other = rng.choice(tokens)[0] if rng.random() < 0.5 else rng.choice(_PDF_VALUES)
        body = body[: token.start()] + rng.choice([other, other, b""]) + body[token.end() :]
    return body


def _other_object(rng: random.Random, body: bytes) -> bytes:
    """An object with other words in its dictionary or, unpacked, in its stream."""
    stream = _STREAM.search(body)
    if stream is None or rng.random() < 0.3:
        end = stream.start() if stream else len(body)
        return _other_tokens(rng, body[:end]) + body[end:]
    try:
        content = zlib.decompress(stream[1])
    except zlib.error:
        content = stream[1]
    content = zlib.compress(_other_tokens(rng, content) if rng.random() < 0.8 else mutated_bytes(rng, content))
    head = re.sub(
        rb"/Length\s+\d+",
        b"/Length %d" % len(content),
        re.sub(rb"/Filter\s*(\[[^]]*\]|/\w+)", b"/Filter /FlateDecode", body[: stream.start()]),
    )
    return head + b"stream\n" + content + b"\nendstream\n"


def mutated_pdf(rng: random.Random, data: bytes) -> bytes:
    """Objects of a PDF changed inside, their streams unpacked for it, dropped or exchanged; the table of places is made anew."""
    if rng.random() < 0.15:
        return mutated_bytes(rng, data)
    objects = {int(one[1]): one[2] for one in _OBJECT.finditer(data)}
    trailer = data[data.rindex(b"trailer") : data.rindex(b"startxref")]
    for _ in range(rng.randint(1, 4)):
        number, other = rng.choice(list(objects)), rng.choice(list(objects))
        match rng.randrange(8):
            case 0:
                objects[number] = b" null "
            case 1:
                objects[number] = objects[other]
            case _:
                objects[number] = _other_object(rng, objects[number])
    out, places = bytearray(b"%PDF-1.4\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj" % number + body + b"endobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, max(objects) + 1))
    return bytes(out + trailer + b"startxref\n%d\n%%%%EOF\n" % start)


def seeded(*parts_: object) -> random.Random:
    """A generator that depends on what names it, not on Python's string hashing."""
    return random.Random(zlib.crc32(repr(parts_).encode()))
