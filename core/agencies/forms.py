"""What may be typed about agencies, their people and their source systems. A form never saves."""

from typing import Any

from django import forms

from core.access.filtering import FilterForm, FreeText
from core.access.levels import Level
from core.access.permissions import PEOPLES_ROLES
from core.accounts.models import User
from core.agencies.models import Agency, AgencyType, Membership, Source, Team
from core.agencies.vocabulary import (
    CONDITION_WORDS,
    CONDITIONS,
    INFORMATION_ASSESSMENTS,
    INFORMATION_WORDS,
    PURPOSES,
    SOURCE_EVALUATIONS,
    Grading,
)

WORK_PHONE = "At work, as somebody should ring it"


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


class PlaceForm(forms.Form):
    """Somebody's place in an agency: as what, how far cleared, in which team. Offers only what the giver has."""

    role = forms.ChoiceField(
        label="Role",
        help_text="“Who can do what” says what each role allows",
        error_messages={"required": "Choose a role"},
    )
    level = forms.TypedChoiceField(
        label="Cleared up to", coerce=int, help_text="Records held more closely than this stay shut to them"
    )
    job_title = forms.CharField(label="Job title", max_length=120, required=False)
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="No team", blank=True)
    phone = forms.CharField(label="Telephone", max_length=40, required=False, help_text=WORK_PHONE)

    def __init__(self, *args: Any, agency: Agency, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert by.acting is not None, "A guard lets nobody here who acts for no agency."
        acting = by.acting
        # Without a role yet the list starts empty: nobody becomes an administrator because somebody did not choose.
        empty = [] if self.initial.get("role") else [("", "Choose a role")]
        self.fields["role"].choices = empty + [  # type: ignore[attr-defined]
            (code, role.name) for code, role in PEOPLES_ROLES.items() if acting.may_grant(role, 1)
        ]
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level.value, f"{level.value} {level.label}") for level in Level if level <= acting.level
        ]
        self.fields["team"].queryset = Team.objects.of(agency).by_name()  # type: ignore[attr-defined]


class MembershipForm(PlaceForm):
    """The place that somebody has."""

    def __init__(self, *args: Any, membership: Membership, by: User, **kwargs: Any) -> None:
        now = {name: getattr(membership, name) for name in ("role", "level", "job_title", "team", "phone")}
        super().__init__(*args, agency=membership.agency, by=by, initial=now, **kwargs)


class InviteForm(PlaceForm):
    """Who is invited, and to which place."""

    name = forms.CharField(label="Full name", max_length=120, error_messages={"required": "Write their full name"})
    email = forms.EmailField(
        label="Work email",
        max_length=254,
        help_text="The invitation goes here",
        error_messages={"required": "Write their work email", "invalid": "Write an email address like name@agency.uk"},
    )

    field_order = ["name", "email", "job_title", "phone", "team", "role", "level"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class SuspendForm(forms.Form):
    """Why somebody is suspended."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the audit record and shown to those who manage this person.",
        error_messages={"required": "Enter a reason for suspending them"},
    )


class SourceForm(forms.ModelForm[Source]):
    """What is stamped on the rows of a source system that do not say it themselves."""

    purpose = forms.ChoiceField(label="Purpose", choices=PURPOSES)
    level = forms.TypedChoiceField(
        label="Held as",
        coerce=int,
        choices=[(level.value, f"{level.value} {level.label}") for level in Level],
        help_text="Only people cleared up to this level see the rows",
    )
    source_evaluation = forms.TypedChoiceField(
        label="Source evaluation", coerce=int, choices=SOURCE_EVALUATIONS, initial=1
    )
    information_assessment = forms.ChoiceField(
        label="Information assessment", choices=INFORMATION_ASSESSMENTS, initial="B"
    )
    handling_conditions = forms.MultipleChoiceField(
        label="Conditions",
        choices=CONDITIONS,
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
        labels = {"name": "Name", "handling": "Handling"}
        help_texts = {"name": "As the agency calls it, like NICHE RMS"}
        error_messages = {"name": {"required": "Write what the agency calls it"}}

    def clean_handling_conditions(self) -> list[str]:
        return sorted(self.cleaned_data["handling_conditions"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        with_conditions = cleaned.get("handling") == Source.Handling.CONDITIONS
        conditions = cleaned.get("handling_conditions")
        if with_conditions and not conditions:
            self.add_error("handling_conditions", "Choose at least one condition, or sharing without conditions")
        elif conditions and not with_conditions:
            self.add_error("handling_conditions", "Clear the conditions, or choose sharing with conditions")
        return cleaned

    @property
    def grading(self) -> Grading | None:
        """The grading that is chosen now, for its handling code; None where a grade is not one."""
        source, information = str(self["source_evaluation"].value()), self["information_assessment"].value()
        if source not in {"1", "2", "3"} or information not in INFORMATION_WORDS:
            return None
        conditions = set(self["handling_conditions"].value() or []) & CONDITION_WORDS.keys()
        sharing = str(self["handling"].value())
        return Grading(int(source), information, sharing if sharing == "C" else "P", tuple(sorted(conditions)))


class NewSourceForm(SourceForm):
    """With the agency that sends from it and the code by which it is known."""

    class Meta(SourceForm.Meta):
        fields = ["agency", "code", *SourceForm.Meta.fields]
        labels = {**SourceForm.Meta.labels, "agency": "Agency", "code": "Code"}
        help_texts = {**SourceForm.Meta.help_texts, "code": "Small letters, figures and hyphens, like pol-niche"}
        error_messages = {
            **SourceForm.Meta.error_messages,
            "agency": {"required": "Choose whose system it is"},
            "code": {"required": "Write a code for it", "unique": "Another source system has this code"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.present().by_name()  # type: ignore[attr-defined]


class PeopleFilterForm(FilterForm):
    """Which people a list is about."""

    STATES = [
        ("", "Anybody"),
        ("working", "Working"),
        ("invited", "Not signed in yet"),
        ("suspended", "Suspended"),
        ("gone", "Without an agency"),
    ]

    q = FreeText(label="Name or email", required=False, max_length=120)
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="Agency", required=False, to_field_name="code", empty_label="Any agency"
    )
    role = forms.ChoiceField(
        label="Role",
        required=False,
        choices=[("", "Any role"), *((code, role.name) for code, role in PEOPLES_ROLES.items())],
    )
    state = forms.ChoiceField(label="State", required=False, choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.by_name()  # type: ignore[attr-defined]


class AgencyFilterForm(FilterForm):
    """Which agencies a list is about."""

    sector = forms.ChoiceField(
        label="Sector", required=False, choices=[("", "Any sector"), *AgencyType.Sector.choices]
    )
    duty = forms.ChoiceField(
        label="Duty",
        required=False,
        choices=[("", "Statutory or not"), ("statutory", "Statutory"), ("other", "Not statutory")],
    )
