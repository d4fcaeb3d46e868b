"""The provider's Word templates: looked through before they are kept."""

from datetime import datetime
from uuid import UUID

from kedjan.access.service import Actor, NotHere, Refused, Right, require
from kedjan.files import service as files
from kedjan.reports import models
from kedjan.reports.beginning import TEMPLATE
from kedjan.reports.ports import noop
from kedjan.reports.rows import may
from kedjan.reports.values import Template
from kedjan_formats import word_template
from kedjan_formats.unreadable import Unreadable

NOT_WORD = noop("%(name)s is not a Word document (.docx).")


def add_template(*, by: Actor, now: datetime, key: UUID, name: str, data: bytes) -> Template:
    """Keep a Word template. Refused: other kinds of files, macros, embedded files, and what fetches from elsewhere.

    Styles that a report uses and the template lacks are named in the answer; they are written in Kedjan's own look.
    """
    require(may(by, Right.WRITE_REPORTS))
    if not name.lower().endswith(".docx"):
        raise Refused(NOT_WORD, name=name)
    try:
        missing = word_template.opened(data).missing
    except Unreadable as unreadable:
        raise Refused(unreadable.message, **unreadable.values) from unreadable
    return _template(files.keep(by=by, now=now, purpose=TEMPLATE, name=name, data=data, key=key), missing)


def templates(*, by: Actor) -> tuple[Template, ...]:
    """Return the provider's templates, the latest first."""
    require(may(by, Right.WRITE_REPORTS))
    return tuple(_template(each) for each in files.files(by=by, purpose=TEMPLATE))


def remove_template(*, by: Actor, now: datetime, id: UUID) -> None:
    """Take a template out of use; one that a report is written with is refused."""
    require(may(by, Right.WRITE_REPORTS))
    if files.file(by=by, id=id).purpose != TEMPLATE:
        raise NotHere("There is no such template here.")
    using = models.Report.objects.filter(provider_id=by.provider, template_id=id).count()
    if using:
        raise Refused("%(reports)s reports are written with the template.", reports=using)
    files.remove(by=by, now=now, id=id)


def _template(file: files.File, missing: tuple[str, ...] = ()) -> Template:
    return Template(file.id, file.name, file.size, file.kept_at, missing)
