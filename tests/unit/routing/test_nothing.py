"""Is every reason for which a filter rejects somebody told to that somebody?"""

from __future__ import annotations

import ast
import inspect

import pytest

from routing import nothing, sentences
from routing.core import filters

# What is said of the person before the queue is looked at.
OF_THE_PERSON = {"away", "off duty", "not connected"}


@pytest.mark.parametrize("reason", sorted(set(sentences.REASONS) - OF_THE_PERSON))
@pytest.mark.parametrize("count", [1, 3])
def test_a_reason_has_words(reason: str, count: int) -> None:
    assert nothing._told(reason, count).startswith(str(count))


def test_every_reason_of_the_filters_is_among_them() -> None:
    source = ast.parse(inspect.getsource(filters))
    returned = {
        value.value
        for each in ast.walk(source)
        if isinstance(each, ast.Return)
        for value in ast.walk(each)
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }
    assert returned <= set(sentences.REASONS)
