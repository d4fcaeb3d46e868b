"""Storage of rounds, tag sets, respondents, reflections, imports and patterns."""

import uuid

from django.db import models
from django.db.models import F, Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class TagSet(models.Model):
    """An ordered set of tags; a changed set is a new version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    valid_from = models.DateField()

    holds = Holding(
        purpose="Saying what reflections are marked with",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "provider", "name", "version", "valid_from"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "name", "version"], name="tag_set_version_once")]


class Tag(models.Model):
    """One tag at its place in the set; its place is its bit in a loop's mask."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    tag_set = models.ForeignKey(TagSet, on_delete=models.CASCADE, related_name="tags")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    family = models.CharField(max_length=20)
    ordinal = models.SmallIntegerField(null=True)
    aliases = models.JSONField(default=list)

    holds = Holding(
        purpose="Saying what reflections are marked with",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "provider", "tag_set", "position", "name", "family", "ordinal", "aliases"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag_set", "position"], name="tag_position_once"),
            models.UniqueConstraint(fields=["tag_set", "name"], name="tag_name_once"),
            models.CheckConstraint(condition=Q(position__lte=61), name="tag_fits_the_mask"),
            models.CheckConstraint(
                condition=Q(family__in=["importance", "functioning", "need", "conditions", "insight", "other"]),
                name="tag_family_known",
            ),
        ]


class Round(models.Model):
    """A round of assignments. `revision` grows when its loops change, `version` when its description does.

    `writing` is the token of an import under way: whoever holds it may write rows of the coming revision.
    `managers_read` says, before anybody writes, that readers may read texts of those whom they lead (C07). What was
    written is kept `kept_months` after the last day; on `disposed_on` it went.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    tag_set = models.ForeignKey(TagSet, on_delete=models.PROTECT, related_name="+")
    population = models.CharField(max_length=200, blank=True)
    invited = models.PositiveIntegerField(null=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    emotion = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    writing = models.UUIDField(null=True)
    analysis = models.ForeignKey(
        "reflection.SituationAnalysis", null=True, on_delete=models.PROTECT, related_name="rounds"
    )
    managers_read = models.BooleanField(default=False)
    kept_months = models.PositiveIntegerField(default=36)
    disposed_on = models.DateField(null=True)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Finding patterns in what staff see in their work",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "title", "description", "tag_set", "population", "invited", "opened_on"),
            **neutral("closed_on", "emotion", "revision", "version", "writing", "changed_at", "analysis"),
            **neutral("managers_read", "kept_months", "disposed_on"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "title"], name="round_title_once"),
            models.CheckConstraint(
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="round_closes_after_it_opens",
            ),
        ]


class RoundReader(models.Model):
    """Somebody named in a round's circle of readers."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="readers")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")

    holds = Holding(
        purpose="Letting only those named read what staff have written",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={**neutral("id", "provider", "round"), "account": Kind.IDENTIFIER},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "account"], name="round_reader_once")]


class Batch(models.Model):
    """A file read in, or the undoing of one. File and comparison are kept only until somebody has decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="batches")
    state = models.CharField(max_length=12, default="proposed")
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField(null=True)
    comparison = models.BinaryField(null=True)
    notes = models.JSONField(default=list)
    compared_with = models.PositiveIntegerField()
    made_revision = models.PositiveIntegerField(null=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Reading reflections in from a file, whole or not at all",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "round", "state", "undoes", "file_name", "sha256", "notes", "compared_with"),
            **neutral("made_revision", "new", "changed", "unchanged", "refused", "withdrawn", "made_at", "decided_at"),
            "data": Kind.OPINION,
            "comparison": Kind.OPINION,
            "made_by": Kind.IDENTIFIER,
            "decided_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted", "undone", "discarded"]), name="batch_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(data=None, comparison=None), name="batch_file_only_while_proposed"
            ),
            models.CheckConstraint(condition=~Q(state="accepted") | Q(refused=0), name="batch_accepted_whole"),
        ]


class Assignment(models.Model):
    """A question of a round. One that came with a file is there when that file has been accepted.

    `aspect` is individual, process or structure and `level` at which level (C02). `emotion` says whether it asks how it
    felt (None: as its round). It can be answered while it is published, from `opens_on` to `closes_on`.
    """

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="assignments")
    code = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    heading = models.CharField(max_length=200)
    focus = models.TextField(blank=True)
    support_questions = models.JSONField(default=list)
    follow_up_short = models.TextField(blank=True)
    follow_up_long = models.TextField(blank=True)
    minutes = models.PositiveIntegerField(null=True)
    used_for = models.TextField(blank=True)
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    goal = models.ForeignKey("goals.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    success_factor = models.ForeignKey("goals.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    aspect = models.CharField(max_length=10, blank=True)
    level = models.CharField(max_length=10, blank=True)
    emotion = models.BooleanField(null=True)
    example = models.TextField(blank=True)
    tags_advised = models.PositiveSmallIntegerField(default=4)
    state = models.CharField(max_length=10, default="draft")
    published_at = models.DateTimeField(null=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+")

    holds = Holding(
        purpose="Saying what staff are asked to reflect on",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral(
            *("id", "provider", "round", "code", "position", "heading", "focus", "support_questions", "goal", "batch"),
            *("follow_up_short", "follow_up_long", "minutes", "used_for", "opens_on", "closes_on"),
            *("success_factor", "aspect", "level", "emotion", "example", "tags_advised", "state", "published_at"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "code"], name="assignment_code_once"),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="assignment_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "paused", "withdrawn"]), name="assignment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(aspect__in=["", "individual", "process", "structure"]), name="assignment_aspect_known"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", "pupil", "class", "unit", "provider"]), name="assignment_level_known"
            ),
        ]


class Respondent(models.Model):
    """Somebody who answers in a round, by the key that files use; tied to an account where it is known."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="respondents")
    key = models.CharField(max_length=80)
    account = models.ForeignKey("people.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    protected = models.BooleanField(default=False)

    holds = Holding(
        purpose="Counting persons, so that few are never pointed out",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "round"),
            "key": Kind.IDENTIFIER,
            "account": Kind.IDENTIFIER,
            "protected": Kind.PROTECTED,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="respondent_key_once"),
            models.UniqueConstraint(fields=["round", "account"], name="respondent_account_once"),
        ]


