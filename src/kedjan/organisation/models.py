"""Storage of providers, units and service areas."""

import uuid

from django.db import models

from kedjan.privacy.service import Basis, Holding, Kept, neutral


class Provider(models.Model):
    """An education provider (huvudman)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    demo = models.BooleanField(default=False)

    holds = Holding(
        purpose="Saying whose quality work it is",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "name", "slug", "demo"),
    )


class Unit(models.Model):
    """A unit in the provider's tree: the administration, a principal's area, a school unit.

    Those who work there answer within its `service_area`, or else within that of the nearest unit above it. Files know
    it by its name, by its school unit code (skolenhetskod) and by its aliases.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    school_form = models.CharField(max_length=40, blank=True)
    children_or_pupils = models.PositiveIntegerField(null=True)
    order = models.PositiveIntegerField(default=0)
    service_area = models.ForeignKey("organisation.ServiceArea", null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=8, blank=True, default="")
    aliases = models.JSONField(default=list)

    holds = Holding(
        purpose="Saying where the work is done",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral(
            *("id", "provider", "parent", "name", "kind", "school_form", "children_or_pupils", "order", "service_area"),
            *("code", "aliases"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "name"], name="unit_name_once_per_provider"),
            models.UniqueConstraint(
                fields=["provider"], condition=models.Q(parent=None), name="one_root_unit_per_provider"
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="unit_not_its_own_parent"),
            models.UniqueConstraint(
                fields=["provider", "code"], condition=~models.Q(code=""), name="school_unit_code_once_per_provider"
            ),
        ]


class ServiceArea(models.Model):
    """A service area (verksamhetsområde), with the other names under which files know it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="service_areas")
    name = models.CharField(max_length=80)
    aliases = models.JSONField(default=list)
    order = models.PositiveIntegerField(default=0)

    holds = Holding(
        purpose="Grouping answers by the part of the work they are about",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "provider", "name", "aliases", "order"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "name"], name="service_area_name_once_per_provider")]
