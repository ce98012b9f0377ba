"""Filters of a list, in its address."""

from django import forms
from django.http import QueryDict

from core.access import filtering


class Asked(forms.Form):
    q = forms.CharField(label="Name", required=False)
    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any"), ("lead", "Lead")])


def test_what_is_set_stands_as_tags_that_come_off() -> None:
    query = QueryDict("q=marlow&role=lead&page=3")
    form = Asked(query)

    assert filtering.asked(form) == {"q": "marlow", "role": "lead"}
    assert [(each.group, each.name, each.without) for each in filtering.chosen(form, query)] == [
        ("Name", "marlow", "?role=lead"),
        ("Role", "Lead", "?q=marlow"),
    ]


def test_what_is_unknown_is_no_filter() -> None:
    query = QueryDict("role=wizard&colour=blue")
    form = Asked(query)

    assert filtering.asked(form) == {}
    assert filtering.chosen(form, query) == []


def test_another_page_keeps_the_filters_and_leaves_the_page() -> None:
    assert filtering.onwards(QueryDict("q=a%26b&page=2"), page=3) == "?q=a%26b&page=3"
    assert filtering.onwards(QueryDict("cursor=old"), cursor="new") == "?cursor=new"
