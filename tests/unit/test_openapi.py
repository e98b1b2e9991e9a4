"""Does the document of the HTTP API tell of every address that there is, and of none that there is not?"""

import json
import re

from django.test import RequestFactory
from django.urls import URLPattern

from web import urls
from web.api import openapi


def test_every_address_of_the_api_stands_in_the_document_and_no_other() -> None:
    routes = [str(each.pattern) for each in urls.urlpatterns if isinstance(each, URLPattern)]
    addresses = {shape(f"/{route}") for route in routes if route.startswith("api/v1/")}
    assert {shape(path) for path in openapi.build()["paths"]} == addresses
    assert addresses


def test_what_an_operation_names_is_there_to_be_read() -> None:
    document = json.loads(openapi.document(RequestFactory().get("/api/openapi.json")).content)
    schemas = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(document))) <= schemas
    for path, operations in document["paths"].items():
        for operation in operations.values():
            named = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), path


def shape(address: str) -> str:
    """The address with its variable parts all alike."""
    return re.sub(r"<[^>]+>|{[^}]+}", "*", address)
