"""Forms about agencies and teams."""

from typing import Any

from django import forms

from core.agencies.forms.phone import WORK_PHONE
from core.agencies.models import Agency, Team


class AgencyForm(forms.ModelForm[Agency]):
    """Name, type and telephone number of an agency."""

    class Meta:
        model = Agency
        fields = ["name", "type", "phone"]
        labels = {"name": "Full name", "type": "Type of agency", "phone": "Telephone number"}
        help_texts = {"phone": WORK_PHONE}
        error_messages = {
            "name": {"required": "Enter the full name", "unique": "Another agency already has this name"},
            "type": {"required": "Choose the type of agency"},
        }


class NewAgencyForm(AgencyForm):
    """A new agency, with its code, which cannot be changed later."""

    class Meta(AgencyForm.Meta):
        fields = ["code", *AgencyForm.Meta.fields]
        labels = {**AgencyForm.Meta.labels, "code": "Code"}
        help_texts = {
            **AgencyForm.Meta.help_texts,
            "code": "2 to 8 capital letters and figures, for example POL or SCC2. You cannot change it later.",
        }
        error_messages = {
            **AgencyForm.Meta.error_messages,
            "code": {"required": "Enter a code", "unique": "Another agency already has this code"},
        }


class TeamForm(forms.Form):
    """The name of a team, unique within its agency."""

    name = forms.CharField(label="Team name", max_length=120, error_messages={"required": "Enter the team name"})

    def __init__(self, *args: Any, agency: Agency, team: Team | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": team.name if team else ""}
        super().__init__(*args, **kwargs)
        self.agency, self.team = agency, team

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Team.objects.named(name, agency=self.agency, other_than=self.team).exists():
            raise forms.ValidationError(f"{self.agency} already has a team with this name")
        return name
