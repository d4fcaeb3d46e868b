"""The rules by which claims give duties."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kedjan.access.service import NotHere, Right
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs
from kedjan_web.ways.forms import RuleForm


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def show(request: PageRequest, way: UUID) -> HttpResponse:
    """List the rules, and add one."""
    found = people.identity_provider(by=request.actor, id=way)
    tree = organisation.unit_tree(provider=request.actor.provider)
    form = RuleForm(request.POST or None, tree=tree, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "unit": UUID(form.cleaned_data["unit"])}
        seen = given.pop("seen")
        _put(request, found, seen, (*found.rules, people.Rule(**given)))
        messages.success(request, _("The rule is there. It is followed at each person's next sign-in."))
        return redirect("way_rules", way)
    return render(request, "kedjan/ways/rules.html", {"way": found, "form": form})


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def remove(request: PageRequest, way: UUID, rule: UUID) -> HttpResponse:
    """Take a rule away; what it gave ends at each person's next sign-in."""
    found = people.identity_provider(by=request.actor, id=way)
    kept = tuple(each for each in found.rules if each.id != rule)
    if len(kept) == len(found.rules):
        raise NotHere("There is no such rule here.")
    _put(request, found, seen_in(request), kept)
    messages.success(request, _("The rule is gone. What it gave ends at each person's next sign-in."))
    return redirect("way_rules", way)


def _put(request: PageRequest, way: people.IdentityProvider, seen: int, rules: tuple[people.Rule, ...]) -> None:
    people.set_rules(by=request.actor, now=request.now, identity_provider=way.id, seen=seen, rules=rules)
