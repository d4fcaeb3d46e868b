"""Accounts: finding, adding, changing, opening and closing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, Refused, Right
from kedjan.notices import service as notices
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.components.listing import pagination
from kedjan_web.people.forms import AccountForm, ChangeForm
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.sign_in.addresses import site_address
from kedjan_web.start.days import day
from kedjan_web.start.letters import deliver_due
from kedjan_web.start.paging import page_number


@require_GET
@needs(Right.MANAGE_ACCOUNTS)
def find(request: PageRequest) -> HttpResponse:
    """List accounts by name; search in names and addresses, or see only those without a current duty."""
    search, page, without = request.GET.get("sok", "").strip()[:80], page_number(request), "utan" in request.GET
    found = people.people(by=request.actor, search=search, page=page, without_duty_on=day(request) if without else None)
    pages = pagination(request.GET, page=page, total=found.total)
    context = {"found": found, "pages": pages, "search": search, "without": without, "today": day(request)}
    return render(request, "kedjan/people/list.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def add(request: PageRequest) -> HttpResponse:
    """Add an account; its owner chooses the password by a link."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = people.add_account(by=request.actor, now=request.now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("The account is there. Give it a duty, and send the link."))
            return redirect("person", made.id)
    return render(request, "kedjan/people/add.html", {"form": form})


@require_GET
@needs(Right.MANAGE_ACCOUNTS)
def see(request: PageRequest, id: UUID) -> HttpResponse:
    """Show one account with its duties."""
    context = {
        "person": people.person(by=request.actor, id=id),
        "today": day(request),
        "mine": request.actor.account,
        "links": people.links_of(by=request.actor, account=id),
    }
    return render(request, "kedjan/people/person.html", context)


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def unlink(request: PageRequest, id: UUID) -> HttpResponse:
    """Forget with whom the account is linked; it is linked anew, by address, at the next sign-in."""
    people.unlink(by=request.actor, now=request.now, account=id)
    messages.success(request, _("The link is gone. The account is linked anew at the next sign-in."))
    return redirect("person", id)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def change(request: PageRequest, id: UUID) -> HttpResponse:
    """Change name and protection; where somebody else was first, both versions are shown."""
    person = people.person(by=request.actor, id=id)
    initial = {"seen": person.version, "name": person.name, "protected": person.protected}
    form = ChangeForm(request.POST or None, initial=initial, hidden_name=person.protected)
    context = {"person": person, "form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            people.change_account(
                by=request.actor,
                now=request.now,
                id=id,
                seen=given["seen"],
                name=given.get("name"),
                protected=given["protected"],
            )
        except Changed as changed:
            again = ChangeForm({**request.POST.dict(), "seen": changed.current.version}, hidden_name=person.protected)
            context = {"person": person, "form": again, "changed": changed}
            return render(request, "kedjan/people/change.html", context, status=409)
        messages.success(request, _("Saved."))
        return redirect("person", id)
    return render(request, "kedjan/people/change.html", context)


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def close(request: PageRequest, id: UUID) -> HttpResponse:
    """Close an account: nobody signs in to it, and its sessions end."""
    people.deactivate(by=request.actor, now=request.now, id=id)
    messages.success(request, _("The account is closed."))
    return redirect("person", id)


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def open_again(request: PageRequest, id: UUID) -> HttpResponse:
    """Open a closed account."""
    people.deactivate(by=request.actor, now=request.now, id=id, active=True)
    messages.success(request, _("The account is open."))
    return redirect("person", id)


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def show_link(request: PageRequest, id: UUID) -> HttpResponse:
    """Show the link of somebody who has never signed in, once, to be handed over."""
    link = site_address(reverse("password_new", args=[people.invite(by=request.actor, now=request.now, id=id)]))
    return render(request, "kedjan/people/link.html", {"person": people.person(by=request.actor, id=id), "link": link})


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def mail_link(request: PageRequest, id: UUID) -> HttpResponse:
    """Mail the link to the person's own address."""
    people.person(by=request.actor, id=id)
    notices.ask_for_password_links(accounts=[id], now=request.now)
    deliver_due.enqueue()
    messages.success(request, _("The link is on its way by mail."))
    return redirect("person", id)
