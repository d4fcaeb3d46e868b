"""Why a file could not be read, or was read with a remark: codes, English message ids and named values.

Nothing here is translated. A page looks the message id up in its catalogue and fills in the values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    """Mark a message id for the catalogues; it is translated by whoever shows it."""
    return message


MESSAGES: Mapping[str, str] = {
    "empty": gettext_noop("The file is empty."),
    "too_large": gettext_noop("The file is larger than %(limit)s."),
    "too_many_cells": gettext_noop("The table has more than %(limit)s cells."),
    "too_many_rows": gettext_noop(
        "The table has more than %(limit)s rows that can only be read one by one. Divide it, or save it as CSV without"
        " quotation marks."
    ),
    "too_many_wrong": gettext_noop(
        "More than %(limit)s things are wrong in the file, the first in row %(row)s (%(column)s)."
    ),
    "too_many_columns": gettext_noop("The table has more than %(limit)s columns."),
    "binary": gettext_noop("The file is not a table: it contains characters that no text has (row %(row)s)."),
    "encoding": gettext_noop("The file's characters could not be read as %(encoding)s."),
    "quote_not_closed": gettext_noop('A quotation mark (") that begins in row %(row)s is never closed.'),
    "html": gettext_noop(
        "The file is a web page without the table that was expected. Open it in Excel and save it as .xlsx or CSV."
    ),
    "xml_workbook": gettext_noop("The file is an old XML workbook. Open it in Excel and save it as .xlsx or CSV."),
    "password": gettext_noop("The workbook is protected by a password. Save it without one."),
    "not_a_table": gettext_noop("The file is of the kind %(kind)s. Save it as .xlsx or CSV."),
    "spoilt_workbook": gettext_noop("The workbook is spoilt and cannot be opened."),
    "not_a_template": gettext_noop("The file is not a Word document or template (.docx, .dotx)."),
    "macros": gettext_noop("The template holds macros or embedded programs. Save it without them as .docx."),
    "external": gettext_noop("The template fetches parts from elsewhere. Put pictures and templates into the file."),
    "no_visible_sheet": gettext_noop("The workbook has no visible sheet with cells in it."),
    "header_not_found": gettext_noop("No row has the expected headings: %(expected)s."),
    "headings_lacking": gettext_noop(
        "Of the files that are understood this is most like one with the headings %(expected)s. It lacks %(lacking)s."
    ),
    "headings_unknown": gettext_noop(
        "The file has the headings of no kind that is understood. They are listed where a file is sent."
    ),
    "column_missing": gettext_noop("The column %(column)s is missing. The headings found are: %(found)s."),
    "columns_alike": gettext_noop(
        "The columns %(column)s and %(other)s stand for the same thing (row %(row)s). Leave one of them out."
    ),
    "column_twice": gettext_noop("Two columns have the heading %(column)s (row %(row)s)."),
    "vklass_schools": gettext_noop(
        "This is a report of schools: it holds sums, and no pupils. Send the report of pupils, from which the same is"
        " counted."
    ),
    "ss12000_not_json": gettext_noop("The file is not JSON, or is cut off (%(place)s)."),
    "ss12000_encoding": gettext_noop("The file is not written in UTF-8 (row %(row)s)."),
    "ss12000_zip": gettext_noop("The packed file is spoilt or protected by a password."),
    "ss12000_nothing": gettext_noop("The file is JSON, but nothing in it is an object of SS 12000."),
    "ss12000_no_results": gettext_noop("There are neither grades nor attendance in the file. There are: %(found)s."),
    "ss12000_lacking": gettext_noop(
        "The file has results, but not what they point at: %(lacking)s. Put all of it into one file or one zip."
    ),
    "too_many_tags": gettext_noop("The file uses %(found)s different tags. At most %(limit)s can be counted."),
}

REMARKS: Mapping[str, str] = {
    "encoding_guessed": gettext_noop(
        "The file does not say how its characters are written. It was read as %(encoding)s."
    ),
    "double_encoding_mended": gettext_noop("Letters such as å, ä and ö had been spoilt on the way and were mended."),
    "html_read": gettext_noop("The file is a web page that calls itself a workbook. The table in it was read."),
    "preamble_left_out": gettext_noop("Rows %(first)s–%(last)s, above the headings, were left out."),
    "footer_left_out": gettext_noop("Rows %(first)s–%(last)s, below the table, were left out."),
    "ragged_row": gettext_noop("Row %(row)s has %(found)s fields. The headings are %(expected)s."),
    "ragged_rows_too": gettext_noop("%(times)s more rows have another number of fields than the headings."),
    "columns_not_used_too": gettext_noop("%(times)s more columns are not used."),
    "no_grades": gettext_noop("The pupils in rows %(rows)s have no grades in the file."),
    "no_tests": gettext_noop("Nothing is told in the file of the pupils in rows %(rows)s."),
    "tables_left_out": gettext_noop("%(tables)s other tables of the page, with %(rows)s rows, were left out."),
    "sheets_left_out": gettext_noop("Only the sheet %(sheet)s was read. These were left out: %(others)s."),
    "sums_left_out": gettext_noop("Rows %(rows)s are sums and were left out."),
    "column_not_used": gettext_noop("The column %(column)s is not used."),
    "column_lacking": gettext_noop("There is no column %(column)s. It counts as empty in every row."),
    "columns_lacking": gettext_noop("There are no columns %(columns)s. They count as empty in every row."),
    "assignment_mended": gettext_noop("The assignment %(found)s was read as %(meant)s in %(rows)s rows."),
    "tag_mended": gettext_noop("The tag %(found)s was read as %(meant)s in %(rows)s rows."),
    "area_spelt_two_ways": gettext_noop("The service area is spelt both %(one)s and %(other)s."),
    "tag_repeated": gettext_noop("Row %(row)s has the tag %(tag)s more than once. It is counted once."),
    "given_twice": gettext_noop("Rows %(first_row)s and %(row)s have the same assignment, respondent and area."),
    "ss12000_repeated": gettext_noop("%(times)s objects stand there more than once. The one changed last was kept."),
    "ss12000_not_used": gettext_noop("The field %(field)s is not used."),
    "ss12000_one_for_list": gettext_noop("%(field)s is one value instead of a list in %(times)s places."),
    "ss12000_number_for_text": gettext_noop("%(field)s is a number instead of a text in %(times)s places."),
    "ss12000_number_mended": gettext_noop("%(field)s is not written as a whole number in %(times)s places."),
    "ss12000_id_not_uuid": gettext_noop("%(field)s is not a UUID in %(times)s places."),
    "ss12000_reference_as_text": gettext_noop("%(field)s is a bare id instead of a reference in %(times)s places."),
    "ss12000_time_for_day": gettext_noop("%(field)s has a time of day in %(times)s places."),
    "ss12000_no_offset": gettext_noop("%(field)s has no time zone in %(times)s places. It was taken as UTC."),
    "ss12000_truth_mended": gettext_noop("%(field)s is not written as true or false in %(times)s places."),
    "ss12000_school_type_mended": gettext_noop("%(field)s is not spelt as in SS 12000 in %(times)s places."),
    "ss12000_sex_mended": gettext_noop("%(field)s is not Kvinna, Man or Okänt in %(times)s places."),
    "ss12000_number_as_text": gettext_noop("%(field)s is a bare number in %(times)s places."),
    "ss12000_person_mended": gettext_noop("%(field)s is not written with twelve digits in %(times)s places."),
    "ss12000_kind_not_used": gettext_noop("%(kind)s: %(times)s objects, which are not read in."),
    "ss12000_kind_wrong": gettext_noop("%(kind)s: %(times)s values are wrong. They are not needed here."),
    "ss12000_protected_attendance": gettext_noop(
        "%(times)s objects are attendance of pupils with a protected identity. They are not read in, and are in no "
        "figure."
    ),
    "ss12000_other_school_types_attendance": gettext_noop(
        "%(times)s objects are attendance in other school types than the compulsory school. They are not read in."
    ),
    "ss12000_cancelled": gettext_noop("%(times)s objects are of lessons that were cancelled. They are not read in."),
    "ss12000_offered_added_up": gettext_noop(
        "%(times)s objects do not tell how much was offered. It was taken as what was attended and missed together."
    ),
    "ss12000_protected": gettext_noop(
        "%(times)s grades are of pupils with a protected identity. They are not read in, and are in no figure."
    ),
    "ss12000_other_examinations": gettext_noop(
        "%(times)s grades are from other examinations in the same subject. The best one was read, and the first of "
        "equals."
    ),
    "ss12000_other_school_types": gettext_noop(
        "%(times)s grades are of other school types than the compulsory school. They are not read in."
    ),
    "ss12000_earlier_grades": gettext_noop(
        "%(times)s grades were followed by a later one in the same subject and school year. The later one was read."
    ),
    "ss12000_no_number": gettext_noop(
        "%(times)s pupils have no personal identity number. They are known by the id that the system gives them."
    ),
    "ss12000_foreign_number": gettext_noop("%(field)s is empty or of another country in %(times)s places."),
}

OF_ONE: Mapping[str, str] = {
    "preamble_left_out": gettext_noop("Row %(first)s, above the headings, was left out."),
    "footer_left_out": gettext_noop("Row %(first)s, below the table, was left out."),
    "sums_left_out": gettext_noop("Row %(rows)s is a sum and was left out."),
    "no_grades": gettext_noop("The pupil in row %(rows)s has no grades in the file."),
    "no_tests": gettext_noop("Nothing is told in the file of the pupil in row %(rows)s."),
}
"""What is said instead where a remark about rows is of one row."""


class Unreadable(Exception):
    """The file cannot be read at all; `code` is a key of MESSAGES and `values` fill its placeholders."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values: Mapping[str, object] = values

    @property
    def message(self) -> str:
        """The English message id, with placeholders unfilled."""
        return MESSAGES[self.code]

    def __str__(self) -> str:
        return self.message % in_words(self.values)


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about how the file was read; `code` is a key of REMARKS."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English message id, with placeholders unfilled."""
        return OF_ONE[self.code] if self.code in OF_ONE and self._of_one_row else REMARKS[self.code]

    @property
    def _of_one_row(self) -> bool:
        first, rows = self.values.get("first"), self.values.get("rows")
        if first is not None:
            return bool(first == self.values.get("last"))
        return isinstance(rows, tuple | list) and len(rows) == 1

    def __str__(self) -> str:
        return self.message % in_words(self.values)


def in_words(values: Mapping[str, object]) -> dict[str, object]:
    """Return named values as a sentence says them: a list as its parts with commas between, all else as it is."""
    return {
        name: ", ".join(map(str, each)) if isinstance(each, tuple | list) else each for name, each in values.items()
    }
