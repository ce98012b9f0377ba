"""Forms about agencies and teams."""

from typing import Any

from django import forms

from core.agencies.forms.phone import WORK_PHONE
from core.agencies.models import Agency, Team


class AgencyForm(forms.ModelForm[Agency]):
    """Name, type and telephone of a partner."""

    class Meta:
        model = Agency
        fields = ["name", "type", "phone"]
        labels = {"name": "Name in full", "type": "What kind of agency it is", "phone": "Telephone"}
        help_texts = {"phone": WORK_PHONE}
        error_messages = {
            "name": {"required": "Write its name in full", "unique": "Another agency has this name"},
            "type": {"required": "Choose what kind of agency it is"},
        }


class NewAgencyForm(AgencyForm):
    """With its code, which never changes afterwards."""

    class Meta(AgencyForm.Meta):
        fields = ["code", *AgencyForm.Meta.fields]
        labels = {**AgencyForm.Meta.labels, "code": "Code"}
        help_texts = {
            **AgencyForm.Meta.help_texts,
            "code": "2 to 8 capital letters and figures, like POL or SCC2. It stands beside every record.",
        }
        error_messages = {
            **AgencyForm.Meta.error_messages,
            "code": {"required": "Write its code", "unique": "Another agency has this code"},
        }


class TeamForm(forms.Form):
    """The name of a team, once in each agency."""

    name = forms.CharField(
        label="Name of the team", max_length=120, error_messages={"required": "Write the name of the team"}
    )

    def __init__(self, *args: Any, agency: Agency, team: Team | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": team.name if team else ""}
        super().__init__(*args, **kwargs)
        self.agency, self.team = agency, team

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Team.objects.named(name, agency=self.agency, other_than=self.team).exists():
            raise forms.ValidationError(f"{self.agency} has a team of this name already")
        return name
