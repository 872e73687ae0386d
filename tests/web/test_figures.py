"""Points on pages: in the reader's language, with no decimals that say nothing."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from grader.web.templatetags.figures import points


@pytest.mark.parametrize(
    ("value", "english", "russian"),
    [
        (20.0, "20", "20"),
        (18.25, "18.25", "18,25"),
        (-0.5, "-0.5", "-0,5"),
        (1 / 3, "0.333", "0,333"),
        (None, "-", "-"),
    ],
)
def test_points_in_both_languages(value, english, russian):
    with override("en"):
        assert points(value) == english
    with override("ru"):
        assert points(value) == russian
