"""What an office says of a structure that takes effect, and of a round that fills posts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from malaqbiq.appointments.planner.problem import Weights
from malaqbiq.appointments.rules.changing import Pair
from malaqbiq.appointments.selectors.changes import CHANGERS, ChangePlan
from malaqbiq.appointments.selectors.rounds import offices_of_rounds
from malaqbiq.appointments.services import HEAVIEST, ChangeDraft, DecisionDraft, Event, MendingDraft, Received, Written
from malaqbiq.appointments.services.papers import LONGEST, MOST_GUESTS
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.speech import said as told
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.service.forms import StructureForm
from malaqbiq.ui.forms import DayField

SCAN = ".pdf,.png,.jpg,.jpeg"
LISTED = "candidates"
"""The id of the list of names on a page, from which fields take theirs."""


def scan_field() -> forms.FileField:
    """The scan of a decree that was received, which may come later."""
    return forms.FileField(
        label=_("Scan of the decree (PDF or picture)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": SCAN}),
        help_text=_("may be attached later too"),
    )


def scan_sent(form: forms.Form) -> tuple[bytes, str] | None:
    """The scan's content and file name, if one was sent."""
    sent = form.cleaned_data["file"]
    return (sent.read(), sent.name or "") if sent else None


class ChangeForm(StructureForm):
    """The regulation that was received, the day of its effect, and where."""

    roles: ClassVar[tuple[Role, ...]] = CHANGERS

    since = DayField(label=_("Takes effect on"), help_text=_("its first day in your office"))
    authority = forms.CharField(label=_("Received from"), max_length=40, initial="KPU RI")
    number = forms.CharField(label=_("Number of the regulation"), max_length=120)
    decided_on = DayField(label=_("Date of the regulation"))
    type_number = forms.CharField(label=_("Number of the decision that fixes the type"), max_length=120, required=False)
    type_decided_on = DayField(label=_("Date of the decision that fixes the type"), required=False)

    def draft(self) -> ChangeDraft:
        """What was said; UserError if no unit is left."""
        said, choice = self.cleaned_data, self.choice()
        return ChangeDraft(
            office=said["unit"],
            regime=choice.regime,
            since=choice.since,
            units=tuple(code for code in choice.units if self.access.covers(code, *CHANGERS)),
            authority=said["authority"],
            number=said["number"],
            decided_on=said["decided_on"],
            typology=choice.typology,
            type_number=said["type_number"],
            type_decided_on=said["type_decided_on"],
        )


def pairs_posted(post: QueryDict, plan: ChangePlan) -> list[Pair]:
    """The pairs as the table was sent: ``from.NEW`` names the old units that a new one goes on from, ``carries.NEW``
    that who leads the old one goes on.
    """
    return [
        Pair(old, new, carries=f"carries.{new}" in post)
        for new in plan.new
        for old in dict.fromkeys(post.getlist(f"from.{new}"))
        if old
    ]