ASKED = ["round", "since", "until", "assignment", "service_area", "emotion", "mask", "respondent", "loop"]


class Loop(models.Model):
    """One version of one reflection, there from the round's revision `since` until `until` (none: still there).

    `loop` is the same through its versions. `mask` has bit *i* for the tag at position *i*. `folded` is the text's
    words in small letters and `lemmas` the same as a dictionary has them, both as `wording` makes them. A row of a
    revision that the round has not reached is not there yet. `action_short` and `action_long` are what was proposed at
    short and long sight; `answered_on` is the day, never a finer time.
    """

    id = models.BigAutoField(primary_key=True)
    # No index of their own: a planner without statistics would choose that of the provider, which is most of the table.
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+", db_index=False)
    loop = models.UUIDField(default=uuid.uuid4)
    version = models.PositiveIntegerField(default=1)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="loops", db_index=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="loops")
    respondent = models.ForeignKey(Respondent, on_delete=models.PROTECT, related_name="loops")
    service_area = models.ForeignKey(
        "organisation.ServiceArea", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    emotion = models.SmallIntegerField(null=True)
    mask = models.BigIntegerField(default=0)
    text = models.TextField(blank=True)
    folded = models.TextField(blank=True)
    lemmas = models.TextField(blank=True)
    action_short = models.TextField(blank=True)
    action_long = models.TextField(blank=True)
    answered_on = models.DateField(null=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="made")
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)

    holds = Holding(
        purpose="Finding patterns in what staff see in their work",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "loop", "version", "round", "assignment", "batch", "since", "until"),
            "respondent": Kind.IDENTIFIER,
            "service_area": Kind.WORK,
            "emotion": Kind.OPINION,
            "mask": Kind.OPINION,
            "text": Kind.OPINION,
            "folded": Kind.OPINION,
            "lemmas": Kind.OPINION,
            "action_short": Kind.OPINION,
            "action_long": Kind.OPINION,
            "answered_on": Kind.WORK,
        },
    )

    class Meta:
        indexes = [
            # Holds all that filters ask for and all that is counted, so that neither ever reads the texts.
            models.Index(
                fields=[
                    *("round", "assignment", "since", "until", "service_area", "emotion", "mask", "respondent", "loop"),
                    "answered_on",
                ],
                name="loops_by_assignment_asked",
            ),
            models.Index(fields=["round", "until"]),
            models.Index(fields=["batch", "id"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["loop", "version"], name="loop_version_once"),
            models.UniqueConstraint(
                fields=["round", "assignment", "respondent", "service_area"],
                condition=Q(until=None),
                name="one_loop_per_assignment_person_and_area",
            ),
            models.CheckConstraint(
                condition=Q(emotion=None) | Q(emotion__gte=-2, emotion__lte=2), name="loop_emotion_within_scale"
            ),
            models.CheckConstraint(condition=Q(mask__gte=0), name="loop_mask_not_negative"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="loop_ends_after_it_began"),
            models.CheckConstraint(condition=Q(text="") | ~Q(lemmas=""), name="loop_text_can_be_searched"),
        ]


from kedjan.reflection.answering.models import Abstention, Draft  # noqa: E402 - found with the room's other models
from kedjan.reflection.dialogue.models import Message, Reception  # noqa: E402
from kedjan.reflection.evaluating.models import Evaluation, MethodChange  # noqa: E402
from kedjan.reflection.giving.models import (  # noqa: E402
    AssignmentTemplate,
    Event,
    ProblemArea,
    Recipient,
    RecipientRule,
    SituationAnalysis,
)
from kedjan.reflection.pattern_models import Pattern  # noqa: E402

__all__ = [
    "Abstention",
    "Assignment",
    "AssignmentTemplate",
    "Batch",
    "Draft",
    "Evaluation",
    "Event",
    "Loop",
    "Message",
    "MethodChange",
    "Pattern",
    "ProblemArea",
    "Reception",
    "Recipient",
    "RecipientRule",
    "Respondent",
    "Round",
    "RoundReader",
    "SituationAnalysis",
    "Tag",
    "TagSet",
]
