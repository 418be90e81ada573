"""Canonical messages and signatures of SEAL, by another implementation: `json` and `cryptography`.

Prints the vectors that `vectors.json` holds. `python3 vectors.py > vectors.json` writes them again.
"""

import base64
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def call(arguments, name="fs.read", id=1):
    params = {"name": name, "arguments": arguments}
    return {"jsonrpc": "2.0", "method": "tools/call", "params": params, "id": id}


PAYLOADS = {
    "a call of a tool": call({"path": "/workspace/é.txt"}),
    "empty": {},
    "empty parts": call({"list": [], "object": {}, "text": "", "null": None}),
    "keys are sorted at every depth": {"b": {"z": 1, "a": {"y": 2, "x": [{"d": 1, "c": 2}]}}, "a": 0, "B": 1, "_": 2},
    "keys are sorted by code point": {"é": 1, "z": 2, "𝄞": 3, "ﬀ": 4, "": 5, "10": 6, "9": 7},
    "text of many scripts": call({"text": "Straße, 東京, עברית, 👩‍🚀, e\u0301 is not é"}),
    "escapes": call({"text": "quote \" backslash \\ slash / tab \t line \n return \r back \b feed \f"}),
    "control characters": {"text": "".join(map(chr, range(0x20))) + "\x7f\x80\u2028\u2029\ufeff\uffff"},
    "controls in keys": {"\x00": 1, "\n": 2, "\"": 3},
    "integers of 64 bits": {"numbers": [0, -1, 2**31, 2**53 + 1, -(2**63), 2**63 - 1, 2**64 - 1]},
    "fractions": {"numbers": [0.5, -1.25, 0.1, 1.0, -0.0, 0.0001, 123456789.123456789, 9007199254740993.0]},
    "truth and nothing": {"values": [True, False, None, [True], {"null": None}]},
    "depth": {"a": [[[[[[{"b": [{"c": [[]]}]}]]]]]]},
    "a long text": call({"text": "0123456789abcdef" * 512}),
    "fractions halfway between two spellings": {
        "numbers": [759667106958114.25, 16051783867725.0625, -1333719581003400.25, 4503599627370496.5, 2.0**49 + 0.125]
    },
}


def vector(name, payload, number):
    seed = bytes([number + 1]) * 32
    token = ["tok", "", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln", 'é"\\\n'][number % 4]
    timestamp = [1743600000, 0, 4102444800][number % 3]
    key = Ed25519PrivateKey.from_private_bytes(seed)
    document = {"payload": payload, "security_token": token, "timestamp": timestamp}
    message = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return {
        "name": name,
        "seed": seed.hex(),
        "public_key": base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode(),
        "pem": key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        "payload": payload,
        "security_token": token,
        "timestamp": timestamp,
        "message": message.decode(),
        "signature": base64.b64encode(key.sign(message)).decode(),
    }


if __name__ == "__main__":
    vectors = [vector(name, payload, number) for number, (name, payload) in enumerate(PAYLOADS.items())]
    print(json.dumps(vectors, indent=1))
