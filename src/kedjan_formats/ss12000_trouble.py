"""Why something of SS 12000 could not be fetched: told by the server and the kind, never by a secret or a person."""

from collections.abc import Mapping

from kedjan_formats import statement
from kedjan_formats.unreadable import gettext_noop

__all__ = ["Absent", "Cancelled", "NotFetched"]

REASONS: Mapping[str, str] = {
    **statement.REASONS,
    "not_let_in": gettext_noop("%(host)s does not let Kedjan in with the client id and secret, or the certificate."),
    "not_json": gettext_noop("%(host)s answered something else than JSON about %(kind)s."),
    "not_a_list": gettext_noop("%(host)s answered about %(kind)s without a list of data."),
    "not_narrowed": gettext_noop("%(host)s gives %(kind)s of other times or lessons than were asked for."),
    "endless": gettext_noop("%(host)s never came to the last page of %(kind)s."),
    "too_many": gettext_noop("%(host)s has more of %(kind)s than can be read at once."),
    "asked_to_wait": gettext_noop("%(host)s asks to be left alone for %(seconds)s seconds."),
    "nothing_offered": gettext_noop("Nothing of SS 12000 is offered at %(host)s. See whether the address is right."),
    "bad_certificate": gettext_noop("The client certificate does not go together with its key, or cannot be read."),
}


class NotFetched(Exception):
    """Something could not be fetched; `code` is a key of REASONS and `values` fill its placeholders."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values: Mapping[str, object] = values

    @property
    def message(self) -> str:
        """The English message id, with placeholders unfilled."""
        return REASONS[self.code]

    def __str__(self) -> str:
        return self.message % self.values


class Absent(Exception):
    """The server does not offer a kind, or keeps it closed (403)."""

    def __init__(self, status: int, kind: str) -> None:
        super().__init__(status, kind)
        self.status, self.kind = status, kind


class Cancelled(Exception):
    """Whoever asked for it does not want it any more; nothing of it is handed on."""
