"""A round's themes: the list, one with its passages, and what can be done to them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kedjan.access.service import Changed, NotHere, Refused
from kedjan.people import service as people
from kedjan.themes import service as themes
from kedjan_web import errors
from kedjan_web.components.listing import pagination
from kedjan_web.dialogue.queue import named
from kedjan_web.requests import PageRequest
from kedjan_web.rights import signed_in
from kedjan_web.rounds.frame import shown_frame
from kedjan_web.rounds.reading import readable
from kedjan_web.start.paging import page_number
from kedjan_web.themes.forms import ChangeThemeForm, MergeForm, SplitForm, ThemeForm
from kedjan_web.thread.addresses import followed_at


@require_http_methods(["GET", "POST"])
@signed_in
def show(request: PageRequest, id: UUID) -> HttpResponse:
    """List the themes, and add one."""
    of = readable(request, id)
    form = ThemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            themes.add_theme(by=request.actor, now=request.now, round=id, **form.cleaned_data)
        except Refused as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("round_themes", id)
    done, all_of_them = themes.gone_through(by=request.actor, round=id)
    others = themes.other_readers(by=request.actor, round=id)
    names = people.shown_names(by=request.actor, ids=others)
    context = {
        "themes": themes.themes(by=request.actor, round=id),
        "form": form,
        "done": done,
        "all": all_of_them,
        "apart": themes.apart(by=request.actor, round=id),
        "others": [(other, names[other]) for other in others],
        **shown_frame(of, "round_themes"),
    }
    return render(request, "kedjan/themes/list.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def one(request: PageRequest, id: UUID, theme: UUID) -> HttpResponse:
    """Show a theme with its passages, each leading to its text."""
    return page(request, id, theme)


@require_POST
@signed_in
def change(request: PageRequest, id: UUID, theme: UUID) -> HttpResponse:
    """Name and describe it anew."""
    readable(request, id)
    form = ChangeThemeForm(request.POST)
    if not form.is_valid():
        return page(request, id, theme, change_form=form, status=422)
    try:
        themes.change_theme(by=request.actor, now=request.now, id=theme, **form.cleaned_data)
    except Changed as changed:
        again = ChangeThemeForm({**request.POST.dict(), "seen": str(changed.current.version)})
        return page(request, id, theme, change_form=again, changed=changed, status=409)
    except Refused as refusal:
        refused(form, refusal)
        return page(request, id, theme, change_form=form, status=422)
    messages.success(request, _("Saved."))
    return redirect("theme", id, theme)


@require_POST
@signed_in
def merge(request: PageRequest, id: UUID, theme: UUID) -> HttpResponse:
    """Let it become part of another."""
    readable(request, id)
    into = named(request.POST.get("into", ""))
    if into is None:
        raise NotHere("There is no such theme here.")
    made = themes.merge(by=request.actor, now=request.now, id=theme, into=into)
    text = _("It is now part of %(name)s. It can be undone under What has been done.") % {"name": made.name}
    messages.success(request, text)
    return redirect("theme", id, made.id)


@require_POST
@signed_in
def split(request: PageRequest, id: UUID, theme: UUID) -> HttpResponse:
    """Let the chosen passages become a theme of their own."""
    readable(request, id)
    form = SplitForm(request.POST)
    chosen = [each for each in map(named, request.POST.getlist("val")) if each]
    if not form.is_valid():
        return page(request, id, theme, split_form=form, status=422)
    try:
        made = themes.split(by=request.actor, now=request.now, id=theme, passages=chosen, **form.cleaned_data)
    except Refused as refusal:
        refused(form, refusal)
        return page(request, id, theme, split_form=form, status=422)
    messages.success(request, _("The new theme is there. It can be undone under What has been done."))
    return redirect("theme", id, made.id)


@require_POST
@signed_in
def retire(request: PageRequest, id: UUID, theme: UUID) -> HttpResponse:
    """Take it out of use."""
    readable(request, id)
    themes.retire(by=request.actor, now=request.now, id=theme)
    messages.success(request, _("The theme is out of use. It can be undone under What has been done."))
    return redirect("round_themes", id)


def page(
    request: PageRequest,
    id: UUID,
    theme: UUID,
    *,
    change_form: ChangeThemeForm | None = None,
    split_form: SplitForm | None = None,
    changed: Changed | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answer with a theme, its passages and its forms."""
    of = readable(request, id)
    number = page_number(request)
    found = themes.passages_of(by=request.actor, now=request.now, theme=theme, page=number)
    its = found.theme
    known = themes.theme_names(by=request.actor, round=id)
    others = {other: name for other, name in known.items() if other != theme}
    initial = {
        "seen": its.version,
        "name": its.name,
        "description": its.description,
        "groups": ", ".join(its.groups),
    }
    context = {
        "theme": its,
        "passages": found.passages.items,
        "pages": pagination(request.GET, page=number, total=found.passages.total),
        "change_form": change_form or ChangeThemeForm(initial=initial),
        "merge_form": MergeForm(others=others) if others else None,
        "split_form": split_form or SplitForm(),
        "changed": changed,
        "followed": followed_at(themes.THEME, themes.theme_key(id, theme)),
        "cited_as": "" if found.apart else themes.theme_key(id, theme),
        **shown_frame(of, "round_themes", last=its.name),
    }
    return render(request, "kedjan/themes/theme.html", context, status=status)


def refused(form: ThemeForm | SplitForm, refusal: Refused) -> None:
    """Put a refusal beside the name; what is not here, or not yours, stays an error of the page."""
    if type(refusal) is not Refused:
        raise refusal
    form.add_error("name", errors.said(refusal.message, refusal.values))
