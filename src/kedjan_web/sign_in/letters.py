"""The letter with a link to a password. The link is made as the letter is written, so that it is stored nowhere."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan.notices.service import Letter, Recipient
from kedjan.people import service as people
from kedjan_web.sign_in.addresses import site_address
from kedjan_web.sign_in.choosing import provider_of


def password_letter(to: Recipient) -> Letter:
    """Return the letter, in the language that is on, with a new one-time link."""
    found = people.password_letter(account=to.id)
    assert found is not None, "only open accounts are written to"
    provider = provider_of(to.id)
    link = site_address(reverse("password_new", args=[found[1]]))
    return Letter(
        _("Choose a password for Kedjan"),
        render_to_string("kedjan/sign_in/password_mail.txt", {"link": link, "provider": provider}),
    )
