"""Builds stripe-mock, Stripe's own server for tests, and copies the OpenAPI document that it is made from."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from script.local import golang
from script.local.errors import ScriptError

BUILT = golang.PROJECT / ".cache" / "stripe-mock"
RELEASE = "v0.203.0"  # the API version that the service uses is the one of this release: see billing/gateway.py
MODULE = f"github.com/stripe/stripe-mock@{RELEASE}"
DOCUMENT = "embedded/openapi/spec3.json"  # in the module
HOW = "install Go 1.26 or newer to build it"


def build_once() -> Path:
    """The path of stripe-mock, built in some seconds if it is not there yet. Raises ScriptError if it cannot be."""
    program = BUILT / RELEASE / "stripe-mock"
    if not program.exists():
        with _explained():
            golang.build(program, MODULE)
    return program


def openapi_document() -> Path:
    """The path of the OpenAPI document of Stripe's API, as JSON. Raises ScriptError if it cannot be had."""
    document = BUILT / RELEASE / "openapi.json"
    if not document.exists():
        with _explained():
            source = golang.sources(MODULE) / DOCUMENT
        document.parent.mkdir(parents=True, exist_ok=True)
        partial = document.with_suffix(".partial")
        shutil.copyfile(source, partial)  # the sources are read-only, and the copy is not
        partial.rename(document)
    return document


@contextmanager
def _explained() -> Iterator[None]:
    """Says what needs the program, and what to do."""
    try:
        yield
    except ScriptError as error:
        raise ScriptError(
            f"The tests of billing need stripe-mock, which could not be built ({error}): {HOW}."
        ) from error
