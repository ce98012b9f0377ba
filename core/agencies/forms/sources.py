"""Forms about source systems."""

from typing import Any

from django import forms

from core.access.form_fields import set_queryset
from core.access.grading import (
    Condition,
    ConditionsError,
    Grading,
    Handling,
    InformationAssessment,
    Purpose,
    SourceEvaluation,
    coded,
    conditions_error,
)
from core.access.levels import Level
from core.agencies.models import Agency, Source

CONDITIONS_ERRORS = {
    ConditionsError.MISSING: "Choose at least one condition, or sharing without conditions",
    ConditionsError.UNEXPECTED: "Clear the conditions, or choose sharing with conditions",
}


class SourceForm(forms.ModelForm[Source]):
    """Values for records of a source system that state none themselves."""

    purpose = forms.ChoiceField(label="Purpose", choices=Purpose.choices)
    level = forms.TypedChoiceField(
        label="Access level",
        coerce=int,
        choices=coded(Level.choices),
        help_text="Only people cleared to this level can see the records",
    )
    source_evaluation = forms.TypedChoiceField(
        label="Source evaluation", coerce=int, choices=coded(SourceEvaluation.choices), initial=1
    )
    information_assessment = forms.ChoiceField(
        label="Information assessment", choices=coded(InformationAssessment.choices), initial="B"
    )
    handling = forms.ChoiceField(label="Handling", choices=Handling.choices)
    handling_conditions = forms.MultipleChoiceField(
        label="Conditions",
        choices=coded(Condition.choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sharing with conditions needs at least one",
    )

    class Meta:
        model = Source
        fields = [
            "name",
            "purpose",
            "level",
            "source_evaluation",
            "information_assessment",
            "handling",
            "handling_conditions",
        ]
        labels = {"name": "Name"}
        help_texts = {"name": "The agency's name for it, for example NICHE RMS"}
        error_messages = {"name": {"required": "Enter the name of the source system"}}

    def clean_handling_conditions(self) -> list[str]:
        return sorted(self.cleaned_data["handling_conditions"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if error := conditions_error(cleaned.get("handling", ""), cleaned.get("handling_conditions", [])):
            self.add_error("handling_conditions", CONDITIONS_ERRORS[error])
        return cleaned

    @property
    def grading(self) -> Grading | None:
        """The grading chosen so far, for its handling code; None if a value is not valid."""
        source, information = str(self["source_evaluation"].value()), self["information_assessment"].value()
        if source not in {"1", "2", "3"} or information not in InformationAssessment.values:
            return None
        conditions = {*(self["handling_conditions"].value() or [])} & {*Condition.values}
        handling = Handling.CONDITIONS if self["handling"].value() == Handling.CONDITIONS else Handling.PERMITTED
        return Grading(int(source), information, handling, tuple(sorted(conditions)))


class NewSourceForm(SourceForm):
    """A new source system, with its agency and code."""

    class Meta(SourceForm.Meta):
        fields = ["agency", "code", *SourceForm.Meta.fields]
        labels = {**SourceForm.Meta.labels, "agency": "Agency", "code": "Code"}
        help_texts = {
            **SourceForm.Meta.help_texts,
            "code": "Lower case letters, digits and hyphens, for example pol-niche",
        }
        error_messages = {
            **SourceForm.Meta.error_messages,
            "agency": {"required": "Choose an agency"},
            "code": {"required": "Enter a code", "unique": "Another source system already has this code"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_queryset(self, "agency", Agency.objects.present().by_name())
