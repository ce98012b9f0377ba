"""Forms about people and their memberships."""

from typing import Any

from django import forms

from core.access.form_fields import set_choices, set_queryset
from core.access.levels import level_choices
from core.access.principal import Principal, acting_of
from core.access.reasons import ReasonField
from core.access.roles import PEOPLES_ROLES
from core.agencies.forms.phone import WORK_PHONE
from core.agencies.models import Agency, Membership, Team
from core.agencies.permissions import SIGNATORY_CHOOSE


class BaseMembershipForm(forms.Form):
    """Role, level and team of a membership. Offers only the roles and levels that the user may grant."""

    role = forms.ChoiceField(
        label="Role",
        help_text="See “Who can do what” for what each role allows",
        error_messages={"required": "Choose a role"},
    )
    level = forms.TypedChoiceField(
        label="Access level", coerce=int, help_text="They cannot see records with a higher level"
    )
    job_title = forms.CharField(label="Job title", max_length=120, required=False)
    team = forms.ModelChoiceField(Team.objects.none(), label="Team", required=False, empty_label="No team", blank=True)
    phone = forms.CharField(label="Telephone number", max_length=40, required=False, help_text=WORK_PHONE)
    signs_agreements = forms.BooleanField(
        label="Signs agreements for the agency",
        required=False,
        help_text="They can sign agreements with other agencies, and leave them",
    )

    def __init__(self, *args: Any, agency: Agency, by: Principal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acting = acting_of(by)
        # Without a role the list starts with an empty choice, so that nobody becomes an administrator by default.
        empty = [] if self.initial.get("role") else [("", "Choose a role")]
        roles = [(code, role.name) for code, role in PEOPLES_ROLES.items() if acting.may_grant(role, 1)]
        set_choices(self, "role", empty + roles)
        set_choices(self, "level", level_choices(up_to=acting.level))
        if not acting.may(SIGNATORY_CHOOSE):
            del self.fields["signs_agreements"]
        set_queryset(self, "team", Team.objects.of(agency).by_name())


class MembershipForm(BaseMembershipForm):
    """A person's membership."""

    def __init__(self, *args: Any, membership: Membership, by: Principal, **kwargs: Any) -> None:
        now = {
            name: getattr(membership, name)
            for name in ("role", "level", "job_title", "team", "phone", "signs_agreements")
        }
        super().__init__(*args, agency=membership.agency, by=by, initial=now, **kwargs)


class InviteForm(BaseMembershipForm):
    """The person to invite, and their membership."""

    name = forms.CharField(label="Full name", max_length=120, error_messages={"required": "Enter their full name"})
    email = forms.EmailField(
        label="Work email address",
        max_length=254,
        help_text="We send the invitation to this address",
        error_messages={
            "required": "Enter their work email address",
            "invalid": "Enter an email address like name@agency.uk",
        },
    )

    field_order = ["name", "email", "job_title", "phone", "team", "role", "level", "signs_agreements"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class SuspendForm(forms.Form):
    """The reason for a suspension."""

    reason = ReasonField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the audit trail, and shown to people who manage this person.",
        error_messages={"required": "Enter a reason for suspending them"},
    )
