"""What an erasure does in each room, in words: what goes, what stays and why. For the privacy pack.

A house test holds these against the declarations and against the rooms that take part in erasures.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop as noop

AS_AN_ID = noop("Who it was is kept as an id alone, which leads to an account without a name.")


@dataclass(frozen=True, slots=True)
class Erased:
    """One room: its heading, what goes, and what stays with the reason (English message ids).

    `by` is the room whose part of the erasure does it; empty where nothing goes.
    """

    heading: str
    goes: tuple[str, ...] = ()
    stays: tuple[tuple[str, str], ...] = ()
    by: str = ""


TEXTS: Mapping[str, Erased] = {
    "people": Erased(
        noop("Accounts and duties"),
        (
            noop("Name, address, password, chosen language and links to identity providers, at once."),
            noop("Sessions, and what ties them to an identity provider."),
            noop("Duties, when every other room has done its part."),
        ),
        (
            (
                noop("That an account was erased, when, why and who asked for it."),
                noop("It has to be possible to show, and to do again when a backup is put back."),
            ),
            (
                noop("Rows about the person in a file of staff that nobody has decided on."),
                noop("They go within a week."),
            ),
        ),
        by="people",
    ),
    "notices": Erased(noop("Notices and mail"), (noop("Notices to the person, sent or waiting."),), by="notices"),
    "reflection": Erased(
        noop("Rounds and reflections"),
        (
            noop("The person's reflections in every version, drafts, abstentions and places among those asked."),
            noop("The person's evaluations of the way of working. Later numbers are counted without them."),
            noop("Messages about the person's reflections, whoever wrote them."),
            noop("Words and author of what the person said to others who wrote. The message stands as taken back."),
            noop("Files waiting to be read in to a round where the person answered."),
        ),
        (
            (
                noop("Questions, pattern sentences and situation analyses that the person worked on."),
                AS_AN_ID,
            ),
            (
                noop("What the person told as changed because of an evaluation."),
                AS_AN_ID,
            ),
            (
                noop("A keyed mark of the person's key in a round."),
                noop("A later file with that key has the row refused. The mark cannot be read back."),
            ),
        ),
        by="reflection",
    ),
    "themes": Erased(
        noop("Themes, passages and quotes"),
        (noop("Passages and quotes of the person's texts, and what was answered about quoting them."),),
        ((noop("Themes and passages that the person made as a reader of others' texts."), AS_AN_ID),),
        by="themes",
    ),
    "combinations": Erased(
        noop("Saved combinations"),
        (noop("Figures kept with combinations of rounds that the person wrote in; new ones are counted without."),),
        (
            (
                noop("Interpretations of combinations in rounds that the person wrote in."),
                noop(
                    "They are the readers' own words. A reader of the round looks through them for what the person "
                    "wrote."
                ),
            ),
            (noop("That the person wrote an interpretation."), AS_AN_ID),
        ),
        by="combinations",
    ),
    "improvement": Erased(
        noop("Conclusions and causes"),
        (
            noop("Figures kept with conclusions about rounds that the person wrote in; those of now are without."),
            noop("What the person said of conclusions, and the answers to it. Later numbers are without."),
        ),
        (
            (
                noop("Conclusions, decisions and motives that the person wrote."),
                AS_AN_ID,
            ),
        ),
        by="improvement",
    ),
    "goals": Erased(
        noop("Goals"),
        stays=((noop("Goals, signs and what is no longer collected that the person wrote."), AS_AN_ID),),
    ),
    "actions": Erased(
        noop("Proposals and actions"),
        (noop("That proposals were gathered from the person's answers. Later numbers are counted without them."),),
        (
            (
                noop("Proposals, decisions, actions and strategies that the person worded or answers for."),
                AS_AN_ID,
            ),
        ),
        by="actions",
    ),
    "extracts": Erased(
        noop("Texts taken out as files"),
        (noop("Every file that some of the person's texts are in, and what the person took out."),),
        by="extracts",
    ),
    "reports": Erased(
        noop("Reports"),
        (noop("The person's words quoted in drafts."), noop("Files that were written of those drafts.")),
        (
            (
                noop("Settled reports, with the quotes in them."),
                noop("They are public records, preserved as they were settled. They name nobody beside a quote."),
            ),
            (noop("Parts of reports that the person wrote."), AS_AN_ID),
        ),
        by="reports",
    ),
    "evidence": Erased(
        noop("Citations"),
        (noop("What citations kept of the person's texts."),),
        ((noop("That the person cited something."), AS_AN_ID),),
        by="reports",
    ),
    "releases": Erased(
        noop("Material shared beyond the readers"),
        stays=(
            (
                noop("Shared tables."),
                noop("They hold figures about at least so many persons as the threshold says, and are public records."),
            ),
            (
                noop("Which reflections stood behind a table, as numbers that lead to none any more."),
                noop("A later table is checked against it. It goes when the time of the round is over."),
            ),
        ),
    ),
    "tasks": Erased(
        noop("Time frames"),
        stays=(
            (
                noop("Time frames that the person set, and motives the person gave for asking for more time."),
                noop(
                    "It says who answered for a decision about others' time. It leads to an account that says nothing, "
                    "and goes three years after the school year."
                ),
            ),
        ),
    ),
    "pupils": Erased(
        noop("The register of pupils"),
        stays=(
            (
                noop("Nothing of staff stands there."),
                noop("A pupil is erased by whoever takes in files, from the register and from every data set."),
            ),
        ),
    ),
    "facts": Erased(noop("Data sets of results"), stays=((noop("Who put a data set in place."), AS_AN_ID),)),
    "results": Erased(
        noop("Studies and sharing of results"),
        (noop("What the person has asked to share of pupils' results; what has been shared stays."),),
        stays=((noop("Studies that the person saved, and that the person asked for a pupil's erasure."), AS_AN_ID),),
        by="results",
    ),
    "intake": Erased(
        noop("Files of results on their way in"),
        stays=(
            (noop("Which files the person sent and decided on."), AS_AN_ID),
            (
                noop("Rows of a file that the person sent and nobody has decided on."),
                noop("They are about pupils, and go within two weeks."),
            ),
        ),
    ),
    "files": Erased(noop("Kept files"), stays=((noop("Who put a file there."), AS_AN_ID),)),
    "journal": Erased(
        noop("The journal"),
        stays=(
            (
                noop("Entries about what the person did, and which texts the person read."),
                noop("They account for who did what, by an account that says nothing, and go after two years."),
            ),
        ),
    ),
}
