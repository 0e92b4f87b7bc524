"""The counts of the admin's lists: marks between thousands, as the reader's language writes them."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from tracker.models import Target

SOME_LIST = SimpleNamespace(
    result_count=15180, full_result_count=20400, show_full_result_count=True, opts=Target._meta, search_fields=["name"]
)


def counts_in(template: str, language: str) -> str:
    context = {"cl": SOME_LIST, "show_result_count": True, "search_var": "q", "is_popup_var": "_popup"}
    with translation.override(language):
        return " ".join(strip_tags(render_to_string(template, context)).split())


@pytest.mark.parametrize(("language", "shown"), [("vi", "15.180"), ("en", "15,180")])
def test_count_below_a_list_has_marks_between_thousands(language, shown):
    assert shown in counts_in("admin/pagination.html", language)


@pytest.mark.parametrize(
    ("language", "shown"), [("vi", "15.180 kết quả (tổng số 20.400)"), ("en", "15,180 results (20,400 total)")]
)
def test_counts_of_a_search_have_marks_between_thousands(language, shown):
    assert shown in counts_in("admin/search_form.html", language)
