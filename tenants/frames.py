"""Room for the frames of all calls of a request or a job.

CPython keeps the frames of a thread in chunks of 16 KiB. Up to 3.13.12 and 3.14.3 it maps a new chunk at each call
that crosses the end of the last one, and unmaps it at the return (https://github.com/python/cpython/issues/142183). A
loop at that depth costs up to half of a page. A frame that needs more than 16 KiB gets a larger chunk, and all nested
calls fit beside it.

Delete this module when every supported Python is newer. It does no harm there.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

WORDS = 16_384
"""Words of the frame, 128 KiB. CPython doubles 16 KiB until the frame and 1,000 words fit: 256 KiB.

The other 128 KiB are for nested calls. The deepest main page uses 22 KiB.
"""


def with_room(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """The function, with a chunk of 256 KiB for its nested calls. Mapping it takes about 10 µs for each call."""

    def called(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        return function(*args, **kwargs)

    called.__code__ = called.__code__.replace(co_stacksize=WORDS)
    return wraps(function)(called)
