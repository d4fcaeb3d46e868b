"""A form sent by somebody who has been signed out meanwhile: what they wrote is shown to them, not thrown away."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kedjan_web.rights import View

FIELDS = ("text", "action_short", "action_long")


def giving_back_text(view: View) -> View:
    """Show what was written, to be copied, where the view would lead somebody who is signed out away from it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            written = [text for name in FIELDS if (text := request.POST.get(name, "").strip())]
            if written:
                sign_in = f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}"
                context = {"written": "\n\n".join(written), "sign_in_url": sign_in}
                return render(request, "kedjan/answering/signed_out.html", context, status=403)
        return view(request, *args, **kwargs)

    return guarded
