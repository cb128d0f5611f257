"""Writes what this machine's C library (glibc, with fused multiply-add) gives for expf and logf.

    python make_float_math.py ../resources/roundhouse/scoring/trees/ensemble/float-math.txt

First a line with the CRC-32 over all floats at a stride, then argument, expf and logf of chosen ones,
as the bits of float32 in hexadecimal.
"""

import ctypes
import ctypes.util
import pathlib
import random
import struct
import sys
import zlib

STRIDE = 8191

libm = ctypes.CDLL(ctypes.util.find_library("m"))
for function in (libm.expf, libm.logf):
    function.argtypes = [ctypes.c_float]
    function.restype = ctypes.c_float


def value(bits):
    return struct.unpack("<f", struct.pack("<I", bits))[0]


def canonical(number):
    bits = struct.unpack("<I", struct.pack("<f", number))[0]
    return 0x7FC00000 if number != number else bits


def results(bits):
    x = value(bits)
    return canonical(libm.expf(x)), canonical(libm.logf(x))


def main():
    crc = 0
    for bits in range(0, 1 << 32, STRIDE):
        crc = zlib.crc32(struct.pack(">II", *results(bits)), crc)
    edges = [0, 1, 0x007FFFFF, 0x00800000, 0x3F800000, 0x7F7FFFFF, 0x7F800000, 0x7FC00000]
    edges += [0x42B00000, 0x42B17217, 0x42B17218, 0x42CFF1B5, 0x42CE8ECF]
    edges += [bits | 0x80000000 for bits in edges]
    rng = random.Random(1)
    # Base scores lie in (0, 1), where 1/p - 1 is anything; margins within a few units of 0.
    chosen = edges + [rng.randrange(0x3D000000, 0x42800000) for _ in range(600)]
    chosen += [rng.randrange(0x3D000000, 0x42800000) | 0x80000000 for _ in range(300)]
    lines = [f"{STRIDE} {crc:08x}"]
    lines += ["%08x %08x %08x" % (bits, *results(bits)) for bits in chosen]
    pathlib.Path(sys.argv[1]).write_text("\n".join(lines) + "\n")


main()
