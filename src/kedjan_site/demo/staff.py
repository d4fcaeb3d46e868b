"""More of Ekköping's staff, who are asked about transitions; they are in the demo, not among the cast of the tests."""

from kedjan.access.service import Role
from kedjan.people import models as people_models
from kedjan_site.demo import cast
from kedjan_site.demo.cast import Member

TEACHERS = {
    "Rönnvassens förskola": ("Tilde Rosenvret",),
    "Kottfjällets förskola": ("Malte Hasselgrind",),
    "Myrstackslyckans förskola": ("Otto Kråkvass",),
    "Pilflöjtens förskola": ("Vendela Björnmyr", "Sixten Lindtuva"),
    "Svalkällans förskola": ("Embla Sälgspång",),
    "Lillnäbbs skola": ("Signe Tranhage",),
    "Tallvippans skola": ("Gustav Nattmyr", "Lova Ängsgrind", "Melker Fjälltuva"),
    "Sjuspångs skola": ("Tuva Videhage", "Arvid Mossvret", "Saga Klintspång"),
    "Kråkekskolan": ("Elis Ormvass", "Moa Granmyr", "Hugo Lövtuva"),
    "Anpassade skolan": ("Stina Hällhage",),
    "Ekköpings gymnasium": ("Axel Ljungvret", "Freja Strandmyr", "Ture Dalgrind"),
    "Komvux Ekköping": ("Berit Videspång",),
}
HEALTH = {"Tallvippans skola": ("Kerstin Almvret",), "Kråkekskolan": ("Nora Kvistgrind",)}

STAFF = tuple(
    Member(name, role, (unit,))
    for role, units in ((Role.TEACHER, TEACHERS), (Role.PUPIL_HEALTH, HEALTH))
    for unit, names in units.items()
    for name in names
)


def load() -> None:
    """Put the staff in place; no password opens their accounts. Loading again changes nothing."""
    if not people_models.Account.objects.filter(id=cast.account_id(STAFF[0].name)).exists():
        cast.load_people(cast.EKKOPING, STAFF, "!")
