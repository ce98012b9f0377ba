"""Forms about people and their memberships."""

from typing import Any

from django import forms

from core.access.form_fields import set_choices, set_queryset
from core.access.levels import level_choices
from core.access.principal import Principal, acting_of
from core.access.roles import PEOPLES_ROLES
from core.agencies.forms.phone import WORK_PHONE
from core.agencies.models import Agency, Membership, Team


class BaseMembershipForm(forms.Form):
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

    def __init__(self, *args: Any, agency: Agency, by: Principal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acting = acting_of(by)
        # Without a role yet the list starts empty: nobody becomes an administrator because somebody did not choose.
        empty = [] if self.initial.get("role") else [("", "Choose a role")]
        roles = [(code, role.name) for code, role in PEOPLES_ROLES.items() if acting.may_grant(role, 1)]
        set_choices(self, "role", empty + roles)
        set_choices(self, "level", level_choices(up_to=acting.level))
        set_queryset(self, "team", Team.objects.of(agency).by_name())


class MembershipForm(BaseMembershipForm):
    """The place that somebody has."""

    def __init__(self, *args: Any, membership: Membership, by: Principal, **kwargs: Any) -> None:
        now = {name: getattr(membership, name) for name in ("role", "level", "job_title", "team", "phone")}
        super().__init__(*args, agency=membership.agency, by=by, initial=now, **kwargs)


class InviteForm(BaseMembershipForm):
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