class OrderForm(forms.Form):
    """For how long somebody stands in for a post; where the order was received, whose it is."""

    start = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), help_text=_("counted; after it stands what stood before"))
    authority = forms.CharField(label=_("Received from"), max_length=40, required=False)
    number = forms.CharField(label=_("Number of the order received"), max_length=120, required=False)
    decided_on = DayField(label=_("Date of the order received"), required=False)

    RECEIVED = ("authority", "number", "decided_on")

    def __init__(self, *args: Any, is_received: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.RECEIVED:
            self.fields[name].required = is_received

    def period(self) -> list[forms.BoundField]:
        """The fields that every order has."""
        return [field for field in self if field.name not in self.RECEIVED]

    def reference(self) -> list[forms.BoundField]:
        """The fields of an order that was received."""
        return [field for field in self if field.name in self.RECEIVED]

    def received(self) -> Received:
        """The order as it came."""
        said = self.cleaned_data
        return Received(said["authority"], said["number"], said["decided_on"])


class EndForm(forms.Form):
    """Until when somebody stands in after all, and the paper that says so."""

    last_day = DayField(label=_("Last day"), help_text=_("counted; after it stands what stood before"))
    authority = forms.CharField(label=_("Paper of"), max_length=40)
    number = forms.CharField(label=_("Number of the paper"), max_length=120)
    decided_on = DayField(label=_("Date of the paper"))

    def received(self) -> Received:
        """The paper."""
        said = self.cleaned_data
        return Received(said["authority"], said["number"], said["decided_on"])


class RoundForm(forms.Form):
    """A round to begin."""

    office = forms.ChoiceField(label=_("Work unit"))
    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("as it stands on its papers"))

    def __init__(self, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [(unit.code, unit.name) for unit in offices_of_rounds(access)]
        self.office_codes = [code for code, _name in field.choices]


class AssignmentForm(forms.Form):
    """What weighs how much when the best assignment is reckoned, and whether first nominees already named are kept."""

    fit = forms.IntegerField(label=_("What the post asks for"), min_value=0, max_value=HEAVIEST)
    score = forms.IntegerField(label=_("The panel's score"), min_value=0, max_value=HEAVIEST)
    levelling = forms.IntegerField(label=_("Level competence among work units"), min_value=0, max_value=HEAVIEST)
    moving = forms.IntegerField(label=_("Cost of a move"), min_value=0, max_value=HEAVIEST)
    keeping = forms.BooleanField(label=_("Keep the first nominees that are named already"), required=False)

    def weights(self) -> Weights:
        """What was chosen."""
        return Weights(**{name: self.cleaned_data[name] for name in ("fit", "score", "levelling", "moving")})


class ProposalForm(forms.Form):
    """The proposal's number and date."""

    number = forms.CharField(label=_("Number of the proposal"), max_length=120)
    dated_on = DayField(label=_("Dated on"))


class DecisionForm(forms.Form):
    """The decree of appointment that was received: for each post one of the candidates, or nobody."""

    authority = forms.CharField(label=_("Received from"), max_length=40, initial="Sekretaris Jenderal KPU")
    number = forms.CharField(label=_("Number of the decree received"), max_length=120)
    decided_on = DayField(label=_("Date of the decree received"))
    file = scan_field()

    def __init__(
        self,
        seats: Sequence[tuple[UUID, str]],
        people: Mapping[str, UUID],
        *args: Any,
        first: Mapping[UUID, UUID] | None = None,
        hints: Mapping[UUID, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seats, self.people = dict(seats), people
        called = {uid: label for label, uid in people.items()}
        for post, title in seats:
            chosen = (first or {}).get(post)
            # One list of names for all posts: a list for each would be most of the page.
            widget = forms.TextInput(attrs={"list": LISTED, "autocomplete": "off"})
            initial = called.get(chosen, "") if chosen else ""
            field = forms.CharField(label=title, required=False, widget=widget, initial=initial)
            field.help_text = (hints or {}).get(post, "")
            self.fields[str(post)] = field

    def clean(self) -> dict[str, Any]:
        """That every name is a candidate's."""
        said = super().clean() or self.cleaned_data
        for post in self.seats:
            if said.get(str(post)) and said[str(post)] not in self.people:
                self.add_error(str(post), _("no candidate of this phase is called so: choose from the list"))
        return said

    def draft(self) -> DecisionDraft:
        """What was said."""
        said = self.cleaned_data
        appointed = {post: self.people[said[str(post)]] for post in self.seats if said[str(post)]}
        return DecisionDraft(said["authority"], said["number"], said["decided_on"], appointed)

    def scan(self) -> tuple[bytes, str] | None:
        """The scan's content and file name, if one was sent."""
        return scan_sent(self)


class MendingForm(forms.Form):
    """The decree that takes an appointment back after the oath."""

    REVOKED, ANNULLED = "revoked", "annulled"

    kind = forms.ChoiceField(
        label=_("What it says"),
        choices=[
            (REVOKED, _("the appointment is revoked from a day on")),
            (ANNULLED, _("the appointment is annulled, as if it had never been")),
        ],
        widget=forms.RadioSelect,
    )
    since = DayField(
        label=_("Revoked from"), required=False, help_text=_("the first day without the post; only where it is revoked")
    )
    authority = forms.CharField(label=_("Received from"), max_length=40, initial="Sekretaris Jenderal KPU")
    number = forms.CharField(label=_("Number of the decree received"), max_length=120)
    decided_on = DayField(label=_("Date of the decree received"))

    file = scan_field()

    def __init__(self, *args: Any, appointed_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.appointed_on = appointed_on

    def clean(self) -> dict[str, Any]:
        """That a revocation has its day and an annulment none, and that the decree follows the one that appointed."""
        said = super().clean() or self.cleaned_data
        if said.get("kind") == self.REVOKED and not said.get("since") and "since" not in self.errors:
            self.add_error("since", _("name the first day without the post"))
        if said.get("kind") == self.ANNULLED and said.get("since"):
            self.add_error("since", _("a day belongs to a revocation: clear it, or choose that it is revoked"))
        if said.get("decided_on") and said["decided_on"] < self.appointed_on:
            words = gettext_noop("the decree of appointment is of %(day)s: one that takes it back can't be older")
            self.add_error("decided_on", told(Words(words, {"day": self.appointed_on})))
        return said

    def draft(self) -> MendingDraft:
        """What was said."""
        said = self.cleaned_data
        since = said["since"] if said["kind"] == self.REVOKED else None
        return MendingDraft(said["authority"], said["number"], said["decided_on"], since)

    def scan(self) -> tuple[bytes, str] | None:
        """The scan's content and file name, if one was sent."""
        return scan_sent(self)


class EventForm(forms.Form):
    """The inauguration's day, place and witnesses."""

    held_on = DayField(label=_("Day of the inauguration"))
    place = forms.CharField(label=_("Place"), max_length=120)
    online = forms.BooleanField(label=_("over video"), required=False)
    led_by = forms.CharField(label=_("Led by"), max_length=160)
    witness_1 = forms.CharField(label=_("First witness"), max_length=160, help_text=_("name and post"))
    witness_2 = forms.CharField(label=_("Second witness"), max_length=160)
    guide = forms.CharField(label=_("Spiritual guide"), max_length=160, required=False)

    def event(self) -> Event:
        """What was said."""
        said = self.cleaned_data
        return Event(
            held_on=said["held_on"],
            place=said["place"],
            led_by=said["led_by"],
            witnesses=(said["witness_1"], said["witness_2"]),
            online=said["online"],
            guide=said["guide"],
        )


class InvitationForm(forms.Form):
    """What only the invitation says; what is left empty is left as dots."""

    number = forms.CharField(
        label=_("Number of the invitation"), max_length=120, required=False, help_text=_("from your own book")
    )
    dated_on = DayField(label=_("Dated on"), required=False)
    time = forms.CharField(label=_("Time"), max_length=40, required=False, help_text=_("such as 09.00 WITA"))
    attire = forms.CharField(label=_("Attire"), max_length=120, required=False)
    guests = forms.CharField(
        label=_("Others who are invited"),
        required=False,
        max_length=MOST_GUESTS * LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("one a line: name and post; those appointed are on the list already"),
    )

    def written(self) -> Written:
        """What was said."""
        said = self.cleaned_data
        guests = said["guests"].splitlines()
        return Written(said["number"], said["dated_on"], said["time"], said["attire"], guests)


class SwornForm(forms.Form):
    """Which oath somebody swears, and the numbers of his papers."""

    faith = forms.ChoiceField(label=_("Text of the oath"), required=False)

    def __init__(
        self, oaths: Sequence[tuple[str, str]], numbers: Sequence[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.slots = [name for name, _label in numbers]
        field = self.fields["faith"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - as declared above
        field.choices = [("", _("as the person's record says")), *oaths]
        for name, paper in numbers:
            label = _("Number: %(paper)s") % {"paper": paper}
            field = forms.CharField(label=label, max_length=120, required=False, show_hidden_initial=True)
            self.fields[name] = field

    def numbers(self) -> dict[str, str]:
        """The numbers that were typed otherwise than they stood there, by their names."""
        return {name: self.cleaned_data[name] for name in self.slots if name in self.changed_data}

    def shown(self) -> dict[str, str]:
        """What stood there."""
        sent = ((name, self.add_initial_prefix(name)) for name in self.slots)
        return {name: self.data[field] for name, field in sent if field in self.data}
