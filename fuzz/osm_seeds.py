#!/usr/bin/env python3
"""osm_seeds.py - writes the seeds of fuzz_osm anew into corpus/osm beside it: the same few streets in every form."""
import gzip
import os
import struct
import zlib

TAGS = [
    {"highway": "primary", "name": "泗安大道", "ref": "G318", "maxspeed": "50 mph", "maxspeed:forward": "CN:urban", "oneway": "-1"},
    {"route": "ferry", "duration": "PT1H5M", "motorcar": "yes", "toll": "yes"},
    {"highway": "service", "maxheight": "12'6\"", "maxweight": "8 st", "access": "no", "hgv": "delivery", "junction": "roundabout"},
]
POINTS = {1: (31.0, 119.0), 2: (31.01, 119.0), 3: (31.02, 119.01), 4: (31.0, 119.02)}
WAYS = {11: [1, 2, 9, 3, 4], 12: [2, 3], 13: [4, 1]}
BARRIER = {"barrier": "lift_gate", "motor_vehicle": "destination"}
TURN = {"type": "restriction", "restriction": "no_left_turn", "except": "hgv"}
MEMBERS = [(1, 11, "from"), (0, 2, "via"), (1, 12, "to")]


def varint(value):
    value &= (1 << 64) - 1
    out = b""
    while value >= 128:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def zigzag(value):
    return varint(value << 1 ^ value >> 63)


def whole(field, value):
    return varint(field << 3) + varint(value)


def text(field, value):
    return varint(field << 3 | 2) + varint(len(value)) + value


def deltas(field, values):
    return text(field, b"".join(zigzag(b - a) for a, b in zip([0] + values, values)))


def numbers(field, values):
    return text(field, b"".join(map(varint, values)))


STRINGS = [""]


def number(word):
    if word not in STRINGS:
        STRINGS.append(word)
    return STRINGS.index(word)


def tags(of):
    return numbers(2, [number(k) for k in of]) + numbers(3, [number(v) for v in of.values()])


def block():
    ids = list(POINTS)
    dense = deltas(1, ids) + deltas(8, [round(POINTS[i][0] * 1e7) for i in ids]) + deltas(9, [round(POINTS[i][1] * 1e7) for i in ids])
    dense += numbers(10, [0] + [number(w) for kv in BARRIER.items() for w in kv] + [0, 0, 0])
    ways = b"".join(text(3, whole(1, w) + tags(t) + deltas(8, r)) for (w, r), t in zip(WAYS.items(), TAGS))
    turn = whole(1, 21) + tags(TURN) + numbers(8, [number(m[2]) for m in MEMBERS])
    turn += deltas(9, [m[1] for m in MEMBERS]) + numbers(10, [m[0] for m in MEMBERS])
    node = varint(1 << 3) + zigzag(9) + tags({"barrier": "bollard"}) + varint(8 << 3) + zigzag(310100000) + varint(9 << 3) + zigzag(1190000000)
    groups = text(2, text(2, dense)) + text(2, text(1, node)) + text(2, ways) + text(2, text(4, turn))
    return text(1, b"".join(text(1, s.encode()) for s in STRINGS)) + groups


def frame(kind, inner, packed):
    blob = whole(2, len(inner)) + text(3, zlib.compress(inner)) if packed else text(1, inner)
    head = text(1, kind) + whole(3, len(blob))
    return struct.pack(">I", len(head)) + head + blob


def pbf(packed):
    head = text(4, b"OsmSchema-V0.6") + text(4, b"DenseNodes") + whole(32, 1709251200)
    return frame(b"OSMHeader", head, packed) + frame(b"OSMData", block(), packed)


def xml():
    def inner(of):
        return "".join('<tag k="%s" v="%s"/>' % (k, v.replace('"', "&quot;")) for k, v in of.items())

    out = '<osm version="0.6"><meta osm_base="2024-03-01T00:00:00Z"/>'
    for i, (lat, lon) in POINTS.items():
        out += '<node id="%d" lat="%s" lon="%s">%s</node>' % (i, lat, lon, inner(BARRIER) if i == 2 else "")
    for (i, refs), of in zip(WAYS.items(), TAGS):
        out += '<way id="%d">%s%s</way>' % (i, "".join('<nd ref="%d"/>' % r for r in refs), inner(of))
    names = ["node", "way", "relation"]
    out += '<relation id="21">%s%s</relation></osm>' % (
        "".join('<member type="%s" ref="%d" role="%s"/>' % (names[k], i, r) for k, i, r in MEMBERS), inner(TURN))
    return out.encode()


folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpus", "osm")
os.makedirs(folder, exist_ok=True)
block()
for name, seed in {
    "packed.pbf": b"\0" + pbf(True), "raw.pbf": b"\0" + pbf(False), "streets.xml": b"\1" + xml(), "block": b"\2" + block(),
    "streets.gz": b"\3" + gzip.compress(xml(), mtime=0),
}.items():
    with open(os.path.join(folder, name), "wb") as file:
        file.write(seed)
