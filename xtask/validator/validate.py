"""Checks recorded requests against an OpenAPI document with openapi-core.

Usage: validate.py DOCUMENT RECORDING

RECORDING holds one JSON object a line: `operation` and `request` with method, target (path and query as sent), headers
(a list of pairs) and body (text, or an object with `base64`). Prints what is wrong, one line each, then "N valid" and "N invalid". An operation of the
document that no line belongs to is wrong too.
"""

import base64
import json
import sys
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import yaml
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Recorded:
    """A recorded exchange as openapi-core wants to see it."""

    def __init__(self, server: str, request: dict):
        parts = urlsplit(request["target"])
        headers = Headers([(name, value) for name, value in request["headers"]])
        self.host_url = server
        self.method = request["method"].lower()
        self.path = unquote(parts.path)
        self.body = sent_body(request) or None
        self.content_type = headers.get("content-type", "").lower()
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(parts.query, keep_blank_values=True)),
            header=headers,
            cookie=ImmutableMultiDict(),
        )


def sent_body(request: dict) -> bytes:
    """The body as bytes."""
    body = request["body"]
    return body.encode() if isinstance(body, str) else base64.b64decode(body["base64"])


def operations(document: Path):
    """Every (method, path template, operation object) of the document, path items resolved."""
    root = yaml.safe_load(document.read_text())
    for path, item in root["paths"].items():
        folder = document.parent
        if "$ref" in item:
            file, _, pointer = item["$ref"].partition("#")
            folder = (folder / file).parent
            item = yaml.safe_load((document.parent / file).read_text())
            for key in pointer.strip("/").split("/"):
                item = item[key.replace("~1", "/").replace("~0", "~")]
        for method in METHODS:
            if method in item:
                yield method, path, item[method], item


def declared_query(operation: dict, item: dict) -> set | None:
    """Names of the query parameters; None where a parameter is a reference or an object."""
    names = set()
    for parameter in item.get("parameters", []) + operation.get("parameters", []):
        if "$ref" in parameter:
            return None
        if parameter.get("in") == "query":
            names.add(parameter["name"])
    return names


def problems(api: OpenAPI, known: dict, server: str, line: dict):
    """What is wrong with one exchange."""
    if line["operation"] not in known:
        yield "is no operation of the document"
        return
    method, path, operation, item = known[line["operation"]]
    request = Recorded(server, line["request"])
    if request.method != method:
        yield f"was sent as {request.method}, not {method}"
    for error in api.iter_apicall_request_errors(request):
        yield f"{error} {error.__cause__ or ''}".strip()
    declared = declared_query(operation, item)
    if declared is not None:
        sent = set(request.parameters.query)
        for name in sorted(sent - declared):
            yield f"sends the undeclared query parameter `{name}`"
        for name in sorted(declared - sent):
            yield f"does not send the query parameter `{name}`"
    if "requestBody" not in operation and request.body not in (None, b"{}"):
        yield "sends a body that the document does not describe"


def main() -> int:
    document, recording = Path(sys.argv[1]), Path(sys.argv[2])
    api = OpenAPI.from_file_path(str(document), config=Config(spec_validator_cls=None))
    root = yaml.safe_load(document.read_text())
    server = root["servers"][0]["url"]
    known = {operation["operationId"]: (method, path, operation, item) for method, path, operation, item in operations(document)}
    lines = [json.loads(line) for line in recording.read_text().splitlines() if line]
    wrong: dict[str, list[str]] = {}
    for line in lines:
        found = list(dict.fromkeys(problems(api, known, server, line)))
        if found:
            wrong.setdefault(line["operation"], []).extend(found)
    for operation in known.keys() - {line["operation"] for line in lines}:
        wrong.setdefault(operation, []).append("was never sent")
    for operation, found in sorted(wrong.items()):
        for problem in found:
            print(f"{operation}: {problem}")
    print(f"{len(known.keys() - wrong.keys())} valid")
    print(f"{len(wrong)} invalid")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
