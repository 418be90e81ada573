"""Checks recorded requests against an OpenAPI document with openapi-core.

Usage: validate.py DOCUMENT RECORDING

RECORDING holds one JSON object a line: `operation` and `request` with method, target (path and query as sent), headers
(a list of pairs) and body (text, or an object with `base64`). Prints what is wrong, one line each, then the counts: "N beyond the
validator" (constructs that openapi-core does not read), "N valid" and "N invalid". An operation of the document that no line belongs to
is wrong too.
"""

import base64
import json
import sys
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import yaml
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.deserializing.media_types.util import data_form_loads
from werkzeug.datastructures import Headers, ImmutableMultiDict
from werkzeug.http import parse_cookie

def text_of(value):
    """Schemas describe files as strings, so bytes are handed to them as text."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, dict):
        return {name: text_of(it) for name, it in value.items()}
    return [text_of(it) for it in value] if isinstance(value, list) else value


def unread_xml(value, **_):
    """The validator compares what the XML says with nothing but flat schemas."""
    raise Unread("it does not compare XML with a schema")


CONTENTS = {
    "application/merge-patch+json": lambda value, **_: json.loads(value),
    **dict.fromkeys(("application/octet-stream", "application/pdf", "application/yaml", "image/png"), lambda value, **_: text_of(value)),
    "application/xml": unread_xml,
    "multipart/form-data": lambda value, **parameters: text_of(data_form_loads(value, **parameters)),
}

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


class Unread(Exception):
    """A construct of the document that the validator itself stops at, and how."""


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
            cookie=ImmutableMultiDict(parse_cookie(headers.get("cookie"))),
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


def named(found) -> dict:
    """Operations by the name they are recorded under: their id, or method and path where they have none of their own."""
    known = {}
    for method, path, operation, item in found:
        name = operation.get("operationId")
        if name is None or name in known:
            name = f"{method} {path}"
        known[name] = (method, path, operation, item)
    return known


def declared(operation: dict, item: dict, place: str) -> list | None:
    """Parameters of the operation in `place`; None where one is a reference."""
    parameters = item.get("parameters", []) + operation.get("parameters", [])
    if any("$ref" in parameter for parameter in parameters):
        return None
    return [parameter for parameter in parameters if parameter["in"] == place]


def query_problems(parameters: list, sent: set):
    """Names in the query that are not declared, and declared ones that are not there."""
    plain = {it["name"] for it in parameters if isinstance(it.get("schema", {}).get("type"), str)}
    structured = {it["name"] for it in parameters} - plain
    if not structured:
        for name in sorted(sent - plain):
            yield f"sends the undeclared query parameter `{name}`"
    objects = {it["name"] for it in parameters if it.get("schema", {}).get("type") == "object"}
    for name in sorted(plain - objects - sent):
        yield f"does not send the query parameter `{name}`"


def server_of(*levels: dict) -> str:
    """URL of the first server that the nearest level names, with the defaults of its variables."""
    server = next(level["servers"][0] for level in levels if level.get("servers"))
    url = server["url"]
    for name, variable in server.get("variables", {}).items():
        url = url.replace("{" + name + "}", variable["default"])
    return url


def problems(api: OpenAPI, known: dict, root: dict, line: dict):
    """What is wrong with one exchange."""
    if line["operation"] not in known:
        yield "is no operation of the document"
        return
    method, path, operation, item = known[line["operation"]]
    request = Recorded(server_of(operation, item, root), line["request"])
    if request.method != method:
        yield f"was sent as {request.method}, not {method}"
    if any(it.get("style") in ("label", "matrix") for it in declared(operation, item, "path") or []):
        raise Unread("it knows path parameters in simple style only")
    try:
        errors = list(api.iter_apicall_request_errors(request))
    except Exception as fault:
        raise Unread(f"{type(fault).__name__}: {fault}") from fault
    for error in errors:
        if "could not be resolved" in str(error.__cause__):
            raise Unread("it looks for the schemas of a discriminator in the file that names it")
        yield f"{error} {error.__cause__ or ''}".strip()
    query = declared(operation, item, "query")
    if query is not None:
        yield from query_problems(query, set(request.parameters.query))
    if "requestBody" not in operation and request.body not in (None, b"{}"):
        yield "sends a body that the document does not describe"


def main() -> int:
    document, recording = Path(sys.argv[1]), Path(sys.argv[2])
    api = OpenAPI.from_file_path(str(document), config=Config(spec_validator_cls=None, extra_media_type_deserializers=CONTENTS))
    root = yaml.safe_load(document.read_text())
    known = named(operations(document))
    lines = [json.loads(line) for line in recording.read_text().splitlines() if line]
    wrong: dict[str, list[str]] = {}
    unread: dict[str, str] = {}
    for line in lines:
        found = []
        try:
            found.extend(problems(api, known, root, line))
        except Unread as fault:
            unread[line["operation"]] = str(fault)
        if found:
            wrong.setdefault(line["operation"], []).extend(dict.fromkeys(found))
    for operation in known.keys() - {line["operation"] for line in lines}:
        wrong.setdefault(operation, []).append("was never sent")
    for operation, found in sorted(wrong.items()):
        for problem in found:
            print(f"{operation}: {problem}")
    for operation, fault in sorted((name, unread[name]) for name in unread.keys() - wrong.keys()):
        print(f"{operation}: beyond the validator: {fault}")
    print(f"{len(unread.keys() - wrong.keys())} beyond the validator")
    print(f"{len(known.keys() - wrong.keys() - unread.keys())} valid")
    print(f"{len(wrong)} invalid")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
