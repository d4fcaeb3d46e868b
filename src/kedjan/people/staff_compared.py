"""A file of staff beside what there is: what each row would do, told in bulk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import translation

from kedjan.access.service import Role
from kedjan.organisation import service as organisation
from kedjan.people import models
from kedjan.people.staff_values import StaffLine, StaffProblem, StaffState
from kedjan_formats import staff
from kedjan_formats.folding import folded

NOTHING = staff.StaffRow(0, "", "", "", "", date.min, None)


@dataclass(frozen=True, slots=True)
class Compared:
    """A row with what it does and, where that is known, the account, unit, role and duty that it is about."""

    row: staff.StaffRow
    line: StaffLine
    account: UUID | None = None
    unit: UUID | None = None
    role: str = ""
    duty: UUID | None = None


def compared(provider: UUID, rows: Sequence[staff.StaffRow], problems: Iterable[staff.Problem]) -> tuple[Compared, ...]:
    """Return every row in the order of the file, those that could not be read among them."""
    wrong: dict[int, list[staff.Problem]] = {}
    for problem in problems:
        wrong.setdefault(problem.row, []).append(problem)
    known = _Known(provider, rows)
    first: dict[tuple[str, str, str, object], int] = {}
    entries = [Compared(NOTHING, _refused(number, found)) for number, found in wrong.items()]
    for row in rows:
        same = (row.address, folded(row.role), folded(row.unit), row.starts)
        entries.append(known.entry(row, first.get(same)))
        first.setdefault(same, row.number)
    return tuple(sorted(entries, key=lambda entry: entry.line.number))


class _Known:
    """The accounts, units, roles and duties that a file's rows are compared with: four questions, however many rows."""

    def __init__(self, provider: UUID, rows: Sequence[staff.StaffRow]) -> None:
        self.units = {folded(unit.name): unit for unit in organisation.unit_tree(provider=provider).units}
        self.roles = role_names()
        wanted = {row.address for row in rows}
        accounts = models.Account.objects.filter(provider_id=provider, email__in=wanted)
        self.named = {row.address for row in rows if row.name}
        self.accounts = {row.email: row for row in accounts}
        duties = models.Duty.objects.filter(provider_id=provider, account__email__in=wanted)
        self.duties = {(row.account_id, row.unit_id, row.role, row.starts): row for row in duties}

    def entry(self, row: staff.StaffRow, first: int | None) -> Compared:
        """Return what one row does."""
        wrong = list(self._wrong(row, first))
        if wrong:
            return Compared(row, _refused(row.number, wrong))
        account, unit = self.accounts.get(row.address), self.units[folded(row.unit)]
        role = self.roles[folded(row.role)]
        duty = self.duties.get((account.id, unit.id, role, row.starts)) if account else None
        state = StaffState.NEW if duty is None else StaffState.CHANGED
        if duty and duty.ends == row.ends:
            state = StaffState.UNCHANGED
        line = StaffLine(
            row.number, state, row.address, role, unit.name, row.starts, row.ends,
            duty.ends if duty else None, account is None,
        )  # fmt: skip
        return Compared(row, line, account.id if account else None, unit.id, role, duty.id if duty else None)

    def _wrong(self, row: staff.StaffRow, first: int | None) -> Iterable[staff.Problem]:
        def problem(column: str, value: str, code: str, *values: tuple[str, str]) -> staff.Problem:
            return staff.Problem(row.number, staff.COLUMNS[column][0], value, code, values)

        account = self.accounts.get(row.address)
        if account is None and row.address not in self.named:
            yield problem("address", row.address, "no_name")
        elif account and not account.is_active:
            yield problem("address", row.address, "closed")
        if folded(row.role) not in self.roles:
            yield problem("role", row.role, "role", ("choices", ", ".join(sorted(swedish_roles()))))
        if folded(row.unit) not in self.units:
            yield problem("unit", row.unit, "unit")
        if first is not None:
            yield problem("address", row.address, "twice", ("first", str(first)))


def role_names() -> dict[str, str]:
    """Return roles by how a file may call them: in Swedish, or by the English code."""
    return {folded(name): role.value for role, name in zip(Role, swedish_roles(), strict=True)} | {
        folded(role.value): role.value for role in Role
    }


def swedish_roles() -> list[str]:
    """Return the roles in Swedish, in their own order."""
    with translation.override("sv"):
        return [translation.gettext(role.value) for role in Role]


def _refused(number: int, problems: Iterable[staff.Problem]) -> StaffLine:
    told = tuple(
        StaffProblem(each.column, each.value, *staff.PROBLEMS[each.code], dict(each.values)) for each in problems
    )
    return StaffLine(number, StaffState.REFUSED, problems=told)
