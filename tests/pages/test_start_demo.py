"""One-click sign-in: for the cast, on this machine, on made-up data, and nowhere else."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from kedjan.organisation.models import Provider
from kedjan_site import demo_guard
from kedjan_site.demo import cast
from tests.pages.client import PageClient

MAJ = f"/demo/{cast.account_id('Maj Sävdunge')}/"


def test_the_cast_stands_by_role_with_what_each_says_and_a_button(nobody: PageClient) -> None:
    page = nobody.open("/demo/")
    for municipality in cast.MUNICIPALITIES:
        for member in municipality.members:
            assert (member.name in page.text) is not member.protected
    assert "Vera" not in page.html
    nobody.submit(page, action=MAJ)
    assert "Maj Sävdunge" in nobody.open("/").html


def test_another_of_the_cast_takes_over_the_session(nobody: PageClient) -> None:
    nobody.submit(nobody.open("/demo/"), action=MAJ)
    first = nobody.http.cookies["kedjan_session"].value
    ester = f"/demo/{cast.account_id('Ester Kärrgrind')}/"
    nobody.submit(nobody.open("/demo/"), action=ester)
    assert nobody.http.cookies["kedjan_session"].value != first
    assert "Maj Sävdunge" not in nobody.open("/").html


def test_opening_an_address_signs_nobody_in(nobody: PageClient) -> None:
    nobody.open(MAJ, status=405)
    nobody.open("/", status=302)


def test_a_form_from_another_site_signs_nobody_in(nobody: PageClient) -> None:
    assert nobody.http.post(MAJ).status_code == 403
    nobody.open("/", status=302)


@pytest.mark.parametrize(
    "somewhere",
    [{"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_FORWARDED": "x"}],
)
def test_from_another_machine_there_is_no_such_page(nobody: PageClient, somewhere: dict[str, str]) -> None:
    nobody.open("/demo/", status=404, **somewhere)
    nobody.post(MAJ, status=404, **somewhere)
    nobody.open("/", status=302)


def test_a_provider_that_is_not_marked_as_made_up_is_not_entered(nobody: PageClient) -> None:
    Provider.objects.filter(slug="ekkoping").update(demo=False)
    nobody.post(MAJ, status=404)
    nobody.open("/", status=302)


def test_with_the_demo_switched_off_there_is_no_such_page(nobody: PageClient, settings: Any) -> None:
    settings.KEDJAN_DEMO = False
    nobody.open("/demo/", status=404)
    nobody.post(MAJ, status=404)


@pytest.mark.django_db
def test_the_demo_switched_on_in_a_real_installation_is_an_error(settings: Any) -> None:
    assert demo_guard.demo_only_where_it_belongs(None) == []
    settings.SETTINGS_MODULE = "kedjan_site.settings.production"
    assert [error.id for error in demo_guard.demo_only_where_it_belongs(None)] == ["kedjan.E001"]
    with pytest.raises(ImproperlyConfigured, match="One-click"):
        demo_guard.refuse_made_up_data()


@pytest.mark.django_db
def test_a_real_installation_does_not_start_on_made_up_data(settings: Any) -> None:
    settings.SETTINGS_MODULE = "kedjan_site.settings.production"
    settings.KEDJAN_DEMO = False
    found = demo_guard.no_made_up_data(None)
    assert [error.id for error in found] == ["kedjan.E002"]
    assert "Ekköping" in found[0].msg
    with pytest.raises(ImproperlyConfigured, match="Ekköping"):
        demo_guard.refuse_made_up_data()
    Provider.objects.update(demo=False)
    demo_guard.refuse_made_up_data()


@pytest.mark.django_db
def test_the_checks_are_among_those_made_before_serving() -> None:
    from django.core.checks.registry import registry

    assert {demo_guard.demo_only_where_it_belongs, demo_guard.no_made_up_data} <= set(registry.get_checks())


def test_no_real_settings_route_the_demo() -> None:
    import os
    import subprocess
    import sys

    code = (
        "import django; django.setup(); from django.urls import resolve, Resolver404\n"
        "try: resolve('/demo/')\nexcept Resolver404: print('none')"
    )
    here = {**os.environ, "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.production", "KEDJAN_SECRET": "x" * 60}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=here, check=False)
    assert done.stdout.strip() == "none", done.stderr
