"""The subjects of the compulsory school by their codes, as pages name them; in English as Skolverket does."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

SUBJECTS: Mapping[str, Promise] = {
    "BL": pgettext_lazy("subject", "Visual arts"),
    "EN": pgettext_lazy("subject", "English"),
    "HKK": pgettext_lazy("subject", "Home and consumer studies"),
    "IDH": pgettext_lazy("subject", "Physical education and health"),
    "MA": pgettext_lazy("subject", "Mathematics"),
    "M1": pgettext_lazy("subject", "Modern languages, the school's choice"),
    "M2": pgettext_lazy("subject", "Modern languages, language choice"),
    "ML": pgettext_lazy("subject", "Mother tongue"),
    "MU": pgettext_lazy("subject", "Music"),
    "NO": pgettext_lazy("subject", "Natural sciences"),
    "BI": pgettext_lazy("subject", "Biology"),
    "FY": pgettext_lazy("subject", "Physics"),
    "KE": pgettext_lazy("subject", "Chemistry"),
    "SO": pgettext_lazy("subject", "Social sciences"),
    "GE": pgettext_lazy("subject", "Geography"),
    "HI": pgettext_lazy("subject", "History"),
    "RE": pgettext_lazy("subject", "Religion"),
    "SH": pgettext_lazy("subject", "Civics"),
    "SL": pgettext_lazy("subject", "Crafts"),
    "SV": pgettext_lazy("subject", "Swedish"),
    "SVA": pgettext_lazy("subject", "Swedish as a second language"),
    "TN": pgettext_lazy("subject", "Sign language"),
    "TK": pgettext_lazy("subject", "Technology"),
    "OVR": pgettext_lazy("subject", "Another subject"),
}
