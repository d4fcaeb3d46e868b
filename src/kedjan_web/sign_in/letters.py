"""Mail about passwords, sent by the worker: the page that asked takes as long whether or not there is an account."""

from uuid import UUID

from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kedjan.people import service as people
from kedjan_web.sign_in.addresses import site_address


@task()
def mail_password_link(account: str) -> None:
    """Mail a one-time link to the account with that id; nothing is sent where it is empty, closed or gone."""
    letter = people.password_letter(account=UUID(account)) if account else None
    if letter is None:
        return
    to, key = letter
    with translation.override(to.language or "sv"):
        link = site_address(reverse("password_new", args=[key]))
        text = render_to_string("kedjan/sign_in/password_mail.txt", {"link": link})
        EmailMessage(_("Choose a password for Kedjan"), text, to=[to.email]).send()
