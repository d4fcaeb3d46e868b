"""A file of staff: chosen, looked at row by row, and read in whole or thrown away."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import PAGE, Changed, Refused, Right, Role
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.components.badges import ledger_badge
from kedjan_web.components.listing import pagination
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.start.paging import page_number
from kedjan_web.start.words import role_name

LARGEST = 10 * 1024 * 1024


class StaffForm(forms.Form):
    """The file; `key` makes a form sent twice count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = forms.FileField(
        label=gettext_lazy("File with staff"), help_text=gettext_lazy("CSV or Excel, at most 10 MB.")
    )

    def clean_file(self) -> forms.Field:
        """Refuse a file that is too large before it is read."""
        if self.cleaned_data["file"].size > LARGEST:
            raise forms.ValidationError(_("The file is larger than %(limit)s.") % {"limit": "10 MB"})
        return self.cleaned_data["file"]  # type: ignore[no-any-return]  # an uploaded file


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def choose(request: PageRequest) -> HttpResponse:
    """Choose a file; it is shown row by row before anything changes."""
    form = StaffForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, key = form.cleaned_data["file"], form.cleaned_data["key"]
        try:
            people.propose_staff(by=request.actor, now=request.now, data=file.read(), name=file.name, key=key)
        except Refused as refusal:
            form.add_error("file", errors.said(refusal.message, refusal.values))
        else:
            return redirect("staff_ledger", key)
    return render(request, "kedjan/people/staff_choose.html", {"form": form})


@require_GET
@needs(Right.MANAGE_ACCOUNTS)
def see(request: PageRequest, staff: UUID) -> HttpResponse:
    """Show what the file would do, row by row."""
    ledger = people.staff_ledger(by=request.actor, id=staff)
    if not ledger.waits:
        messages.info(request, _("The file is decided on."))
        return redirect("people")
    return render(request, "kedjan/people/staff_ledger.html", shown(request, ledger))


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def accept(request: PageRequest, staff: UUID) -> HttpResponse:
    """Read everything in; where something has changed since it was shown, it is shown anew."""
    seen = request.POST.get("seen", "")
    try:
        done = people.accept_staff(by=request.actor, now=request.now, id=staff, seen=seen)
    except Changed as changed:
        context = shown(request, changed.current) | {"changed": True}
        return render(request, "kedjan/people/staff_ledger.html", context, status=409)
    messages.success(request, summary(done) if done.lines else _("The file is decided on."))
    return redirect("people")


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def discard(request: PageRequest, staff: UUID) -> HttpResponse:
    """Throw the file away."""
    people.discard_staff(by=request.actor, now=request.now, id=staff)
    messages.success(request, _("The file is thrown away. Nothing has changed."))
    return redirect("people")


def shown(request: PageRequest, ledger: people.StaffLedger) -> dict[str, object]:
    """Return what the page of a ledger holds: refused rows first, then what is new and what changes."""
    order = list(people.StaffState)
    worst = [people.StaffState.REFUSED, *(state for state in order if state is not people.StaffState.REFUSED)]
    lines = sorted(ledger.lines, key=lambda line: (worst.index(line.state), line.number))
    page = page_number(request)
    rows = [row_of(line) for line in lines[(page - 1) * PAGE : page * PAGE]]
    pages = pagination(request.GET, page=page, total=len(lines))
    refused = ledger.count(people.StaffState.REFUSED)
    return {"ledger": ledger, "rows": rows, "pages": pages, "refused": refused, "summary": summary(ledger)}


def row_of(line: people.StaffLine) -> dict[str, object]:
    """Return a row in words."""
    problems = [
        {
            "column": each.column,
            "value": each.value,
            "message": errors.said(each.message, each.values),
            "expected": errors.said(each.expected, each.values),
        }
        for each in line.problems
    ]
    role = role_name(Role(line.role)) if line.role else ""
    return {"line": line, "badge": ledger_badge(line.state.value), "problems": problems, "role": role}


def summary(ledger: people.StaffLedger) -> str:
    """Return how many rows do what, and how many accounts are made."""
    states = people.StaffState
    counts = {
        "new": ledger.count(states.NEW),
        "changed": ledger.count(states.CHANGED),
        "unchanged": ledger.count(states.UNCHANGED),
    }
    said = _("Duties: %(new)s new, %(changed)s with another last day, %(unchanged)s as they are.") % counts
    accounts = ledger.accounts
    made = ngettext("%(number)s new account.", "%(number)s new accounts.", accounts) % {"number": accounts}
    return f"{said} {made}"
