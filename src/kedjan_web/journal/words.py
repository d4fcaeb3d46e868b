"""What was done, in sentences: `who` did something to `what`, by the journal's room and verb."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROOMS: dict[str, Promise] = {
    "people": _("Accounts"),
    "reflection": _("Rounds"),
    "releases": _("Shared material"),
    "reports": _("Reports"),
    "goals": _("Goals"),
    "files": _("Files"),
}

KINDS: dict[str, Promise] = {
    "account": _("an account"),
    "round": _("a round"),
    "tag_set": _("a tag set"),
    "release": _("shared material"),
    "report": _("a report"),
    "framework": _("a framework of goals"),
    "goal": _("a goal"),
    "file": _("a file"),
}
SOMETHING = _("something")

WRITING = (
    *("added_section", "named_section", "moved_section", "put_back_section"),
    *("put_block", "changed_block", "moved_block", "put_back_block"),
)
"""Verbs of reports that are all told as writing in it: which piece was moved where is nobody's news."""

SENTENCES: dict[tuple[str, str], Promise] = {
    ("people", "added"): _("%(who)s added the account %(what)s"),
    ("people", "changed"): _("%(who)s changed the account %(what)s"),
    ("people", "opened"): _("%(who)s opened the account %(what)s"),
    ("people", "closed"): _("%(who)s closed the account %(what)s"),
    ("people", "gave_duty"): _("%(who)s gave %(what)s the duty of %(role)s"),
    ("people", "ended_duty"): _("%(who)s set the last day of a duty of %(what)s"),
    ("people", "invited"): _("%(who)s took out a link to a password for %(what)s"),
    ("people", "ended_sessions"): _("%(who)s signed out everywhere"),
    ("people", "chose_password"): _("%(who)s chose a new password"),
    ("reflection", "created"): _("%(who)s added %(what)s"),
    ("reflection", "changed"): _("%(who)s described %(what)s anew"),
    ("reflection", "named_readers"): _("%(who)s changed who reads %(what)s"),
    ("reflection", "tied_respondents"): _("%(who)s tied respondents of %(what)s to accounts"),
    ("reflection", "added_assignments"): _("%(who)s added assignments to %(what)s"),
    ("reflection", "changed_assignment"): _("%(who)s changed assignment %(code)s in %(what)s"),
    ("reflection", "published"): _("%(who)s published assignment %(code)s in %(what)s"),
    ("reflection", "paused"): _("%(who)s paused assignment %(code)s in %(what)s"),
    ("reflection", "resumed"): _("%(who)s resumed assignment %(code)s in %(what)s"),
    ("reflection", "extended"): _("%(who)s moved the last day of assignment %(code)s in %(what)s"),
    ("reflection", "withdrew"): _("%(who)s withdrew assignment %(code)s in %(what)s"),
    ("reflection", "added_recipients"): _("%(who)s added recipients of %(what)s (%(number)s)"),
    ("reflection", "removed_recipient"): _("%(who)s took away a recipient of %(what)s"),
    ("reflection", "added_rule"): _("%(who)s said by role whom %(what)s asks"),
    ("reflection", "removed_rule"): _("%(who)s took away a rule of whom %(what)s asks"),
    ("reflection", "applied_rules"): _("Recipients of %(what)s by role: %(joined)s joined, %(left)s left"),
    ("reflection", "proposed_import"): _("%(who)s put a file before %(what)s (rows: %(rows)s)"),
    ("reflection", "accepted_import"): _("%(who)s read a file in to %(what)s: %(new)s new, %(changed)s changed"),
    ("reflection", "discarded_import"): _("%(who)s threw away a file for %(what)s"),
    ("reflection", "undid_import"): _("%(who)s undid a file read in to %(what)s"),
    ("reflection", "edited_pattern"): _("%(who)s changed the sentence on assignment %(assignment)s in %(what)s"),
    ("reflection", "approved_pattern"): _("%(who)s approved the sentence on assignment %(assignment)s in %(what)s"),
    ("reflection", "exported_tables"): _("%(who)s took out tables of %(what)s as a file"),
    ("reflection", "added"): _("%(who)s added %(what)s"),
    ("reflection", "sent_reflection"): _("%(who)s answered in %(what)s"),
    ("reflection", "changed_reflection"): _("%(who)s changed an answer in %(what)s"),
    ("reflection", "withdrew_reflection"): _("%(who)s took back an answer in %(what)s"),
    ("reflection", "abstained"): _("%(who)s abstained in %(what)s"),
    ("reflection", "took_back_abstaining"): _("%(who)s chose to answer after all in %(what)s"),
    ("releases", "shared"): _("%(who)s shared %(what)s outside the circle of readers"),
    ("releases", "withdrawn"): _("%(who)s withdrew %(what)s"),
    ("goals", "added"): _("%(who)s added %(what)s"),
    ("goals", "linked"): _("%(who)s tied %(what)s to another"),
    ("goals", "toned_down"): _("%(who)s toned down %(what)s"),
    ("files", "kept"): _("%(who)s saved %(what)s"),
    ("files", "removed"): _("%(who)s took away %(what)s"),
    ("reports", "began"): _("%(who)s began %(what)s"),
    ("reports", "began_edition"): _("%(who)s began a new edition: %(what)s"),
    ("reports", "marked_ready"): _("%(who)s marked as ready to settle: %(what)s"),
    ("reports", "took_back_ready"): _("%(who)s took back that it was ready to settle: %(what)s"),
    ("reports", "named"): _("%(who)s gave %(what)s its title"),
    ("reports", "chose_template"): _("%(who)s chose a template for %(what)s"),
    ("reports", "settled"): _("%(who)s settled %(what)s"),
    ("reports", "asked_for_file"): _("%(who)s asked for %(what)s as a file"),
    ("reports", "took_file"): _("%(who)s took out %(what)s as a file"),
    **{("reports", verb): _("%(who)s wrote in %(what)s") for verb in WRITING},
    ("reports", "removed_section"): _("%(who)s took a section out of %(what)s"),
    ("reports", "removed_block"): _("%(who)s took something out of %(what)s"),
}
OTHERWISE = _("%(who)s did something to %(what)s")
